-- Purpose: the sources and the number of landed files that a window's records came from.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    coalesce(array_agg(DISTINCT file.source ORDER BY file.source), '{}') AS sources,
    count(DISTINCT file.sha256) AS files
FROM facts.landing_days AS landed
INNER JOIN facts.landing_files AS file ON landed.channel = file.channel AND landed.sha256 = file.sha256
WHERE landed.channel = :channel AND landed.day BETWEEN :first_day AND :last_day;
