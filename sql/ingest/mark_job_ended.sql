-- Purpose: note how a compliance job ended, in the transaction that writes the tombstones of what it found.
-- Parameters: channel, job_id, outcome, gone, ended_at
-- Re-run: safe; the first end stays.
UPDATE facts.compliance_jobs
SET outcome = :outcome, gone = :gone, ended_at = :ended_at
WHERE channel = :channel AND job_id = :job_id AND outcome IS NULL;
