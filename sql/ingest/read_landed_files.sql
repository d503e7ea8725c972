-- Purpose: the landed files that have records of a day: what the day is rebuilt from. Of an extract, size_bytes is its own.
-- Parameters: channel, day
-- Re-run: safe; reads only.
SELECT
    file.sha256,
    file.name,
    coalesce(file.extract_bytes, file.size_bytes) AS size_bytes,
    file.landed_at,
    file.reading,
    file.extract_hash,
    indexed.rejected,
    indexed.forgotten
FROM facts.landing_days AS indexed
INNER JOIN facts.landing_files AS file
    ON indexed.channel = file.channel AND indexed.sha256 = file.sha256
WHERE indexed.channel = :channel AND indexed.day = :day
ORDER BY file.sha256;
