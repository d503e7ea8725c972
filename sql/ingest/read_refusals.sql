-- Purpose: which records of a file were refused, and why.
-- Parameters: channel, sha256
-- Re-run: safe; reads only.
SELECT
    record_no,
    reason
FROM facts.quarantine
WHERE channel = :channel AND sha256 = :sha256;
