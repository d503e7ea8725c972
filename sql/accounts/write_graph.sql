-- Purpose: keep a day's graph.
-- Parameters: channel, day, content_hash, form, edges, account_keys, author_numbers, engager_numbers, tenths, ticks
-- Re-run: safe; the day's graph is replaced, by the same one where the day did not change.
INSERT INTO results.daily_graphs (
    channel, day, content_hash, form, edges, account_keys, author_numbers, engager_numbers, tenths, ticks
)
VALUES (
    :channel, :day, :content_hash, :form, :edges, :account_keys, :author_numbers, :engager_numbers, :tenths, :ticks
)
ON CONFLICT (channel, day) DO UPDATE SET
    content_hash = excluded.content_hash,
    form = excluded.form,
    edges = excluded.edges,
    account_keys = excluded.account_keys,
    author_numbers = excluded.author_numbers,
    engager_numbers = excluded.engager_numbers,
    tenths = excluded.tenths,
    ticks = excluded.ticks;
