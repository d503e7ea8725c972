-- Purpose: how many records of a span were refused, by reason and source.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    quarantine.reason,
    file.source,
    count(*)::integer AS records,
    count(DISTINCT quarantine.sha256)::integer AS files
FROM facts.quarantine AS quarantine
INNER JOIN facts.landing_files AS file
    ON quarantine.channel = file.channel AND quarantine.sha256 = file.sha256
WHERE quarantine.channel = :channel AND quarantine.day BETWEEN :first_day AND :last_day
GROUP BY quarantine.reason, file.source
ORDER BY records DESC, quarantine.reason ASC, file.source ASC;
