-- Purpose: note which version of an object is landed, and as what.
-- Parameters: channel, location, version, sha256
-- Re-run: safe; the last one stays.
INSERT INTO facts.landed_objects (channel, location, version, sha256)
SELECT
    :channel,
    :location,
    :version,
    file.sha256
FROM facts.landing_files AS file
WHERE file.channel = :channel AND file.sha256 = :sha256
ON CONFLICT (channel, location) DO UPDATE
    SET version = excluded.version, sha256 = excluded.sha256;
