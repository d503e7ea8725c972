-- Purpose: keep the score of one account, with what it is made of.
-- Parameters: run_id, author_key, rank, score, basis, engagers, followers, tweets, previous_rank
-- Re-run: only after delete_scores.
INSERT INTO results.account_scores (
    run_id, author_key, rank, score, basis, engagers, followers, tweets, previous_rank
)
VALUES (
    :run_id, :author_key, :rank, :score, :basis, :engagers, :followers, :tweets, :previous_rank
);
