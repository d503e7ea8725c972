-- Purpose: the account that bore a handle on a day, or last before it within the history.
-- Parameters: channel, from_day, last_day, handle (lower case)
-- Re-run: safe; reads only.
SELECT author_key
FROM facts.account_snapshots
WHERE channel = :channel AND day BETWEEN :from_day AND :last_day AND lower(handle) = :handle
ORDER BY day DESC, author_key ASC
LIMIT 1;
