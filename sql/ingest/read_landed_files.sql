-- Purpose: the landed files that have records of a day: what the day is rebuilt from.
-- Parameters: channel, day
-- Re-run: safe; reads only.
SELECT
    file.sha256,
    file.name,
    file.size_bytes,
    file.landed_at,
    file.reading
FROM facts.landing_days AS indexed
INNER JOIN facts.landing_files AS file
    ON indexed.channel = file.channel AND indexed.sha256 = file.sha256
WHERE indexed.channel = :channel AND indexed.day = :day
ORDER BY file.sha256;
