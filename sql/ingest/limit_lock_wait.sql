-- Purpose: give up waiting for a lock soon, for the rest of the transaction.
-- Parameters: milliseconds
-- Re-run: safe.
SELECT set_config('lock_timeout', :milliseconds, TRUE);
