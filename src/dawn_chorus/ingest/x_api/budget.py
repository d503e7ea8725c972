"""What a channel has spent and may spend: looked at before each request, booked with each page."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import BudgetError
from dawn_chorus.source import Budget

# A tweet brings at most itself, one that it quotes, one that it answers, and the authors of the three.
MOST_POSTS = 3
MOST_USERS = 3


def dearest(budget: Budget, tweets: int = 1) -> Decimal:
    """What ``tweets`` results of a page cost at most, in US dollars."""
    return tweets * (MOST_POSTS * budget.post_read + MOST_USERS * budget.user_read)


@dataclass(frozen=True)
class Room:
    """What is left, in US dollars; never below 0."""

    today: Decimal
    this_month: Decimal

    @property
    def least(self) -> Decimal:
        """What may be spent now."""
        return min(self.today, self.this_month)


@dataclass(frozen=True)
class Purse:
    """The budget of a channel and what was booked on it. ``now`` gives aware UTC."""

    channel: Channel
    now: Callable[[], dt.datetime]

    @property
    def budget(self) -> Budget:
        """Prices and caps."""
        return self.channel.budget

    def room(self) -> Room:
        """What is left of the caps."""
        today = self.now().date()
        parameters = {"channel": self.channel.name, "billed_day": today, "month_day": today.replace(day=1)}
        with transaction("loader") as connection:
            spent = connection.execute(statement("ingest/read_spent"), parameters).one()
        budget = self.budget
        return Room(max(Decimal(0), budget.per_day - spent.today), max(Decimal(0), budget.per_month - spent.this_month))

    def results(self, wanted: int, least: int) -> int:
        """How many results a page may be asked for: as many as are wanted, or as the rest of the budget can pay.

        Counted at their dearest, so no page can pass a cap. Raises BudgetError when fewer than ``least`` are left,
        the fewest that the endpoint gives.
        """
        room, each = self.room(), dearest(self.budget)
        payable = wanted if each == 0 else int(room.least / each)
        if payable < least:
            raise self._too_dear(dearest(self.budget, least), room, "the next page")
        return max(least, min(wanted, payable))

    def check(self, cost: Decimal, what: str) -> None:
        """Raise BudgetError when ``cost`` would pass a cap; ``what`` says for what."""
        room = self.room()
        if cost > room.least:
            raise self._too_dear(cost, room, what)

    def _too_dear(self, cost: Decimal, room: Room, what: str) -> BudgetError:
        """The error, which names the cap that is nearer."""
        key, left = ("per_day", room.today) if room.today <= room.this_month else ("per_month", room.this_month)
        cap, until = (
            (self.budget.per_day, "tomorrow (UTC)") if key == "per_day" else (self.budget.per_month, "next month")
        )
        return BudgetError(
            f"{self.channel.name}: {what} could cost ${cost:.2f}, and ${left:.2f} of budget.{key} ${cap:.2f} is left;"
            " nothing was asked for it.",
            remedy=f"Raise budget.{key} in the channel file, or run it again {until}; what was fetched is kept.",
        )

    def book_page(self, connection: sa.Connection, posts: Iterable[str], users: Iterable[str]) -> None:
        """Book what a page held, in the transaction that lands it; what was read before on this day is free."""
        self._book(connection, "post", posts, self.budget.post_read)
        self._book(connection, "user", users, self.budget.user_read)

    def book_count(self, connection: sa.Connection) -> None:
        """Book a request for counts."""
        parameters = {"channel": self.channel.name, "billed_day": self.now().date()}
        connection.execute(
            statement("ingest/insert_count_request"), parameters | {"cost_usd": self.budget.count_request}
        )

    def _book(self, connection: sa.Connection, kind: str, ids: Iterable[str], price: Decimal) -> None:
        common = {"channel": self.channel.name, "billed_day": self.now().date(), "kind": kind, "cost_usd": price}
        rows = [common | {"resource_id": each.replace("\0", "")} for each in sorted(ids)]
        if rows:
            connection.execute(statement("ingest/insert_read"), rows)
