-- Purpose: record the commit that holds a run's report, and who let it out.
-- Parameters: run_id, channel, slug, remote, branch, commit_sha, approved_by, approved_at (both null: nobody was asked)
-- Re-run: safe; the record stays, unless another run of the slug has been published since: then the run is on top again.
INSERT INTO results.publications (run_id, channel, slug, remote, branch, commit_sha, approved_by, approved_at)
VALUES (:run_id, :channel, :slug, :remote, :branch, :commit_sha, :approved_by, :approved_at)
ON CONFLICT (run_id, remote, branch) DO UPDATE SET
    commit_sha = excluded.commit_sha,
    published_at = now(),
    approved_by = excluded.approved_by,
    approved_at = excluded.approved_at
WHERE publications.published_at < (
    SELECT max(other.published_at) FROM results.publications AS other
    WHERE other.slug = :slug AND other.remote = :remote AND other.branch = :branch
);
