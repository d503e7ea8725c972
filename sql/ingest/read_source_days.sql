-- Purpose: how many valid records each source gave for each day.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    file.source,
    landed.day,
    sum(landed.accepted)::integer AS accepted
FROM facts.landing_days AS landed
INNER JOIN facts.landing_files AS file ON landed.channel = file.channel AND landed.sha256 = file.sha256
WHERE landed.channel = :channel AND landed.day BETWEEN :first_day AND :last_day
GROUP BY file.source, landed.day
ORDER BY file.source, landed.day;
