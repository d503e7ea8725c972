-- Purpose: one refused record, as received.
-- Parameters: channel, sha256, record_no
-- Re-run: safe; reads only.
SELECT
    reason,
    detail,
    raw
FROM facts.quarantine
WHERE channel = :channel AND sha256 = :sha256 AND record_no = :record_no;
