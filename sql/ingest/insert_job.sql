-- Purpose: note a compliance job that the platform has opened for us.
-- Parameters: channel, job_id, first_day, last_day, begun_at
-- Re-run: safe; a job is noted once.
INSERT INTO facts.compliance_jobs (channel, job_id, first_day, last_day, begun_at)
VALUES (:channel, :job_id, :first_day, :last_day, :begun_at)
ON CONFLICT DO NOTHING;
