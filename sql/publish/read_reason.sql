-- Purpose: in what a run differs from the run whose report was last put on the same blog under the same slug.
-- Parameters: run_id, slug, remote
-- Re-run: safe; reads only.
SELECT
    own.input_hash <> published.input_hash AS has_other_input,
    own.config_hash <> published.config_hash AS has_other_settings,
    own.code_version <> published.code_version AS has_other_code
FROM results.publications AS publication
INNER JOIN results.runs AS published ON publication.run_id = published.run_id
INNER JOIN results.runs AS own ON own.run_id = :run_id
WHERE publication.slug = :slug AND publication.remote = :remote
ORDER BY publication.published_at DESC, publication.publication_id DESC
LIMIT 1;
