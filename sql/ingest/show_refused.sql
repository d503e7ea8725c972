-- Purpose: refused records of a channel one by one, those of the newest days and files first.
-- Parameters: channel, first_day, last_day, reason, source (each of these may be null: all), most (rows)
-- Re-run: safe; reads only.
SELECT
    left(quarantine.sha256, 12) || ':' || quarantine.record_no AS record,
    quarantine.day,
    quarantine.reason,
    file.source,
    quarantine.detail
FROM facts.quarantine AS quarantine
INNER JOIN facts.landing_files AS file
    ON quarantine.channel = file.channel AND quarantine.sha256 = file.sha256
WHERE
    quarantine.channel = :channel
    AND quarantine.day BETWEEN coalesce(cast(:first_day AS date), quarantine.day)
    AND coalesce(cast(:last_day AS date), quarantine.day)
    AND quarantine.reason = coalesce(:reason, quarantine.reason)
    AND file.source = coalesce(:source, file.source)
ORDER BY quarantine.day DESC, file.landed_at DESC, quarantine.sha256 ASC, quarantine.record_no ASC
LIMIT :most;
