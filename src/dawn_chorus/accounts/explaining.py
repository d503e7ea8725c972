"""Explaining: why an account has its rank on a day, from the rows and by the rules that gave it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dawn_chorus.accounts.established import ENDORSED_DAYS, find_established
from dawn_chorus.accounts.graph import Graph, Mask, unpack
from dawn_chorus.accounts.keeping import first_day_of, read_graph, read_roster
from dawn_chorus.accounts.ranking import WEIGHED, score
from dawn_chorus.accounts.reach import GATE_ENDORSERS
from dawn_chorus.channel import Channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.report.escape import tweet_url
from dawn_chorus.window import Window

MOST_CARRIERS = 5  # tweets
UNITS: Mapping[str, str] = {
    "reach": "votes that count",
    "lift": "doublings against its own days",
    "size_lift": "doublings against its size",
    "originality": "share of tweets not retweets",
    "consistency": "share of days active",
    "focus": "share of tweets on the field",
}


class Part(NamedTuple):
    """One part of a score; ``rank_without`` is the rank that the account would have if the part counted nothing."""

    name: str
    value: float
    unit: str
    weight: float
    adds: float
    rank_without: int


class Carrier(NamedTuple):
    """A tweet by which others engaged."""

    url: str
    engagers: int


@dataclass(frozen=True)
class Explanation:
    """Why an account has its rank, or none; ``endorsers`` are handles, those of the roster first."""

    channel: str
    window: Window
    verdict: str
    parts: tuple[Part, ...]
    root: str
    endorsers: tuple[str, ...]
    carriers: tuple[Carrier, ...]


def explain_account(channels: Sequence[Channel], handle: str, window: Window) -> Explanation:
    """The explanation from the only one of the channels that saw the account on these days. Raises ChorusError."""
    with transaction("reader") as connection:
        return read_explanation(connection, channels, handle, window)


def read_explanation(
    connection: sa.Connection, channels: Sequence[Channel], handle: str, window: Window
) -> Explanation:
    """The same within a transaction; writes nothing."""
    name = handle.removeprefix("@").lower()
    seen = [
        (channel, run, key)
        for channel in channels
        if (run := runs.current_run(connection, channel, window)) and (key := _find(connection, channel, run, name))
    ]
    if len(seen) != 1:
        raise _not_one(name, window, [channel.name for channel, _, _ in seen])
    return _explain(connection, *seen[0], name)


def _not_one(name: str, window: Window, channels: Sequence[str]) -> ChorusError:
    if channels:
        return ChorusError(
            f"@{name} is in several channels on {window}: {', '.join(channels)}.", remedy="Choose with --channel."
        )
    return ChorusError(
        f"No analysed day knows @{name} on {window}.", remedy="Rank it first: chorus accounts CHANNEL --from DAY"
    )


def _find(connection: sa.Connection, channel: Channel, run: runs.Run, name: str) -> str | None:
    days = {"channel": channel.name, "from_day": first_day_of(channel, run), "last_day": run.window.last_day}
    return connection.execute(statement("accounts/find_account"), {**days, "handle": name}).scalar_one_or_none()


def _explain(connection: sa.Connection, channel: Channel, run: runs.Run, key: str, name: str) -> Explanation:
    result = connection.execute(statement("accounts/read_scores"), {"run_id": run.run_id})
    scores = pd.DataFrame.from_records([tuple(row) for row in result], columns=list(result.keys()))
    graph = read_graph(connection, channel, run, keep=False)
    roster = read_roster(connection, channel, run)
    established = find_established(graph, roster)
    engaging = _endorsers(graph, established.members, key, len(run.window.days))
    handles = _handles(connection, channel, run, engaging)
    return Explanation(
        channel=channel.name,
        window=run.window,
        verdict=f"@{name} {_verdict(scores, key, len(engaging))}",
        parts=_parts(scores, key, channel.analysis.score_weights.model_dump()),
        root=established.root,
        endorsers=tuple(handles[each] for each in sorted(engaging, key=lambda each: (each not in roster, each))),
        carriers=_carriers(connection, run, key, name),
    )


def _verdict(scores: pd.DataFrame, key: str, endorsers: int) -> str:
    found = scores.loc[scores["author_key"] == key]
    if not found.empty:
        row = found.iloc[0]
        return f"is {row['rank']} of {len(scores)} by {row['basis']}, score {row['score']:.2f}"
    if endorsers < GATE_ENDORSERS:
        return f"has no rank: {endorsers} established accounts engaged, and {GATE_ENDORSERS} are needed"
    return "has no rank: it wrote nothing of its own, or others are ranked by size and it looks bought"


def _parts(scores: pd.DataFrame, key: str, weights: Mapping[str, float]) -> tuple[Part, ...]:
    """The parts of an account that is ranked by engagers, with what each of them is worth in ranks."""
    mine = scores["author_key"] == key
    if not mine.any() or scores.loc[mine, "basis"].iloc[0] != "engagers":
        return ()
    row = scores.loc[mine].iloc[0]
    parts = []
    for name in WEIGHED:
        without = score(scores, {**weights, name: 0.0})
        amount = float(np.log2(1.0 + row[name])) if name == "reach" else float(row[name])
        rank = 1 + int((without > without[mine].iloc[0]).sum())
        parts.append(
            Part(name, round(float(row[name]), 2), UNITS[name], weights[name], round(weights[name] * amount, 2), rank)
        )
    return tuple(parts)


def _endorsers(graph: Graph, members: Mask, key: str, window_days: int) -> list[str]:
    authors, engagers = unpack(graph.pairs(members, range(1 - max(ENDORSED_DAYS, window_days), 1)))
    return [graph.accounts[number] for number in engagers[authors == graph.index.get(key, -1)]]


def _handles(connection: sa.Connection, channel: Channel, run: runs.Run, keys: Sequence[str]) -> dict[str, str]:
    """The handles of accounts that endorsed, so within the days that the run read."""
    days = {"channel": run.channel, "from_day": first_day_of(channel, run), "last_day": run.window.last_day}
    rows = connection.execute(statement("accounts/read_handles"), {**days, "author_keys": list(keys)})
    return {key: key for key in keys} | {row.author_key: f"@{row.handle}" for row in rows}


def _carriers(connection: sa.Connection, run: runs.Run, key: str, name: str) -> tuple[Carrier, ...]:
    days = {"channel": run.channel, "first_day": run.window.first_day, "last_day": run.window.last_day}
    parameters = {**days, "author_key": key, "most": MOST_CARRIERS}
    rows = connection.execute(statement("accounts/read_carriers"), parameters)
    return tuple(Carrier(tweet_url(name, row.tweet_id), row.engagers) for row in rows)
