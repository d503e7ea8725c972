-- Purpose: one landed file: how it is kept and read.
-- Parameters: channel, sha256
-- Re-run: safe; reads only.
SELECT
    sha256,
    source,
    name,
    format,
    reading,
    extract_hash,
    rejected,
    landed_at
FROM facts.landing_files
WHERE channel = :channel AND sha256 = :sha256;
