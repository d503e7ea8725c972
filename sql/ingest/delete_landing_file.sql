-- Purpose: forget a landed file that is about to be recorded as it is read now, with its days and its quarantine.
-- Parameters: channel, sha256
-- Re-run: only together with insert_landing_file, in its transaction.
DELETE FROM facts.landing_files
WHERE channel = :channel AND sha256 = :sha256;
