"""Reach: how many different accounts engage with an author, as far as established ones agree.

Most who engage are readers of whom nothing is known; throwing their votes away would throw away most of what foretells
tomorrow. So they count, but only as far as established endorsers agree: every three of these let some votes count. The
allowance of two endorsers is none, which makes the gate; that of ten is 120 times that of three. So it hardly binds
real successes, while a farm that tricked three accounts is allowed a hundred votes, whatever its size (decision 0017).
"""

import numpy as np
import pandas as pd

from dawn_chorus.accounts.established import count_endorsers
from dawn_chorus.accounts.graph import Amounts, Graph, Mask, tick_weights, unpack

# Twelve hours for a day. On days that rise, half a window foretold the next one best, on days that fall a third.
HALF_LIFE_WINDOWS = 0.5
LEAST_WORTH = 1 / 128  # of a day's latest vote; older days change no rank and take as long to add up
GATE_ENDORSERS = 3  # established endorsers without whom an account is not ranked
VOTES_PER_THREE = 100.0  # votes that each three endorsers let count; decision 0017 has the curve
DECIMALS = 6  # of sums of votes, so that the order of adding does not show


def measure_reach(graph: Graph, members: Mask, window_days: int) -> pd.DataFrame:
    """One row per account, indexed by its number in the graph.

    ``votes``: all, decayed; ``endorsers``: established accounts that engaged within four days; ``engagers``: different
    accounts that engaged within the window; ``allowed``: votes that the endorsers let count; ``reach``: the votes that
    count, 0 where the gate is shut.
    """
    columns = {
        "votes": _decayed(graph, window_days),
        "endorsers": count_endorsers(graph, members, window_days),
        "engagers": count_engagers(graph, range(1 - window_days, 1)),
    }
    reach = pd.DataFrame(columns).assign(allowed=allowance)
    return reach.assign(reach=reach[["votes", "allowed"]].min(axis=1).where(is_endorsed(reach), 0.0))


def allowance(reach: pd.DataFrame) -> "pd.Series[float]":
    """Votes that an account's endorsers let count: ``VOTES_PER_THREE`` for each three of them."""
    endorsers = reach["endorsers"].astype("float64")
    return VOTES_PER_THREE * endorsers * (endorsers - 1) * (endorsers - 2) / 6


def is_endorsed(reach: pd.DataFrame) -> "pd.Series[bool]":
    """Whether enough established accounts engaged."""
    return reach["endorsers"] >= GATE_ENDORSERS


def count_engagers(graph: Graph, days: range) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Different accounts that engaged with each account on these days."""
    chosen = [day for day in graph.days if day.day_no in days]
    if len(chosen) == 1:  # where each pair has one vote
        counts = np.bincount(chosen[0].numbers, chosen[0].engaged, minlength=len(graph.index))
        return counts.astype(np.int64)
    authors, _ = unpack(graph.pairs(days=days))
    return np.bincount(authors, minlength=len(graph.index))


def _decayed(graph: Graph, window_days: int) -> Amounts:
    """Votes per account, each worth half for every half-life since."""
    votes: Amounts = np.zeros(len(graph.index))
    for day in graph.days:
        worth = tick_weights(day.day_no, window_days, HALF_LIFE_WINDOWS)
        if worth.max() < LEAST_WORTH:
            continue
        weights = day.weigh(worth)
        votes += np.bincount(day.numbers, weights.sum(axis=1), minlength=len(votes))
    return votes.round(DECIMALS)
