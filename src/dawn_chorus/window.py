"""Windows: closed spans of local days, and the slugs that name their reports."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dawn_chorus.errors import ChorusError

_SLUG = re.compile(r"(?P<channel>[a-z0-9]+(?:_[a-z0-9]+)*)_(?P<first>[0-9]{8})_(?P<last>[0-9]{8})")


@dataclass(frozen=True, order=True)
class Window:
    """A closed span of local days ``[first_day, last_day]``; a daily window has one day."""

    first_day: dt.date
    last_day: dt.date

    def __post_init__(self) -> None:
        """Refuse a window that ends before it begins."""
        if self.last_day < self.first_day:
            raise ChorusError(
                f"The window ends ({self.last_day}) before it begins ({self.first_day}).",
                remedy="Give the earlier day first.",
            )

    def __str__(self) -> str:
        """Read as ``2025-11-27`` or ``2025-11-25..2025-11-27``."""
        return str(self.first_day) if self.is_daily else f"{self.first_day}..{self.last_day}"

    @classmethod
    def parse(cls, first_day: str, last_day: str | None = None) -> "Window":
        """Read ISO days (``2025-11-27``); without ``last_day`` the window is daily. Raises ChorusError."""
        return cls(parse_day(first_day), parse_day(last_day or first_day))

    @classmethod
    def asked(cls, params: Mapping[str, str | None], own_day: str | None) -> "Window":
        """The window that a run's parameters ask for, else its own day. Raises ChorusError when it has neither."""
        first_day, last_day = params["first_day"], params["last_day"]
        if last_day and not first_day:
            raise ChorusError("A last day was given without a first day.", remedy="Give first_day as well.")
        day = first_day or own_day
        if not day:
            raise ChorusError("This run has no day of its own.", remedy="Trigger it with first_day, as in 2025-11-27.")
        return cls.parse(day, last_day)

    @property
    def is_daily(self) -> bool:
        """Whether the window is one day."""
        return self.first_day == self.last_day

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Every local day of the window, in order."""
        return tuple(days_between(self.first_day, self.last_day))

    def daily(self) -> tuple["Window", ...]:
        """The window cut into daily windows, in order."""
        return tuple(Window(day, day) for day in self.days)

    def days_before(self, count: int) -> tuple[dt.date, ...]:
        """The ``count`` local days before the window, in order."""
        start = self.first_day - dt.timedelta(days=count)
        return tuple(days_between(start, self.first_day - dt.timedelta(days=1)))

    def end(self, zone: ZoneInfo) -> dt.datetime:
        """The last second of the window in ``zone``: the date that a post carries."""
        return dt.datetime.combine(self.last_day, dt.time(23, 59, 59), tzinfo=zone)

    def is_over(self, zone: ZoneInfo, now: dt.datetime) -> bool:
        """Whether the last day has ended in ``zone`` at the aware moment ``now``."""
        return local_day(now, zone) > self.last_day

    def slug(self, channel: str) -> str:
        """The name of the window's report, such as ``twitter_ai_20251127_20251127``."""
        return f"{channel}_{self.first_day:%Y%m%d}_{self.last_day:%Y%m%d}"


def parse_slug(slug: str) -> tuple[str, Window]:
    """Split a report's slug into its channel and window. Raises ChorusError."""
    match = _SLUG.fullmatch(slug)
    if match is None:
        raise ChorusError(f"{slug!r} is not a report's slug.", remedy="It reads like twitter_ai_20251127_20251127.")
    return match["channel"], Window(parse_day(match["first"]), parse_day(match["last"]))


def parse_day(text: str) -> dt.date:
    """Read one ISO day. Raises ChorusError."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ChorusError(f"{text!r} is not a day ({error}).", remedy="Write days as 2025-11-27.") from None


def days_between(first_day: dt.date, last_day: dt.date) -> Iterator[dt.date]:
    """Every day from ``first_day`` to ``last_day``, both included."""
    for offset in range((last_day - first_day).days + 1):
        yield first_day + dt.timedelta(days=offset)


def local_day(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The local day on which an aware ``moment`` falls in ``zone``."""
    return moment.astimezone(zone).date()


class LocalDays:
    """``local_day`` for many moments, of which most fall on the day of the one before: ten times as fast."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._day = dt.date.min
        self._start = self._end = dt.datetime.min.replace(tzinfo=dt.UTC)

    def of(self, moment: dt.datetime) -> dt.date:
        """The local day on which an aware ``moment`` falls."""
        if not self._start <= moment < self._end:
            self._day = local_day(moment, self._zone)
            self._start, self._end = _span(self._day, self._zone)
        return self._day


def _span(day: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """The moments that bound a local day, in UTC; an empty span where clocks are changed around one of them."""
    midnights = [dt.datetime.combine(each, dt.time(), zone) for each in (day, day + dt.timedelta(days=1))]
    is_plain = all(each.utcoffset() == each.replace(fold=1).utcoffset() for each in midnights)
    start, end = (each.astimezone(dt.UTC) for each in midnights)
    return (start, end) if is_plain else (start, start)
