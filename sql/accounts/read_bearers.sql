-- Purpose: which accounts bore some handles on some days, the latest bearer of each.
-- Parameters: channel, from_day, last_day, handles (list of text, lower case)
-- Re-run: safe; reads only.
SELECT DISTINCT ON (lower(handle))
    lower(handle) AS handle,
    author_key
FROM facts.account_snapshots
WHERE channel = :channel AND day BETWEEN :from_day AND :last_day AND lower(handle) = any(:handles)
ORDER BY lower(handle) ASC, day DESC, author_key ASC;
