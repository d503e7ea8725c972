-- Purpose: record the commit that holds a run's report.
-- Parameters: run_id, channel, slug, remote, branch, commit_sha
-- Re-run: safe; the record stays, unless another run of the slug has been published since: then the run is on top again.
INSERT INTO results.publications (run_id, channel, slug, remote, branch, commit_sha)
VALUES (:run_id, :channel, :slug, :remote, :branch, :commit_sha)
ON CONFLICT (run_id, remote, branch) DO UPDATE SET
    commit_sha = excluded.commit_sha,
    published_at = now()
WHERE publications.published_at < (
    SELECT max(other.published_at) FROM results.publications AS other
    WHERE other.slug = :slug AND other.remote = :remote AND other.branch = :branch
);
