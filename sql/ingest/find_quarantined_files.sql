-- Purpose: landed files that have refused records, in a fixed order.
-- Parameters: channel, day, reason, source (each may be null: all)
-- Re-run: safe; reads only.
SELECT DISTINCT file.sha256
FROM facts.quarantine AS quarantine
INNER JOIN facts.landing_files AS file
    ON quarantine.channel = file.channel AND quarantine.sha256 = file.sha256
WHERE
    quarantine.channel = :channel
    AND quarantine.day = coalesce(cast(:day AS date), quarantine.day)
    AND quarantine.reason = coalesce(:reason, quarantine.reason)
    AND file.source = coalesce(:source, file.source)
ORDER BY file.sha256;
