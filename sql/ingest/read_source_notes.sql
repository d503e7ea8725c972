-- Purpose: how many things the programs behind a channel's sources noted that they could not get, the same one once.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    file.source,
    count(*)::integer AS records,
    count(DISTINCT note.detail)::integer AS notes
FROM facts.quarantine AS note
INNER JOIN facts.landing_files AS file ON note.channel = file.channel AND note.sha256 = file.sha256
WHERE note.channel = :channel AND note.day BETWEEN :first_day AND :last_day AND note.reason = 'source_failed'
GROUP BY file.source
ORDER BY file.source;
