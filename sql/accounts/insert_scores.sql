-- Purpose: keep the score of one account, with what it is made of.
-- Parameters: run_id, author_key, rank, score, basis, reach, votes, endorsers, engagers, lift, size_lift, originality, focus, consistency, followers, responses, tweets, previous_rank, is_new
-- Re-run: only after delete_scores.
INSERT INTO results.account_scores (
    run_id, author_key, rank, score, basis, reach, votes, endorsers, engagers, lift, size_lift, originality,
    focus, consistency, followers, responses, tweets, previous_rank, is_new
)
VALUES (
    :run_id, :author_key, :rank, :score, :basis, :reach, :votes, :endorsers, :engagers, :lift, :size_lift,
    :originality, :focus, :consistency, :followers, :responses, :tweets, :previous_rank, :is_new
);
