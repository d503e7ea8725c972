"""A window's page: what became of it, its post with the evidence, its topics."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.staleness import stale_windows
from dawn_chorus.ui.calendar import Day, day_of
from dawn_chorus.ui.evidence import Card, Post, cards_of, post_of
from dawn_chorus.ui.reading import Row, Rows, rows
from dawn_chorus.window import Window, local_day

MOST_TOPICS = 60  # rows


@dataclass(frozen=True)
class WindowPage:
    """``row``: as ``ui/find_window`` gives it. Without a run there is no post, no card and no topic."""

    window: Window
    state: Day
    row: Row
    post: Post | None
    cards: Sequence[Card]
    topics: Rows


def read_window(
    connection: sa.Connection, channel: Channel, window: Window, now: dt.datetime, picture: str
) -> WindowPage:
    """All that the page shows. ``picture``: where the browser finds the word cloud."""
    own = {"channel": channel.name, "first_day": window.first_day, "last_day": window.last_day}
    (row,) = rows(connection, "find_window", **own)
    (known,) = rows(connection, "find_first_day", channel=channel.name)
    stale = window in stale_windows(connection, channel, Window(window.last_day, window.last_day))
    state = day_of(row, began=known.first_day, today=local_day(now, channel.zone), is_stale=stale)
    if row.run_id is None:
        return WindowPage(window, state, row, None, (), ())
    post = _read_post(connection, row.run_id, picture)
    cards = [] if post is None else cards_of(post, row.document, _read_cited(connection, channel, window, post))
    return WindowPage(window, state, row, post, cards, rows(connection, "show_topics", run_id=row.run_id))


def _read_post(connection: sa.Connection, run_id: int, picture: str) -> Post | None:
    found = rows(connection, "read_post", run_id=run_id)
    return post_of(bytes(found[0].content).decode(), picture if found[0].picture else None) if found else None


def _read_cited(connection: sa.Connection, channel: Channel, window: Window, post: Post) -> Rows:
    """The tweets that a post links: of its window, or of the day before, of which it may speak."""
    days = [*window.days_before(1), *window.days]
    own = {"channel": channel.name, "days": days}
    return rows(connection, "read_tweets", **own, tweet_ids=[int(each) for each in post.tweet_ids])
