-- Purpose: the refused records of a file, as far as they are kept.
-- Parameters: channel, sha256
-- Re-run: safe; reads only.
SELECT
    record_no,
    detail,
    raw
FROM facts.quarantine
WHERE channel = :channel AND sha256 = :sha256 AND raw IS NOT NULL
ORDER BY record_no;
