-- Purpose: begin the fetch of one question about one day, or find it again; gives how far it is.
-- Parameters: channel, question_hash, day, source, target, endpoint
-- Re-run: safe; another endpoint than before begins at the first page again, since tokens are of use only where they are from.
INSERT INTO facts.fetches AS known (channel, question_hash, day, source, target, endpoint)
VALUES (:channel, :question_hash, :day, :source, :target, :endpoint)
ON CONFLICT (channel, question_hash, day) DO UPDATE
    SET
        endpoint = excluded.endpoint,
        next_token = CASE WHEN known.endpoint = excluded.endpoint THEN known.next_token END
RETURNING fetch_id, next_token, pages, tweets, problems, outcome;
