-- Purpose: give the filled tables their primary keys and the checks that the rows are of that local day.
-- Parameters: suffix, channel, day, time_zone
-- Re-run: once after stage_day, in its transaction.
SELECT facts.key_staged(:suffix, :channel, :day, :time_zone);
