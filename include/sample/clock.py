"""The sample's week: its days in Shanghai, the hours people write in, and ids that agree with the time."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

CHANNEL = "twitter_ai"
TIME_ZONE = "Asia/Shanghai"
FIRST_DAY = dt.date(2026, 3, 2)  # a Monday
DAYS = tuple(range(1, 8))  # days are counted from 1, as in the word files

_ZONE = ZoneInfo(TIME_ZONE)
_SNOWFLAKE_EPOCH_MS = 1288834974657  # 2010-11-04, when X began to put the time into ids
_LOW_BITS = 22  # an id is milliseconds since that epoch, then 22 bits of worker and sequence

# How many tweets are written in each local hour; an international field never sleeps, but it does yawn.
_HOURS = (3, 2, 2, 1, 1, 2, 3, 5, 8, 9, 8, 6, 6, 6, 5, 5, 6, 6, 6, 7, 8, 9, 8, 5)


def date_of(day: int) -> str:
    """The local date of ``day`` 1..7, as ``2026-03-02``."""
    return (FIRST_DAY + dt.timedelta(days=day - 1)).isoformat()


def at(day: int, clock: str) -> dt.datetime:
    """The moment when clocks in Shanghai show ``clock`` (``hh:mm``) on ``day``."""
    return dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day - 1), dt.time.fromisoformat(clock), tzinfo=_ZONE)


def within(day: int, clock: str, rng: random.Random) -> dt.datetime:
    """A moment within the minute ``clock`` of ``day``, to the millisecond."""
    return at(day, clock) + dt.timedelta(milliseconds=rng.randrange(60_000))


def some_time(day: int, rng: random.Random, after: dt.datetime | None = None) -> dt.datetime:
    """A moment of ``day`` at an hour people write in, later than ``after`` where that is still possible."""
    hour = rng.choices(range(24), _HOURS)[0]
    moment = within(day, f"{hour:02}:{rng.randrange(60):02}", rng)
    if after is not None and moment <= after:
        return between(after, end_of(day), rng)
    return moment


def between(start: dt.datetime, end: dt.datetime, rng: random.Random) -> dt.datetime:
    """A moment after ``start`` and before ``end``, to the millisecond, nearer to the start more often."""
    room = int((end - start) / dt.timedelta(milliseconds=1))
    return start + dt.timedelta(milliseconds=1 + int((room - 2) * rng.random() ** 2))


def end_of(day: int) -> dt.datetime:
    """Local midnight at the end of ``day``: the first moment that is no longer its own."""
    return dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day), dt.time(), tzinfo=_ZONE)


def day_of(moment: dt.datetime) -> int:
    """The day 1..7 (or beyond) on which ``moment`` falls in Shanghai."""
    return (moment.astimezone(_ZONE).date() - FIRST_DAY).days + 1


def snowflake(moment: dt.datetime, rng: random.Random) -> int:
    """An id that X could have given at ``moment``: to a tweet, or to an account (since 2016)."""
    milliseconds = round(moment.timestamp() * 1000) - _SNOWFLAKE_EPOCH_MS
    return milliseconds << _LOW_BITS | rng.getrandbits(_LOW_BITS)


def stamp(moment: dt.datetime) -> str:
    """``moment`` as the API writes it: UTC, whole seconds, ``.000Z``."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
