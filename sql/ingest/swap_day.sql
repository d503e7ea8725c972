-- Purpose: put the staged tables in the place of the day's partitions; without a suffix the day becomes empty.
-- Parameters: suffix (or null), channel, day
-- Re-run: once after key_staged, in its transaction, under lock_day.
SELECT facts.swap_day(:suffix, :channel, :day);
