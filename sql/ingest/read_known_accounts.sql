-- Purpose: the account ids of handles, as far as they are known.
-- Parameters: handles (list, lower case)
-- Re-run: safe; reads only.
SELECT
    handle,
    author_key
FROM facts.known_accounts
WHERE handle = ANY(:handles);
