-- Purpose: the local days that a landed file has records of.
-- Parameters: channel, sha256
-- Re-run: safe; reads only.
SELECT day
FROM facts.landing_days
WHERE channel = :channel AND sha256 = :sha256
ORDER BY day;
