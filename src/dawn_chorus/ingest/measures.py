"""What is measured of a window before it is judged: its ledger, the tweets' own times, the records of its sources."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.sql import statement
from dawn_chorus.ingest.found import DATA
from dawn_chorus.ingest.quality import HISTORY_DAYS, LEAST_DAYS, LostSource, Measures
from dawn_chorus.ingest.x_api.question import hash_of, subjects
from dawn_chorus.window import Window

Rows = Sequence[sa.Row[Any]]
Span = dict[str, object]  # channel, first_day, last_day

DAY_HOURS = 24
STEADY_SHARE = 0.75  # of the days: a source that pauses more often pauses


def measure(connection: sa.Connection, channel: Channel, window: Window) -> Measures:
    """The measures of a window from what is loaded now; of earlier days only those that are."""
    own: Span = {"channel": channel.name, "first_day": window.first_day, "last_day": window.last_day}
    span = own | {"first_day": window.days_before(HISTORY_DAYS)[0]}
    days = connection.execute(statement("ingest/read_day_measures"), span | {"time_zone": channel.time_zone}).all()
    inside = [row for row in days if row.day >= window.first_day]
    usual = [row for row in days if row.day < window.first_day and row.loaded > 0]
    given = _Given.of(connection.execute(statement("ingest/read_source_days"), span).all(), window)
    notes = connection.execute(statement("ingest/read_source_notes"), own).all()
    noted = sum(row.records for row in notes)
    accounts = sum(row.accounts for row in inside)
    missed = {row.source: row.notes / (row.notes + accounts) for row in notes}
    if DATA not in given.now:  # where files were given by hand nobody asked the sources
        missed |= _missed(connection, channel, own) | dict.fromkeys(given.silent(channel), 1.0)
    return Measures(
        days=len(window.days),
        tweets=sum(row.loaded for row in inside),
        hours_covered=sum(row.hours_covered for row in inside),
        silence_hours=_silence(inside, window),
        records=sum(row.records for row in inside) - noted,
        duplicate=sum(row.duplicate for row in inside),
        rejected=sum(row.rejected for row in inside) - noted,
        tombstoned=sum(row.tombstoned for row in inside),
        days_known=len(usual),
        usual_tweets=_median(usual, "loaded"),
        usual_hours=_median(usual, "hours_covered"),
        usual_silence_hours=_median(usual, "silence_hours"),
        lost=_lost(channel, given, missed),
        is_after_thin=_is_after_thin(connection, channel, window),
    )


def _median(rows: Rows, column: str) -> float | None:
    """The median of a column; None where too few days are known to call anything usual."""
    return float(median(getattr(row, column) for row in rows)) if len(rows) >= LEAST_DAYS else None


def _silence(rows: Rows, window: Window) -> float | None:
    """Hours from the last tweet to the window's end: the last day's, or an earlier one's and the days since."""
    for row in reversed(rows):
        if row.silence_hours is not None:
            return float(row.silence_hours + DAY_HOURS * (window.last_day - row.day).days)
    return None


def _missed(connection: sa.Connection, channel: Channel, own: Span) -> dict[str, float]:
    """For each source on the X API the share of its questions that broke off or brought only errors, where any did."""
    sources = [each for each in channel.sources if each.kind == "x_api"]
    hashes = [hash_of(subject, channel.zone) for each in sources for subject in subjects(each)]
    rows = connection.execute(statement("ingest/read_fetch_ends"), own | {"question_hashes": hashes}).all()
    return {row.source: row.failed / row.questions for row in rows if row.failed}


@dataclass(frozen=True)
class _Given:
    """The valid records that each source gave: ``earlier`` on each day before the window on which it gave any."""

    now: frozenset[str]
    earlier: Mapping[str, Sequence[int]]
    days: int

    @classmethod
    def of(cls, rows: Rows, window: Window) -> "_Given":
        """Of the rows of read_source_days."""
        earlier: defaultdict[str, list[int]] = defaultdict(list)
        for row in rows:
            if row.day < window.first_day and row.accepted:
                earlier[row.source].append(row.accepted)
        now = frozenset(row.source for row in rows if row.day >= window.first_day and row.accepted)
        return cls(now, dict(earlier), len({row.day for row in rows if row.day < window.first_day}))

    def is_steady(self, source: str) -> bool:
        """Whether a source usually gives something."""
        return len(self.earlier.get(source, ())) >= max(LEAST_DAYS, STEADY_SHARE * self.days)

    def share(self, source: str, sources: int) -> float:
        """What a source usually gives of all, 0 to 1; one that is not known gives as much as another."""
        total = sum(sum(counts) for counts in self.earlier.values())
        return sum(self.earlier[source]) / total if self.is_steady(source) else 1 / sources

    def silent(self, channel: Channel) -> list[str]:
        """The channel's sources that gave nothing where they usually give something."""
        return [each.name for each in channel.sources if each.name not in self.now and self.is_steady(each.name)]


def _lost(channel: Channel, given: _Given, missed: Mapping[str, float]) -> tuple[LostSource, ...]:
    """The sources that failed, by name, with the share of the usual input that is missing for it."""
    sources = len(channel.sources)
    return tuple(LostSource(name, round(given.share(name, sources) * missed[name], 3)) for name in sorted(missed))


def _is_after_thin(connection: sa.Connection, channel: Channel, window: Window) -> bool:
    """Whether the report of the day before was made of poor input: it was thin, or blocked and accepted."""
    day = window.first_day - dt.timedelta(days=1)
    asked = {"channel": channel.name, "first_day": day, "last_day": day}
    row = connection.execute(statement("ingest/read_judgement"), asked).one_or_none()
    return row is not None and (row.verdict == "thin" or row.accepted_at is not None)
