-- Purpose: which of some files a channel has landed already, how each was read, and whether it is kept as received.
-- Parameters: channel, received (list of SHA-256)
-- Re-run: safe; reads only.
SELECT
    sha256,
    reading,
    extract_hash
FROM facts.landing_files
WHERE channel = :channel AND sha256 = ANY(:received);
