-- Purpose: the ledger remembers what a day was built from, so that a day is not read again when nothing is new.
-- Re-run: never; the runner records it. Days that were loaded before are built once more.

SET LOCAL ROLE chorus_loader;

ALTER TABLE facts.day_ledger ADD COLUMN built_from text;
COMMENT ON COLUMN facts.day_ledger.built_from IS 'Hash of the landed files, tombstones and code that the day was built from; equal hash = nothing to read';
