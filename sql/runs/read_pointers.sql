-- Purpose: the current runs of a channel whose windows end in a span, what they were made from, and how they are judged now.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    pointer.first_day,
    pointer.last_day,
    run.input_hash,
    judged.judgement_hash
FROM results.current_runs AS pointer
INNER JOIN results.runs AS run ON pointer.run_id = run.run_id
LEFT JOIN LATERAL (
    SELECT judgement.judgement_hash
    FROM facts.judgements AS judgement
    WHERE
        judgement.channel = pointer.channel
        AND judgement.first_day = pointer.first_day
        AND judgement.last_day = pointer.last_day
    ORDER BY judgement.judgement_id DESC
    LIMIT 1
) AS judged ON TRUE
WHERE pointer.channel = :channel AND pointer.last_day BETWEEN :first_day AND :last_day
ORDER BY pointer.last_day ASC, pointer.first_day DESC;
