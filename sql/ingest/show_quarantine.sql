-- Purpose: the newest refused records of a channel for the command line.
-- Parameters: channel, most (rows)
-- Re-run: safe; reads only.
SELECT
    left(quarantine.sha256, 12) || ':' || quarantine.record_no AS record,
    quarantine.day,
    quarantine.reason,
    quarantine.detail
FROM facts.quarantine AS quarantine
INNER JOIN facts.landing_files AS file
    ON quarantine.channel = file.channel AND quarantine.sha256 = file.sha256
WHERE quarantine.channel = :channel
ORDER BY file.landed_at DESC, quarantine.sha256 ASC, quarantine.record_no ASC
LIMIT :most;
