-- Purpose: the objects that a channel has landed: their version, and the hash of their bytes.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT
    location,
    version,
    sha256
FROM facts.landed_objects
WHERE channel = :channel;
