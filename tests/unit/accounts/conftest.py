"""Small graphs of invented accounts."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from dawn_chorus.accounts.graph import Graph, join_days
from dawn_chorus.accounts.votes import Interactions, cast_votes, number_interactions

NOON = 120  # tick
Event = tuple[str, str, str, int]  # who, with whom, how, day (0 = the window's last)
Build = Callable[[Iterable[Event]], Graph]


def build_graph(events: Iterable[Event]) -> Graph:
    """The graph of events, all of them at noon."""
    by_day = defaultdict(list)
    for from_key, to_key, kind, day_no in events:
        by_day[day_no].append((from_key, to_key, kind, NOON))
    return join_days((day_no, cast_votes(number_interactions(rows))) for day_no, rows in by_day.items())


def shuffled(given: Interactions, seed: int) -> Interactions:
    """The same engagements in another order."""
    order = np.random.default_rng(seed).permutation(len(given.authors))
    columns = (given.engagers, given.authors, given.tenths, given.ticks)
    return Interactions(given.accounts, *(column[order] for column in columns))


@pytest.fixture
def graph() -> Build:
    """A graph from ``(from, to, kind, day_no)``."""
    return build_graph


def retweets(engagers: Iterable[str], author: str, day_no: int = 0) -> list[Event]:
    """One retweet of an author by each engager."""
    return [(engager, author, "retweet", day_no) for engager in engagers]


def names(count: int, word: str = "reader") -> list[str]:
    """Names of many accounts."""
    return [f"{word}_{number:05}" for number in range(count)]
