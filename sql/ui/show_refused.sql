-- Purpose: refused records of a span one by one, newest days first.
-- Parameters: channel, first_day, last_day, most (rows)
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
WHERE quarantine.channel = :channel AND quarantine.day BETWEEN :first_day AND :last_day
ORDER BY quarantine.day DESC, quarantine.sha256 ASC, quarantine.record_no ASC
LIMIT :most;
