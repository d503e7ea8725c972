-- Purpose: one refused record, as received, and where it came from.
-- Parameters: channel, sha256 (or how it begins), record_no
-- Re-run: safe; reads only.
SELECT
    quarantine.day,
    quarantine.reason,
    quarantine.detail,
    quarantine.raw,
    quarantine.record_no,
    file.source,
    file.name,
    file.format,
    file.landed_at
FROM facts.quarantine AS quarantine
INNER JOIN facts.landing_files AS file
    ON quarantine.channel = file.channel AND quarantine.sha256 = file.sha256
WHERE
    quarantine.channel = :channel
    AND starts_with(quarantine.sha256, :sha256)
    AND quarantine.record_no = :record_no;
