-- Purpose: the word cloud of a window's current run.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT file.content
FROM results.current_runs AS pointer
INNER JOIN results.report_files AS file ON pointer.run_id = file.run_id
WHERE
    pointer.channel = :channel AND pointer.first_day = :first_day AND pointer.last_day = :last_day
    AND starts_with(file.path, 'assets/images/');
