-- Purpose: wait until nobody else keeps, extracts or removes the bytes of a file; held until the transaction ends.
-- Parameters: sha256
-- Re-run: safe. Taken after lock_tombstones, never before it.
SELECT pg_advisory_xact_lock(hashtextextended('landed ' || :sha256, 0));
