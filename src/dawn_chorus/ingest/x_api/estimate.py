"""What a backfill will bring and cost, before it is asked for: counted by the API where it can, else by experience."""

import datetime as dt
import logging
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import BudgetError, FetchError
from dawn_chorus.ingest.x_api.budget import Purse, Room
from dawn_chorus.ingest.x_api.fetch import World
from dawn_chorus.ingest.x_api.progress import days_to_fetch, only_fetch
from dawn_chorus.ingest.x_api.question import COUNTS, MOST_RESULTS, RECENT_REACH, Span, counting_query, subjects
from dawn_chorus.source import MOST_QUERY, Source

log = logging.getLogger("dawn_chorus.x_api")


@dataclass(frozen=True)
class Estimate:
    """Days to fetch and fetched before, tweets to come and what they may cost, in US dollars.

    ``counted`` of the tweets were counted by the API; of the others ``basis`` says where the number is from.
    ``is_bound``: nothing is known of some days, and the number is the most that they can bring.
    """

    days: int
    days_before: int
    tweets: int
    counted: int
    basis: str
    is_bound: bool
    cost: Decimal
    room: Room

    @property
    def requests(self) -> int:
        """Requests for pages, at least."""
        return max(self.days, -(-self.tweets // MOST_RESULTS)) if self.days else 0

    def check(self, channel: Channel) -> None:
        """Raise BudgetError when the budget cannot pay it now; a mere bound forbids nothing, pages are watched too."""
        if self.cost > self.room.least and not self.is_bound:
            raise BudgetError(
                f"{channel.name}: {self.days} days would cost about ${self.cost:.2f}, and the budget has"
                f" ${self.room.today:.2f} left today, ${self.room.this_month:.2f} this month; nothing was asked for.",
                remedy="Choose fewer days, or raise budget.per_day and budget.per_month in the channel file.",
            )


@dataclass(frozen=True)
class _Experience:
    """What was fetched before: tweets of a day and dollars of a tweet, None before anything was."""

    tweets_a_day: float | None
    usd_a_tweet: Decimal | None


@dataclass(frozen=True)
class _Expected:
    """What one source will bring."""

    days: int
    tweets: int
    counted: int
    basis: str
    is_bound: bool


def estimate(channel: Channel, days: Sequence[dt.date], world: World | None = None) -> Estimate:
    """Estimate the fetch of ``days``. Asks the API for counts, for which it pays. Raises BudgetError."""
    world = world or World()
    purse, experience = Purse(channel, world.now), _experience(channel)
    expected = []
    with only_fetch(channel):
        for source in channel.sources:
            left = days_to_fetch(channel, source, days) if source.kind == "x_api" else []
            if left:
                expected.append(_expect(channel, source, left, purse, world, experience))
    tweets = sum(each.tweets for each in expected)
    days_left = max((each.days for each in expected), default=0)
    price = experience.usd_a_tweet or channel.budget.post_read + channel.budget.user_read
    return Estimate(
        days=days_left,
        days_before=len(days) - days_left,
        tweets=tweets,
        counted=sum(each.counted for each in expected),
        basis=", ".join(sorted({each.basis for each in expected} - {""})),
        is_bound=any(each.is_bound for each in expected),
        cost=tweets * price,
        room=purse.room(),
    )


def _experience(channel: Channel) -> _Experience:
    with transaction("loader") as connection:
        row = connection.execute(statement("ingest/read_experience"), {"channel": channel.name}).one()
    return _Experience(
        tweets_a_day=row.tweets / row.days if row.days else None,
        usd_a_tweet=row.cost_usd / row.tweets if row.tweets else None,
    )


def _expect(
    channel: Channel, source: Source, days: Sequence[dt.date], purse: Purse, world: World, experience: _Experience
) -> _Expected:
    """What a source will bring about ``days``: those of the last week counted, the others like them."""
    most = source.most_tweets * len(subjects(source))
    recent = [day for day in days if Span.of_days(day, day, channel.zone).start >= world.now() - RECENT_REACH]
    counts = _count(channel, source, recent, purse, world) if recent else None
    counted = min(counts, most * len(recent)) if counts is not None else 0
    uncounted = len(days) - (len(recent) if counts is not None else 0)
    if counts is not None:
        a_day, basis = counted / len(recent), "as many a day as counted"
    elif experience.tweets_a_day is not None:
        a_day, basis = float(experience.tweets_a_day), "as many a day as were fetched before"
    else:
        a_day, basis = float(most), "the most that is asked for, since nothing is known of them"
    tweets = counted + round(min(a_day, most) * uncounted)
    is_bound = uncounted > 0 and counts is None and experience.tweets_a_day is None
    return _Expected(len(days), tweets, counted, basis if uncounted else "", is_bound)


class _CountsMeta(msgspec.Struct):
    total_tweet_count: int | None = None
    total_post_count: int | None = None


class _Counts(msgspec.Struct):
    meta: _CountsMeta


def _count(channel: Channel, source: Source, days: Sequence[dt.date], purse: Purse, world: World) -> int | None:
    """Ask how many tweets there are from the first of ``days`` to the last; None where that cannot be asked.

    Days between them that were fetched before are counted too: the estimate is then too high, not too low.
    """
    query = counting_query(source, MOST_QUERY)
    if query is None:
        return None
    purse.check(purse.budget.count_request, "asking for counts")
    span = Span.of_days(min(days), max(days), channel.zone)
    try:
        with closing(world.connect(source.connection)) as client:
            body = client.get(COUNTS, {"query": query, "granularity": "day", **span.parameters})
    except FetchError as error:
        log.warning("Nothing was counted: %s", error.message)
        return None
    with transaction("loader") as connection:
        purse.book_count(connection)
    with suppress(msgspec.DecodeError):
        meta = msgspec.json.decode(body, type=_Counts).meta
        return meta.total_tweet_count if meta.total_tweet_count is not None else meta.total_post_count
    return None
