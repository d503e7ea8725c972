-- Purpose: forget a landed file that was read in another way, with its days and its quarantine; its bytes stay.
-- Parameters: channel, sha256, reading
-- Re-run: safe; a file that was read in this way stays.
DELETE FROM facts.landing_files
WHERE channel = :channel AND sha256 = :sha256 AND reading IS DISTINCT FROM :reading;
