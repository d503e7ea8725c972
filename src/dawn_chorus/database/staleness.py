"""Staleness of many windows at once: what ``runs.is_stale`` says of each, from four statements instead of five each."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.runs import background_days, context_days, digest
from dawn_chorus.database.sql import statement
from dawn_chorus.window import Window, days_between

Row = Sequence[object]
ByDay = Mapping[str, str]  # a row as ``repr`` writes it


@dataclass(frozen=True)
class _Inputs:
    """What runs read of a span of days, by day."""

    content: ByDay
    context: ByDay
    background: ByDay

    def hash_of(self, channel: Channel, window: Window, told: Sequence[str]) -> str:
        """The input hash of one window, as ``runs.input_hash``."""
        before = context_days(channel, window)
        behind = background_days(channel, window)
        parts = (_of(self.content, window.days), _of(self.context, before), _of(self.background, behind))
        return digest(*parts, told=told)


def stale_windows(connection: sa.Connection, channel: Channel, span: Window) -> frozenset[Window]:
    """The windows that end within ``span`` and whose current run was made from other input than there is now."""
    own = {"channel": channel.name, "first_day": span.first_day, "last_day": span.last_day}
    pointers = connection.execute(statement("runs/read_pointers"), own).all()
    if not pointers:
        return frozenset()
    inputs = _read_inputs(connection, channel, Window(min(row.first_day for row in pointers), span.last_day))
    found = ((Window(row.first_day, row.last_day), row) for row in pointers)
    return frozenset(
        window
        for window, row in found
        if row.input_hash != inputs.hash_of(channel, window, [row.judgement_hash] if row.judgement_hash else [])
    )


def _read_inputs(connection: sa.Connection, channel: Channel, span: Window) -> _Inputs:
    """The days of a span, and those before it that its runs read as well."""
    common = {"channel": channel.name, "first_day": span.first_day, "last_day": span.last_day}
    near, far = (
        {"channel": channel.name, "days": list(days_between(span.first_day - dt.timedelta(days=reach), span.last_day))}
        for reach in (channel.analysis.history_days, channel.analysis.background_days)
    )
    return _Inputs(
        content=_by_day(connection.execute(statement("runs/read_content_hashes"), common)),
        context=_by_day(connection.execute(statement("runs/read_context_hashes"), near)),
        background=_by_day(connection.execute(statement("runs/read_background_sizes"), far)),
    )


def _by_day(rows: Iterable[Row]) -> ByDay:
    return {str(row[0]): repr(row) for row in rows}


def _of(rows: ByDay, days: Sequence[dt.date]) -> list[str]:
    """The rows of those days that have one, in order."""
    return [rows[str(day)] for day in days if str(day) in rows]
