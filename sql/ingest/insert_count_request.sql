-- Purpose: book one request for counts; each of them is billed.
-- Parameters: channel, billed_day, cost_usd
-- Re-run: books another one; only after a request was sent, by the one who holds lock_fetches.
INSERT INTO facts.api_reads (channel, billed_day, kind, resource_id, cost_usd)
VALUES (
    :channel,
    :billed_day,
    'count',
    (
        SELECT (1 + count(*))::text
        FROM facts.api_reads
        WHERE channel = :channel AND billed_day = :billed_day AND kind = 'count'
    ),
    :cost_usd
);
