-- Purpose: index one local day of a landed file.
-- Parameters: channel, sha256, day, accepted, rejected
-- Re-run: only together with insert_landing_file, in its transaction.
INSERT INTO facts.landing_days (channel, sha256, day, accepted, rejected)
VALUES (:channel, :sha256, :day, :accepted, :rejected);
