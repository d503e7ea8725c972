-- Purpose: who let a post out, and when, where a channel asks somebody first.
-- Re-run: never; the runner records it. Posts that were published before were not asked about.

SET LOCAL ROLE chorus_owner;
SET LOCAL search_path = results;

ALTER TABLE publications
ADD COLUMN approved_by text CHECK (approved_by <> ''),
ADD COLUMN approved_at timestamptz,
ADD CONSTRAINT publications_approval CHECK (approved_by IS NULL OR approved_at IS NOT NULL);
COMMENT ON COLUMN publications.approved_by IS 'Who approved it; null where nobody is asked, or nobody had to be: no answer came in time, or tweets were forgotten';
COMMENT ON COLUMN publications.approved_at IS 'When it was approved, by somebody or by the channel''s own rule; null where nobody is asked';
