-- Purpose: record the commit that holds a run's report.
-- Parameters: run_id, channel, slug, remote, branch, commit_sha
-- Re-run: safe; the first record stays.
INSERT INTO results.publications (run_id, channel, slug, remote, branch, commit_sha)
VALUES (:run_id, :channel, :slug, :remote, :branch, :commit_sha)
ON CONFLICT (run_id, remote, branch) DO NOTHING;
