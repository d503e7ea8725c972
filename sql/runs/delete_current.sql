-- Purpose: take the pointer of a channel-window away: no run of it counts any more.
-- Parameters: channel, first_day, last_day, run_id
-- Re-run: safe; a pointer to another run stays.
DELETE FROM results.current_runs
WHERE channel = :channel AND first_day = :first_day AND last_day = :last_day AND run_id = :run_id;
