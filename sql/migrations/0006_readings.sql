-- Purpose: a landed file remembers what its source said of how to read it, so that it reads alike for ever.
-- Re-run: never; the runner records it.

SET LOCAL ROLE chorus_loader;

ALTER TABLE facts.landing_files ADD COLUMN reading text;
COMMENT ON COLUMN facts.landing_files.reading IS 'Mapping or owner that the file was read with, as JSON; null where its bytes say all';
