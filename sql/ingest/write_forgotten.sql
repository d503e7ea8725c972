-- Purpose: count further records of a day that a new extract has no more.
-- Parameters: channel, sha256, day, forgotten
-- Re-run: only together with write_extract, in its transaction.
UPDATE facts.landing_days
SET forgotten = forgotten + :forgotten
WHERE channel = :channel AND sha256 = :sha256 AND day = :day;
