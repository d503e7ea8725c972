-- Purpose: keep one refused record as received, with the reason.
-- Parameters: channel, sha256, record_no, day, reason, detail, raw
-- Re-run: only together with insert_landing_file, in its transaction.
INSERT INTO facts.quarantine (channel, sha256, record_no, day, reason, detail, raw)
VALUES (:channel, :sha256, :record_no, :day, :reason, :detail, :raw);
