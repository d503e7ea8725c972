-- Purpose: handles of accounts, as last seen in a span of days.
-- Parameters: channel, from_day, last_day, author_keys (list of text)
-- Re-run: safe; reads only.
SELECT DISTINCT ON (author_key)
    author_key,
    handle
FROM facts.account_snapshots
WHERE channel = :channel AND day BETWEEN :from_day AND :last_day AND author_key = any(:author_keys)
ORDER BY author_key ASC, day DESC;
