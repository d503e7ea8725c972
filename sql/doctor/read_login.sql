-- Purpose: what the server is, and whether who logged in may do everything there.
-- Parameters: none
-- Re-run: safe; reads only.
SELECT
    current_setting('server_version_num')::integer / 10000 AS version,
    login.rolsuper AS is_superuser
FROM pg_roles AS login
WHERE login.rolname = session_user;
