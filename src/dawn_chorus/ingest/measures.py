"""What is measured of a window before it is judged: its ledger, the tweets' own times, the records of its sources."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.sql import statement
from dawn_chorus.ingest.files import DATA
from dawn_chorus.ingest.quality import HISTORY_DAYS, LEAST_DAYS, LostSource, Measures
from dawn_chorus.ingest.x_api.question import hash_of, subjects
from dawn_chorus.window import Window

Rows = Sequence[sa.Row[Any]]

DAY_HOURS, HOUR_SECONDS = 24, 3600


def measure(connection: sa.Connection, channel: Channel, window: Window) -> Measures:
    """The measures of a window from what is loaded now; of earlier days only those that are."""
    own: dict[str, object] = {"channel": channel.name, "first_day": window.first_day, "last_day": window.last_day}
    span = own | {"first_day": window.days_before(HISTORY_DAYS)[0]}
    days = connection.execute(statement("ingest/read_day_measures"), span | {"time_zone": channel.time_zone}).all()
    inside = [row for row in days if row.day >= window.first_day]
    usual = [row for row in days if row.day < window.first_day and row.loaded > 0]
    notes = connection.execute(statement("ingest/read_source_notes"), own).all()
    noted = sum(row.records for row in notes)
    given = connection.execute(statement("ingest/read_source_days"), span).all()
    return Measures(
        days=len(window.days),
        hours=_hours(channel, window),
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
        lost=_lost(channel, window, given, _shares_missed(connection, channel, own, notes, inside)),
        is_after_thin=_is_after_thin(connection, channel, window),
    )


def _median(rows: Rows, column: str) -> float | None:
    """The median of a column; None where too few days are known to call anything usual."""
    return float(median(getattr(row, column) for row in rows)) if len(rows) >= LEAST_DAYS else None


def _hours(channel: Channel, window: Window) -> float:
    """Hours of the window; the day on which clocks go back has 25."""
    ends = (window.first_day, window.last_day + dt.timedelta(days=1))
    begin, end = (dt.datetime.combine(day, dt.time(), channel.zone).timestamp() for day in ends)
    return (end - begin) / HOUR_SECONDS


def _silence(rows: Rows, window: Window) -> float | None:
    """Hours from the last tweet to the window's end: the last day's, or an earlier one's and the days since."""
    for row in reversed(rows):
        if row.silence_hours is not None:
            return float(row.silence_hours + DAY_HOURS * (window.last_day - row.day).days)
    return None


def _shares_missed(
    connection: sa.Connection, channel: Channel, own: dict[str, object], notes: Rows, inside: Rows
) -> dict[str, float]:
    """For each source the share of its questions, or of the accounts behind it, that brought nothing; 0 to 1."""
    accounts = sum(row.accounts for row in inside)
    missed = {row.source: row.notes / (row.notes + accounts) for row in notes}
    questions = {
        each.name: [hash_of(subject, channel.zone) for subject in subjects(each)]
        for each in channel.sources
        if each.kind == "x_api"
    }
    asked = own | {"question_hashes": [each for hashes in questions.values() for each in hashes]}
    for row in connection.execute(statement("ingest/read_fetch_ends"), asked):
        missed[row.source] = max(missed.get(row.source, 0), (row.unfinished + row.refused) / row.questions)
    return {source: share for source, share in missed.items() if share}


def _lost(channel: Channel, window: Window, given: Rows, missed: Mapping[str, float]) -> tuple[LostSource, ...]:
    """The sources that failed or fell silent, with the share of the usual input that is missing for it.

    Where files were given by hand nobody asked the sources, so their silence says nothing.
    """
    earlier: defaultdict[str, list[int]] = defaultdict(list)
    now: set[str] = set()
    for row in given:
        if row.accepted and row.day >= window.first_day:
            now.add(row.source)
        elif row.accepted:
            earlier[row.source].append(row.accepted)
    total = sum(sum(counts) for counts in earlier.values())
    names = [each.name for each in channel.sources]
    silent = [name for name in names if DATA not in now and name not in now and len(earlier[name]) >= LEAST_DAYS]
    failed = dict(missed) | dict.fromkeys(silent, 1.0)

    def weight(name: str) -> float:
        return sum(earlier[name]) / total if len(earlier[name]) >= LEAST_DAYS else 1 / len(names)

    return tuple(LostSource(name, round(weight(name) * failed[name], 3)) for name in sorted(failed))


def _is_after_thin(connection: sa.Connection, channel: Channel, window: Window) -> bool:
    """Whether the report of the day before was made of poor input: it was thin, or blocked and accepted."""
    day = window.first_day - dt.timedelta(days=1)
    asked = {"channel": channel.name, "first_day": day, "last_day": day}
    row = connection.execute(statement("ingest/read_judgement"), asked).one_or_none()
    return row is not None and (row.verdict == "thin" or row.accepted_at is not None)
