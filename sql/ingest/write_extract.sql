-- Purpose: note that a landed file is kept as an extract from now on.
-- Parameters: channel, sha256, extract_hash, extract_bytes
-- Re-run: safe.
UPDATE facts.landing_files
SET extract_hash = :extract_hash, extract_bytes = :extract_bytes
WHERE channel = :channel AND sha256 = :sha256;
