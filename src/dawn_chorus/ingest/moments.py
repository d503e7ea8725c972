"""When a tweet was written: from the input, or from the snowflake id, and the two must agree.

Since 2010-11-04 an id is milliseconds since the snowflake epoch in its upper bits, then 22 bits of worker and sequence.
"""

import datetime as dt
import re
from contextlib import suppress

from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.values import Number, whole_id

SNOWFLAKE_EPOCH_MS = 1_288_834_974_657
SNOWFLAKE_LOW_BITS = 22
FIRST_SNOWFLAKE = 29_700_859_247  # the first id that holds a time; older ids were a plain count
TOLERANCE = dt.timedelta(seconds=60)  # 115,000 real tweets differ by less than 1 s; a wrong zone differs by 15 min
PLATFORM_BEGAN = dt.datetime(2006, 3, 21, tzinfo=dt.UTC)
PLATFORM_ENDS = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)

_SNOWFLAKE_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=SNOWFLAKE_EPOCH_MS)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# As in "Thu Nov 27 23:17:31 +0000 2025"; strptime does the same eight times slower.
_CLASSIC = re.compile(r"\w{3} (\w{3}) (\d{2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})", re.ASCII)


def time_of_id(tweet_id: int) -> dt.datetime | None:
    """The moment in a snowflake id, aware UTC, to the millisecond; None for ids that are too old to hold one."""
    if tweet_id < FIRST_SNOWFLAKE:
        return None
    return _SNOWFLAKE_EPOCH + _since_epoch(tweet_id)


def written_at(given: str | None, tweet_id: int) -> dt.datetime:
    """When tweet ``tweet_id`` was written, aware UTC: ``given`` if there is one, else from the id. Raises Rejected."""
    if given:
        return _quickly_agreed(given, tweet_id) or agreed(parse_time(given), tweet_id, TOLERANCE)
    in_id = time_of_id(tweet_id)
    if in_id is None:
        raise Rejected(Reason.MISSING_DATE, f"There is no time, and the id {tweet_id} is too old to hold one.")
    return in_id


def _quickly_agreed(given: str, tweet_id: int) -> dt.datetime | None:
    """``given``, where it is ISO 8601 in UTC and an id says the same, which is always between 2010 and 2080."""
    try:
        moment = dt.datetime.fromisoformat(given)
    except ValueError:
        return None
    if moment.tzinfo is not dt.UTC or tweet_id < FIRST_SNOWFLAKE:
        return None
    return moment if abs(moment - _SNOWFLAKE_EPOCH - _since_epoch(tweet_id)) <= TOLERANCE else None


def agreed(moment: dt.datetime, tweet_id: int, tolerance: dt.timedelta) -> dt.datetime:
    """``moment`` if the id says the same. Raises Rejected."""
    if tweet_id < FIRST_SNOWFLAKE or abs(moment - _SNOWFLAKE_EPOCH - _since_epoch(tweet_id)) <= tolerance:
        return moment
    in_id = _SNOWFLAKE_EPOCH + _since_epoch(tweet_id)
    said = f"{moment:%Y-%m-%dT%H:%M:%SZ} is given, but the id says {in_id:%Y-%m-%dT%H:%M:%SZ}."
    raise Rejected(Reason.DATE_AGAINST_ID, said)


def _since_epoch(tweet_id: int) -> dt.timedelta:
    """From the snowflake epoch to the time in an id."""
    return dt.timedelta(0, 0, (tweet_id >> SNOWFLAKE_LOW_BITS) * 1000)


def presumed(given: str | None, tweet_id: Number) -> dt.datetime | None:
    """When a refused record was written, as far as it can be told: it is booked to that day."""
    with suppress(Rejected):
        in_id = time_of_id(whole_id(tweet_id))
        if in_id is not None:
            return in_id
    with suppress(Rejected):
        return parse_time(given or "")
    return None


def readable(given: str | None) -> dt.datetime | None:
    """A time as far as it can be read: none is worth a record that says all else."""
    with suppress(Rejected):
        return parse_time(given or "")
    return None


def first_written_at(moment: dt.datetime, tweet_id: int, edit_root_id: int) -> dt.datetime:
    """The time that counts for a version of an edited tweet: when its first version was written.

    All versions then belong to one day, and one of them counts, even where an edit crosses midnight.
    """
    if edit_root_id == tweet_id:
        return moment
    return time_of_id(edit_root_id) or moment


def parse_time(given: str) -> dt.datetime:
    """Read ISO 8601 or the classic form (``Thu Nov 27 23:17:31 +0000 2025``) as aware UTC. Raises Rejected."""
    try:
        moment = (classic(given) if given[3:4] == " " else None) or dt.datetime.fromisoformat(given)
    except ValueError:
        raise Rejected(Reason.BAD_DATE, f"{given[:40]!r} is not a time.") from None
    return plausible(moment, given)


def plausible(moment: dt.datetime, given: str) -> dt.datetime:
    """``moment`` as aware UTC, if it has a zone and the platform existed. Raises Rejected."""
    if moment.tzinfo is None:
        raise Rejected(Reason.DATE_WITHOUT_ZONE, f"{given[:40]!r} has no time zone.")
    if not PLATFORM_BEGAN <= moment < PLATFORM_ENDS:
        raise Rejected(Reason.DATE_OUT_OF_RANGE, f"{given[:40]} is not between 2006 and 2100.")
    return moment if moment.tzinfo is dt.UTC else moment.astimezone(dt.UTC)


def classic(given: str) -> dt.datetime | None:
    """The classic form, or None for anything else. Raises ValueError for impossible dates."""
    match = _CLASSIC.fullmatch(given)
    if match is None:
        return None
    month, day, hour, minute, second, sign, zone_hours, zone_minutes, year = match.groups()
    offset = dt.timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
    zone = dt.timezone(-offset if sign == "-" else offset)
    return dt.datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=zone)
