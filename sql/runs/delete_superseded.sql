-- Purpose: delete what runs made that no longer count: it may hold what was forgotten since. The runs themselves stay, not
--   done, with their publications. A run may count as long as it is newer than the window's current one, or, in a window
--   without one, of the last day and not published.
-- Parameters: channel
-- Re-run: safe.
WITH superseded AS (
    SELECT run.run_id
    FROM results.runs AS run
    LEFT JOIN results.current_runs AS pointer
        ON
            run.channel = pointer.channel
            AND run.first_day = pointer.first_day
            AND run.last_day = pointer.last_day
    WHERE
        run.channel = :channel
        AND run.run_id IS DISTINCT FROM pointer.run_id
        AND (
            run.run_id < pointer.run_id
            OR run.opened_at < now() - INTERVAL '1 day'
            OR EXISTS (
                SELECT FROM results.publications AS publication
                WHERE publication.run_id = run.run_id
            )
        )
),

without_files AS (
    DELETE FROM results.report_files
    WHERE run_id IN (SELECT superseded.run_id FROM superseded)
),

without_report AS (
    DELETE FROM results.reports
    WHERE run_id IN (SELECT superseded.run_id FROM superseded)
),

without_tweets AS (
    DELETE FROM results.run_tweets
    WHERE run_id IN (SELECT superseded.run_id FROM superseded)
),

without_topics AS (
    DELETE FROM results.topics
    WHERE run_id IN (SELECT superseded.run_id FROM superseded)
),

without_scores AS (
    DELETE FROM results.account_scores
    WHERE run_id IN (SELECT superseded.run_id FROM superseded)
)

DELETE FROM results.run_stages
WHERE run_id IN (SELECT superseded.run_id FROM superseded);
