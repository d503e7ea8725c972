-- Purpose: record a landed file; gives its time, or nothing when the channel has landed it already.
-- Parameters: channel, sha256, source, name, format, reading, size_bytes, records, accepted, rejected
-- Re-run: safe; a file is recorded once.
INSERT INTO facts.landing_files (
    channel, sha256, source, name, format, reading, size_bytes, records, accepted, rejected
)
VALUES (:channel, :sha256, :source, :name, :format, :reading, :size_bytes, :records, :accepted, :rejected)
ON CONFLICT DO NOTHING
RETURNING landed_at;
