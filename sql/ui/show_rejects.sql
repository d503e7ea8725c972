-- Purpose: how many statements of the current reports the checker let stand, and for which reasons it dropped others.
-- Parameters: channel, first_day, last_day (the windows that end in this span)
-- Re-run: safe; reads only.
SELECT
    pointer.first_day,
    pointer.last_day,
    report.statements,
    report.dropped,
    CASE WHEN report.dropped > 0 THEN report.document -> 'dropped' ELSE '{}' END AS reasons
FROM results.current_runs AS pointer
INNER JOIN results.reports AS report ON pointer.run_id = report.run_id
WHERE pointer.channel = :channel AND pointer.last_day BETWEEN :first_day AND :last_day
ORDER BY pointer.last_day DESC, pointer.first_day DESC;
