-- Purpose: the ledger of a channel's loaded days, and how long before each day's end its last tweet was written.
-- Parameters: channel, first_day, last_day, time_zone
-- Re-run: safe; reads only. Ids grow with time, so the last tweet is found by the key.
SELECT
    ledger.day,
    ledger.records,
    ledger.loaded,
    ledger.duplicate,
    ledger.rejected,
    ledger.tombstoned,
    ledger.accounts,
    ledger.hours_covered,
    round(
        extract(EPOCH FROM ((ledger.day + 1)::timestamp AT TIME ZONE :time_zone) - latest.created_at) / 3600, 1
    )::double precision AS silence_hours
FROM facts.day_ledger AS ledger
LEFT JOIN LATERAL (
    SELECT tweet.created_at
    FROM facts.tweets AS tweet
    WHERE tweet.channel = ledger.channel AND tweet.day = ledger.day
    ORDER BY tweet.tweet_id DESC
    LIMIT 1
) AS latest ON TRUE
WHERE ledger.channel = :channel AND ledger.day BETWEEN :first_day AND :last_day
ORDER BY ledger.day;
