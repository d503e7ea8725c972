-- Purpose: keep a day's graph.
-- Parameters: channel, day, content_hash, form, votes, accounts, authors, engagers, tenths, ticks
-- Re-run: safe; the day's graph is replaced, by the same one where the day did not change.
INSERT INTO results.daily_graphs (
    channel, day, content_hash, form, votes, accounts, authors, engagers, tenths, ticks
)
VALUES (
    :channel, :day, :content_hash, :form, :votes, :accounts, :authors, :engagers, :tenths, :ticks
)
ON CONFLICT (channel, day) DO UPDATE SET
    content_hash = excluded.content_hash,
    form = excluded.form,
    votes = excluded.votes,
    accounts = excluded.accounts,
    authors = excluded.authors,
    engagers = excluded.engagers,
    tenths = excluded.tenths,
    ticks = excluded.ticks;
