-- Purpose: remove a run's topics, and with them its tweets' places in them.
-- Parameters: run_id
-- Re-run: safe.
DELETE FROM results.topics
WHERE run_id = :run_id;
