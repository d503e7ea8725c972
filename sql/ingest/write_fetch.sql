-- Purpose: note a landed page, where the next one is, and how the fetch ended if it did; gives how far it is.
-- Parameters: fetch_id, next_token, tweets (of the page), problems (of the page), outcome
-- Re-run: only together with insert_landing_file, in its transaction.
UPDATE facts.fetches
SET
    next_token = :next_token,
    pages = pages + 1,
    tweets = tweets + :tweets,
    problems = problems + :problems,
    outcome = :outcome,
    changed_at = now()
WHERE fetch_id = :fetch_id
RETURNING fetch_id, next_token, pages, tweets, problems, outcome;
