-- Purpose: how many records were refused, by day, reason and source, newest days first; and one of each to look at.
-- Parameters: channel, day, reason, source (each may be null: all), most (rows)
-- Re-run: safe; reads only.
SELECT
    quarantine.day,
    quarantine.reason,
    file.source,
    count(*) AS records,
    count(DISTINCT quarantine.sha256) AS files,
    min(left(quarantine.sha256, 12) || ':' || quarantine.record_no) AS example
FROM facts.quarantine AS quarantine
INNER JOIN facts.landing_files AS file
    ON quarantine.channel = file.channel AND quarantine.sha256 = file.sha256
WHERE
    quarantine.channel = :channel
    AND quarantine.day = coalesce(cast(:day AS date), quarantine.day)
    AND quarantine.reason = coalesce(:reason, quarantine.reason)
    AND file.source = coalesce(:source, file.source)
GROUP BY quarantine.day, quarantine.reason, file.source
ORDER BY quarantine.day DESC, records DESC, quarantine.reason ASC, file.source ASC
LIMIT :most;
