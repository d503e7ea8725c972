-- Purpose: record a landed file; gives its time, or nothing when the channel has landed it already.
-- Parameters: channel, sha256, source, name, format, reading, size_bytes, records, accepted, rejected, landed_at (or null)
-- Re-run: safe; a file is recorded once.
INSERT INTO facts.landing_files (
    channel, sha256, source, name, format, reading, size_bytes, records, accepted, rejected, landed_at
)
VALUES (
    :channel,
    :sha256,
    :source,
    :name,
    :format,
    :reading,
    :size_bytes,
    :records,
    :accepted,
    :rejected,
    coalesce(cast(:landed_at AS timestamptz), now())
)
ON CONFLICT DO NOTHING
RETURNING landed_at;
