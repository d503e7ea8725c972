-- Purpose: keep the account id of a handle.
-- Parameters: handle, author_key
-- Re-run: safe; the first answer stays.
INSERT INTO facts.known_accounts (handle, author_key)
VALUES (:handle, :author_key)
ON CONFLICT DO NOTHING;
