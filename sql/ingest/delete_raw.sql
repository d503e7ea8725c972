-- Purpose: remove what a refused record says: it may hold a forgotten tweet. That it was refused, and why, stays.
-- Parameters: channel, sha256, record_no, detail
-- Re-run: safe.
UPDATE facts.quarantine
SET raw = NULL, detail = :detail
WHERE channel = :channel AND sha256 = :sha256 AND record_no = :record_no;
