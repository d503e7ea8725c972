-- Purpose: who engaged with whom in the window and on the days before it that still count; day_no 0 = its first day.
--   A mention gives a handle only. Where an author of these days bears it, that author is meant.
-- Parameters: channel, from_day, first_day, last_day
-- Re-run: safe; reads only.
WITH bearers AS (
    SELECT DISTINCT ON (lower(handle))
        author_key,
        '@' || lower(handle) AS handle_key
    FROM facts.account_snapshots
    WHERE channel = :channel AND day BETWEEN :from_day AND :last_day
    ORDER BY lower(handle) ASC, day DESC, author_key ASC
)

SELECT
    interaction.from_key,
    interaction.kind,
    coalesce(bearer.author_key, interaction.to_key) AS to_key,
    interaction.day - :first_day AS day_no
FROM facts.interactions AS interaction
LEFT JOIN bearers AS bearer ON interaction.to_key = bearer.handle_key
WHERE interaction.channel = :channel AND interaction.day BETWEEN :from_day AND :last_day;
