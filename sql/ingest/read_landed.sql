-- Purpose: how each channel that landed a file keeps it: as received, or as an extract.
-- Parameters: sha256
-- Re-run: safe; reads only.
SELECT
    channel,
    extract_hash
FROM facts.landing_files
WHERE sha256 = :sha256;
