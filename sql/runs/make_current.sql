-- Purpose: flip the pointer of a channel-window to a run.
-- Parameters: channel, first_day, last_day, run_id
-- Re-run: safe; nothing is written when it points there already.
INSERT INTO results.current_runs AS pointer (channel, first_day, last_day, run_id)
VALUES (:channel, :first_day, :last_day, :run_id)
ON CONFLICT (channel, first_day, last_day) DO UPDATE
    SET run_id = excluded.run_id, flipped_at = now()
    WHERE pointer.run_id <> excluded.run_id;
