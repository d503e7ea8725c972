"""Events of a file, ``from to unix_time kind`` per line, as the accounts stage takes them; and a roster beside them."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from dawn_chorus.accounts.established import find_established
from dawn_chorus.accounts.graph import Graph, join_days
from dawn_chorus.accounts.ranking import measure_authors, rank_authors
from dawn_chorus.accounts.votes import TICK_SECONDS, VOTE_TENTHS, DayVotes, Interactions, cast_votes
from dawn_chorus.channel import ScoreWeights

KINDS = {"RT": "retweet", "MT": "mention", "RE": "reply", "QT": "quote"}
DAY_SECONDS = 86_400
HISTORY_DAYS = 7  # as channels have by default
# The roster stands for the accounts that an operator knows and their closure: those with most different engagers on the
# days before; on the first day on that day. With 300 instead the gate costs twice as much.
ROSTER = 1_000


def read_events(path: Path) -> pd.DataFrame:
    """``from_key, to_key, kind, day_no`` (0 = the first day) and ``tick``, without what an account does with itself.

    Raises SystemExit with one line where the file is not such a list.
    """
    try:
        events = pd.read_csv(path, sep=r"\s+", names=["from_key", "to_key", "time", "kind"], dtype={"kind": "str"})
        since = events["time"] - events["time"].min()
        events["day_no"], events["tick"] = since // DAY_SECONDS, since % DAY_SECONDS // TICK_SECONDS
        events["kind"] = events["kind"].map(KINDS)
    except (OSError, ValueError, TypeError) as error:
        raise SystemExit(f"{path}: cannot be read: {error}") from None
    if events.empty or events["kind"].isna().any():
        raise SystemExit(f"{path}: every line must read: from to unix_time kind, kind one of {', '.join(KINDS)}")
    events["from_key"], events["to_key"] = (events[name].astype("str") for name in ("from_key", "to_key"))
    return events.loc[events["from_key"] != events["to_key"], ["from_key", "to_key", "kind", "day_no", "tick"]]


def number(events: pd.DataFrame) -> Interactions:
    """Events of one day as columns of numbers."""
    codes, accounts = pd.factorize(np.concatenate([events["from_key"], events["to_key"]]))
    tenths = events["kind"].map(VOTE_TENTHS).to_numpy()
    engagers, authors = np.split(codes, 2)
    return Interactions(tuple(accounts), engagers, authors, tenths, events["tick"].to_numpy())


def cast_by_day(events: pd.DataFrame) -> Mapping[int, DayVotes]:
    """The votes of each day that has events."""
    days = map(int, events["day_no"].unique())
    return {day_no: cast_votes(number(events.loc[events["day_no"] == day_no])) for day_no in days}


def graph_until(votes: Mapping[int, DayVotes], last_day: int) -> Graph:
    """The graph of a day and its history, as a run of that day reads it."""
    days = range(last_day - HISTORY_DAYS, last_day + 1)
    return join_days((day_no - last_day, votes[day_no]) for day_no in days if day_no in votes)


def roster_before(events: pd.DataFrame, day_no: int) -> list[str]:
    """Whom an operator knows on the morning of a day."""
    before = events.loc[events["day_no"] < max(1, day_no), ["from_key", "to_key"]].drop_duplicates()
    engagers = before.groupby("to_key").size().reset_index(name="engagers")
    return list(engagers.sort_values(["engagers", "to_key"], ascending=[False, True])["to_key"].head(ROSTER))


def rank(graph: Graph, roster: list[str]) -> pd.DataFrame:
    """The product's ranking of everybody engaged with on these days; who has no rank follows in the same order."""
    engaged = np.zeros(len(graph.index), np.bool_)
    for day in graph.days:
        engaged[day.numbers[day.engaged > 0]] = True
    authors = pd.DataFrame({"author_key": pd.Series(graph.accounts, dtype="str")[engaged]})
    members = find_established(graph, roster).members
    measured = measure_authors(authors, graph, members)
    return rank_authors(measured, graph, ScoreWeights().model_dump())
