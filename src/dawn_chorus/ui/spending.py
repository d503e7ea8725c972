"""What was paid for reading the X API, day by day, held against the channel's budget."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.ui.reading import Row, Rows, rows
from dawn_chorus.window import Window


@dataclass(frozen=True)
class Day:
    """A day of the platform, in UTC; ``share``: of the daily cap, 0 to 1 and more where the cap was higher then."""

    row: Row
    share: float


@dataclass(frozen=True)
class Spending:
    """A month of a channel, in US dollars; ``share``: of the monthly cap."""

    days: tuple[Day, ...]
    total: Decimal
    share: float


def read_spending(connection: sa.Connection, channel: Channel, month: Window) -> Spending:
    """What a channel paid in a month."""
    own = {"channel": channel.name, "first_day": month.first_day, "last_day": month.last_day}
    return spending_of(channel, rows(connection, "show_spend", **own))


def spending_of(channel: Channel, found: Rows) -> Spending:
    """Rows of ``ui/show_spend`` held against the budget."""
    budget = channel.budget
    total = sum((row.cost_usd for row in found), Decimal(0))
    days = tuple(Day(row, share(row.cost_usd, budget.per_day)) for row in found)
    return Spending(days, total, share(total, budget.per_month))


def share(cost: Decimal, cap: Decimal) -> float:
    """Part of a cap; a cap of nothing is full as soon as anything was paid."""
    return float(cost / cap) if cap else float(cost > 0)


def month_of(day: dt.date) -> Window:
    """The whole calendar month of a day."""
    first = day.replace(day=1)
    return Window(first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1))
