-- Purpose: one refused record, as received.
-- Parameters: channel, sha256 (or how it begins), record_no
-- Re-run: safe; reads only.
SELECT
    reason,
    detail,
    raw
FROM facts.quarantine
WHERE channel = :channel AND starts_with(sha256, :sha256) AND record_no = :record_no;
