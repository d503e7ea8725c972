"""The overview: the channels that somebody may read, their last fortnight, what wants a look, what they spent."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.ui.calendar import Day, read_days, wanting
from dawn_chorus.ui.reading import rows
from dawn_chorus.ui.spending import share
from dawn_chorus.window import Window, local_day

SHOWN_DAYS = 14


@dataclass(frozen=True)
class Entry:
    """One channel. ``wanting``: days among those shown that want a look; ``spent`` in US dollars, this month (UTC)."""

    channel: Channel
    days: tuple[Day, ...]
    wanting: tuple[Day, ...]
    spent: Decimal
    share: float


def read_entry(connection: sa.Connection, channel: Channel, now: dt.datetime) -> Entry:
    """What the overview says of a channel at the aware moment ``now``."""
    last_day = local_day(now, channel.zone) - dt.timedelta(days=1)
    span = Window(last_day - dt.timedelta(days=SHOWN_DAYS - 1), last_day)
    days = read_days(connection, channel, span, now)
    today = now.astimezone(dt.UTC).date()
    own = {"channel": channel.name, "billed_day": today, "month_day": today.replace(day=1)}
    (spent,) = rows(connection, "ingest/read_spent", **own)
    per_month = channel.budget.per_month
    return Entry(channel, tuple(days), tuple(wanting(days)), spent.this_month, share(spent.this_month, per_month))
