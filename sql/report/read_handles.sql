-- Purpose: handles of accounts, as last seen in the window or before it.
-- Parameters: channel, last_day, author_keys (list of text)
-- Re-run: safe; reads only.
SELECT DISTINCT ON (author_key)
    author_key,
    handle
FROM facts.account_snapshots
WHERE channel = :channel AND day <= :last_day AND author_key = ANY(:author_keys)
ORDER BY author_key ASC, day DESC;
