-- Purpose: which of some files a channel has landed already.
-- Parameters: channel, received (list of SHA-256)
-- Re-run: safe; reads only.
SELECT sha256
FROM facts.landing_files
WHERE channel = :channel AND sha256 = ANY(:received);
