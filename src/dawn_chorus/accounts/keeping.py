"""Keeping: the graph of each day in Postgres, made once from the day's interactions and read back for a week."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

import numpy as np
import sqlalchemy as sa

from dawn_chorus.accounts.graph import Graph, join_days
from dawn_chorus.accounts.votes import FORM, DayVotes, Interactions, cast_votes, number_interactions
from dawn_chorus.channel import Channel, RosterEntry
from dawn_chorus.database.runs import Run
from dawn_chorus.database.sql import statement

BATCH = 50_000  # rows of interactions in memory at a time
# Columns of results.daily_graphs by what they hold of the votes, with the form of their numbers.
_COLUMNS = {
    "authors": ("author_numbers", "<i4"),
    "engagers": ("engager_numbers", "<i4"),
    "tenths": ("tenths", "u1"),
    "ticks": ("ticks", "u1"),
}


def read_graph(connection: sa.Connection, channel: Channel, run: Run, *, keep: bool = True) -> Graph:
    """The graph of a run's window and history, with every account under one key whatever the input called it.

    A day whose graph is missing or out of date is made from its interactions and kept; killed, it is made again.
    ``keep``: off where nothing may be written; the graph is made, and made again the next time.
    """
    days = {"channel": run.channel, "from_day": first_day_of(channel, run), "last_day": run.window.last_day}
    rows = connection.execute(statement("accounts/read_graphs"), {**days, "form": FORM}).all()
    votes = [((row.day - run.window.last_day).days, _votes_of(connection, channel, row, keep=keep)) for row in rows]
    bearers = _read_bearers(connection, channel, days, (day_votes for _, day_votes in votes))
    same = {f"@{handle}": key for handle, key in bearers.items()}
    houses: dict[str, list[str]] = {}
    for entry in channel.roster:
        if entry.house:
            houses.setdefault(entry.house, []).extend(_keys(entry, bearers))
    return join_days(votes, same, houses.values())


def read_roster(connection: sa.Connection, channel: Channel, run: Run) -> set[str]:
    """Keys under which the roster's accounts stand in the run's graph."""
    days = {"channel": run.channel, "from_day": first_day_of(channel, run), "last_day": run.window.last_day}
    bearers = _read_bearers(connection, channel, days, ())
    return {key for entry in channel.roster for key in _keys(entry, bearers)}


def first_day_of(channel: Channel, run: Run) -> dt.date:
    """The first day whose facts a run reads."""
    return min(run.window.days_before(channel.analysis.history_days), default=run.window.first_day)


def pack_votes(votes: DayVotes) -> dict[str, bytes]:
    """A day's votes as the columns of ``results.daily_graphs``."""
    numbers = {column: getattr(votes, name).astype(kind).tobytes() for name, (column, kind) in _COLUMNS.items()}
    return {"account_keys": "\0".join(votes.accounts).encode(), **numbers}


def unpack_votes(columns: Mapping[str, Any]) -> DayVotes:
    """The votes that ``pack_votes`` packed."""
    text = bytes(columns["account_keys"]).decode()
    accounts = tuple(text.split("\0")) if text else ()
    return DayVotes(accounts, *(np.frombuffer(columns[column], kind) for column, kind in _COLUMNS.values()))


def _votes_of(connection: sa.Connection, channel: Channel, row: "sa.Row[Any]", *, keep: bool) -> DayVotes:
    if row.account_keys is not None:
        return unpack_votes(dict(row._mapping))
    votes = cast_votes(_read_interactions(connection, channel, row.day))
    if not keep:
        return votes
    parameters = {"channel": channel.name, "day": row.day, "content_hash": row.content_hash, "form": FORM}
    kept = {**parameters, "edges": len(votes.authors), **pack_votes(votes)}
    connection.execute(statement("accounts/write_graph"), kept)
    return votes


def _read_interactions(connection: sa.Connection, channel: Channel, day: dt.date) -> Interactions:
    parameters = {"channel": channel.name, "day": day, "time_zone": channel.time_zone}
    options = {"stream_results": True, "max_row_buffer": BATCH}
    result = connection.execute(statement("accounts/read_interactions"), parameters, execution_options=options)
    return number_interactions(chain.from_iterable(result.partitions(BATCH)))


def _read_bearers(
    connection: sa.Connection, channel: Channel, days: Mapping[str, object], votes: Iterable[DayVotes]
) -> dict[str, str]:
    """Account keys by handle: of the handles that the votes know only by name, and of the roster's."""
    named = {key[1:] for day in votes for key in day.accounts if key.startswith("@")}
    handles = sorted(named | set(channel.roster_by_handle))
    rows = connection.execute(statement("accounts/read_bearers"), {**days, "handles": handles})
    return {row.handle: row.author_key for row in rows}


def _keys(entry: RosterEntry, bearers: Mapping[str, str]) -> list[str]:
    """The key of a roster's account: its id, else who bears its present handle, else a former one.

    A former handle is free to be taken by anybody, so it only counts while nobody bears the present one.
    """
    if entry.account_id:
        return [entry.account_id]
    borne = [bearers[handle] for handle in entry.handles if handle in bearers]
    return borne[:1] or [f"@{entry.handle.lower()}"]
