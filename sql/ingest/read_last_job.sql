-- Purpose: the compliance job that a channel asked for last.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT
    job_id,
    first_day,
    last_day,
    outcome,
    begun_at
FROM facts.compliance_jobs
WHERE channel = :channel
ORDER BY begun_at DESC, job_id DESC
LIMIT 1;
