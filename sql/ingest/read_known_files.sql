-- Purpose: which of some files a channel has landed already, and how each was read.
-- Parameters: channel, received (list of SHA-256)
-- Re-run: safe; reads only.
SELECT
    sha256,
    reading
FROM facts.landing_files
WHERE channel = :channel AND sha256 = ANY(:received);
