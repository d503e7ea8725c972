"""Established accounts: the roster and whom it vouches for, since anybody can make accounts but nobody endorsers.

A farm is cheap in accounts and can make each of them look like a reader: aged, busy, passing on what is popular. What
it cannot make is that accounts with a standing engage with its own. So standing flows out from the roster only: an
account joins when five established ones endorsed it within some days, and stays the next day while three do. With at
most two accounts tricked or broken into, no fake is ever ranked; with three or four, no fake ever endorses.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dawn_chorus.accounts.graph import Graph, Mask, Numbers, distinct, unpack

# Endorsers that let an account join. More than the gate asks for, so that accounts which open the gate to one fake
# cannot make endorsers of a thousand others.
JOIN_ENDORSERS = 5
STAY_ENDORSERS = 3
ENDORSED_DAYS = 4  # days, today included, for which an endorsement speaks; votes older than that weigh 1 %
LEAST_ROSTER = 5  # of the roster that must have engaged; with fewer, who is silent today would decide

_NONE = np.empty(0, np.int64)

Root = Literal["roster", "standing"]


@dataclass(frozen=True)
class Established:
    """Who is established: ``members`` by number, and what that rests on.

    ``roster``: the channel's roster and its closure. ``standing``: no roster to begin with, so whoever engages with two
    accounts or is engaged with by somebody else than the one it engages with; a ring of fakes can feign that.
    """

    members: Mask
    root: Root


def find_established(graph: Graph, roster: Collection[str]) -> Established:
    """Who may endorse on the graph's last day; ``roster`` holds keys of accounts."""
    seeds = graph.mask(roster)
    if not _speaks(graph, seeds):
        return Established(_with_standing(graph), "standing")
    return Established(_closure(graph, seeds), "roster")


def count_endorsers(graph: Graph, members: Mask, window_days: int) -> NDArray[np.int64]:
    """How many different established accounts endorsed each account in the window or the last ``ENDORSED_DAYS``."""
    authors, _ = unpack(graph.pairs(members, range(1 - max(ENDORSED_DAYS, window_days), 1)))
    return np.bincount(authors, minlength=len(graph.index))


def _speaks(graph: Graph, seeds: Mask) -> bool:
    """Whether enough of the roster engaged; mostly the last day shows that already."""
    engaging = np.zeros(len(seeds), np.bool_)
    for day in reversed(graph.days):
        engaging[day.numbers[np.bincount(day.votes.engagers, minlength=len(day.numbers)) > 0]] = True
        if (seeds & engaging).sum() >= LEAST_ROSTER:
            return True
    return False


def _closure(graph: Graph, seeds: Mask) -> Mask:
    """The roster and its closure; who was in it yesterday stays with fewer endorsers."""
    days = [day for day in graph.days if -ENDORSED_DAYS <= day.day_no <= 0]
    engaged = np.zeros(len(seeds), np.int64)
    for day in days:
        engaged += np.bincount(day.numbers, day.engaged, minlength=len(seeds)).astype(np.int64)
    # Nobody else can ever endorse, so that these votes alone are looked through again and again.
    votes = {day.day_no: day.pairs(seeds | (engaged >= STAY_ENDORSERS)) for day in days}
    yesterday = _grow(votes, seeds, seeds, range(-ENDORSED_DAYS, 0))
    return _grow(votes, seeds, yesterday, range(1 - ENDORSED_DAYS, 1))


def _grow(votes: Mapping[int, NDArray[np.int64]], seeds: Mask, known: Mask, days: range) -> Mask:
    """Let join whoever has enough endorsers among the members, until nobody else does; ``votes``: pairs by day."""
    endorsed, endorsers = unpack(distinct(np.concatenate([votes.get(day_no, _NONE) for day_no in days])))
    enough = np.where(known, STAY_ENDORSERS, JOIN_ENDORSERS)
    members, grown = seeds & False, seeds
    while (members != grown).any():
        members = grown
        grown = members | (np.bincount(endorsed[members[endorsers]], minlength=len(members)) >= enough)
    return members


def engages_with_several(graph: Graph) -> Mask:
    """Which accounts engage with more than one other."""
    return _several(graph, _one_each(graph))


def _with_standing(graph: Graph) -> Mask:
    """Who engages with a second account, or is engaged with by another than the only one it engages with."""
    one = _one_each(graph)
    standing = _several(graph, one)
    for day in graph.days:
        authors, engagers = day.authors, day.engagers
        standing[authors[one[authors] != engagers]] = True
    return standing


def _one_each(graph: Graph) -> Numbers:
    """Of the accounts that each engages with, one; -1 where there is none."""
    one: Numbers = np.full(len(graph.index), -1, np.int32)
    for day in graph.days:
        one[day.engagers] = day.authors
    return one


def _several(graph: Graph, one: Numbers) -> Mask:
    several = np.zeros(len(graph.index), np.bool_)
    for day in graph.days:
        engagers = day.engagers
        several[engagers[one[engagers] != day.authors]] = True
    return several
