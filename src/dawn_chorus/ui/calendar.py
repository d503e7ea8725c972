"""The channel's calendar: what became of each local day of a year, and which days want a look."""

import calendar
import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.staleness import stale_windows
from dawn_chorus.ingest.quality import Reason
from dawn_chorus.ui.reading import Row, rows
from dawn_chorus.window import Window, local_day

State = Literal["published", "written", "thin", "stale", "blocked", "missing", "ahead", "before"]

# Each state with a mark, since colour alone tells some readers nothing, and what it means.
MARKS: Mapping[State, str] = {
    "published": "✓",
    "thin": "~",
    "written": "○",
    "stale": "↻",
    "blocked": "✕",
    "missing": "–",
}
MEANINGS: Mapping[State, str] = {
    "published": "the post is on the blog",
    "thin": "a short post, since the input was poor",
    "written": "the report is written and not published",
    "stale": "the input changed since: maintenance will make it again",
    "blocked": "no report, since the input was too poor",
    "missing": "no report",
}
WANTING: Collection[State] = ("stale", "blocked", "missing", "written")


@dataclass(frozen=True)
class Day:
    """One local day. ``faults``: why it is thin or blocked, in English clauses; ``is_accepted``: taken as it is."""

    day: dt.date
    state: State
    tweets: int | None = None
    statements: int | None = None
    title: str = ""
    faults: tuple[str, ...] = ()
    is_accepted: bool = False
    is_stale: bool = False

    @property
    def mark(self) -> str:
        """The state in one character."""
        return MARKS.get(self.state, "")

    @property
    def told(self) -> str:
        """The day on one line, for those who cannot see the colour or point at it."""
        counts = [] if self.statements is None else [f"{self.statements} statements"]
        counts += [] if self.tweets is None else [f"{self.tweets} tweets"]
        return ", ".join([f"{self.day}: {self.state}", *counts, *self.faults])


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday to Sunday; None stands for days of its neighbours."""

    first_day: dt.date
    weeks: tuple[tuple[Day | None, ...], ...]

    @property
    def is_idle(self) -> bool:
        """Whether nothing was to be done in it: it lies ahead, or before the channel began."""
        return all(day is None or day.state in ("ahead", "before") for week in self.weeks for day in week)


def read_days(connection: sa.Connection, channel: Channel, span: Window, now: dt.datetime) -> list[Day]:
    """The days of a span as they are at the aware moment ``now``."""
    own = {"channel": channel.name}
    found = rows(connection, "show_days", **own, first_day=span.first_day, last_day=span.last_day)
    began = rows(connection, "find_first_day", **own)[0].first_day
    stale = stale_windows(connection, channel, span)
    today = local_day(now, channel.zone)
    return [day_of(row, began=began, today=today, is_stale=Window(row.day, row.day) in stale) for row in found]


def day_of(row: Row, *, began: dt.date | None, today: dt.date, is_stale: bool) -> Day:
    """What a row of ``ui/show_days`` says. ``began``: the first day that the channel knows anything of."""
    reasons = msgspec.convert(row.reasons or [], list[Reason])
    return Day(
        row.day,
        _state(row, began=began, today=today, is_stale=is_stale),
        tweets=row.loaded,
        statements=row.statements,
        title=row.title or "",
        faults=tuple(each.text for each in reasons if each.verdict != "pass"),
        is_accepted=row.accepted_reason is not None,
        is_stale=is_stale,
    )


def _state(row: Row, *, began: dt.date | None, today: dt.date, is_stale: bool) -> State:
    if row.run_id is not None:
        return _state_of_report(row, is_stale=is_stale)
    if row.day >= today:
        return "ahead"
    if began is None or row.day < began:
        return "before"
    return "blocked" if row.verdict == "block" and row.accepted_reason is None else "missing"


def _state_of_report(row: Row, *, is_stale: bool) -> State:
    """What wants a look first: out of date, not published, poor."""
    if is_stale:
        return "stale"
    if row.commit_sha is None:
        return "written"
    return "thin" if row.verdict in ("thin", "block") and row.accepted_reason is None else "published"


def months_of(days: Iterable[Day]) -> list[Month]:
    """Whole months in order; days that are not given are left empty."""
    by_day = {each.day: each for each in days}
    firsts = sorted({day.replace(day=1) for day in by_day})
    return [Month(first, _weeks(first, by_day)) for first in firsts]


def _weeks(first: dt.date, by_day: Mapping[dt.date, Day]) -> tuple[tuple[Day | None, ...], ...]:
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return tuple(tuple(by_day.get(day) if day.month == first.month else None for day in week) for week in weeks)


def wanting(days: Iterable[Day]) -> list[Day]:
    """The days that want a look, newest first."""
    return sorted((each for each in days if each.state in WANTING), key=lambda each: each.day, reverse=True)


def counted(days: Sequence[Day]) -> list[tuple[State, int]]:
    """How many days are in each state that can be seen, in the order of the legend."""
    return [(state, sum(each.state == state for each in days)) for state in MARKS]
