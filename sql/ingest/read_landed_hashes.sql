-- Purpose: every file that a channel has landed.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT sha256
FROM facts.landing_files
WHERE channel = :channel
ORDER BY sha256;
