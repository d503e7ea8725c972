-- Purpose: keep one account that is watched, with the evidence.
-- Parameters: run_id, author_key, reason, watch_no, votes, engagers, endorsers, lift, fresh, devoted, mutual, alike
-- Re-run: only after delete_watched.
INSERT INTO results.watched_accounts (
    run_id, author_key, reason, watch_no, votes, engagers, endorsers, lift, fresh, devoted, mutual, alike
)
VALUES (
    :run_id, :author_key, :reason, :watch_no, :votes, :engagers, :endorsers, :lift, :fresh, :devoted, :mutual, :alike
);
