"""The graph: the votes of several days over one numbering of accounts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dawn_chorus.accounts.votes import TICKS_PER_DAY, DayVotes, Numbering

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Amounts = NDArray[np.float64]

BLOCK = 1 << 14  # votes


@dataclass(frozen=True)
class Day:
    """One day of a graph; ``day_no`` 0 is the window's last day, those before it are negative.

    ``numbers`` gives the graph's number of each of the votes' own accounts; the keys are the graph's, not kept by day.
    """

    day_no: int
    votes: DayVotes
    numbers: Numbers

    @property
    def authors(self) -> Numbers:
        """The graph's number of each vote's author."""
        return self.numbers[self.votes.authors]

    @property
    def engagers(self) -> Numbers:
        """The graph's number of each vote's engager."""
        return self.numbers[self.votes.engagers]

    @cached_property
    def engaged(self) -> Numbers:
        """How many engaged with each of the votes' own accounts; cheap, since votes are in order of authors."""
        counts = np.zeros(len(self.numbers), np.int32)
        authors = self.votes.authors
        if len(authors):
            last = np.append(np.flatnonzero(authors[1:] != authors[:-1]), len(authors) - 1)
            counts[authors[last]] = np.diff(last, prepend=-1)
        return counts

    def pairs(self, chosen: "Mask | None" = None) -> NDArray[np.int64]:
        """Author and engager of each vote, or of those of chosen engagers, packed; in the graph's numbers."""
        kept = slice(None) if chosen is None else _positions(chosen[self.numbers], self.votes.engagers)
        return pack(self.numbers[self.votes.authors[kept]], self.numbers[self.votes.engagers[kept]])

    def weigh(self, tick_weights: Amounts) -> "sparse.csr_array":
        """The votes as a sparse matrix, authors by engagers in the day's own numbering.

        ``tick_weights`` says what a whole vote of each tick is worth.
        """
        size = len(self.numbers)
        starts = np.zeros(size + 1, np.int64)
        np.cumsum(self.engaged, out=starts[1:])
        weights = tick_weights[self.votes.ticks] * self.votes.tenths
        weights /= 10
        return sparse.csr_array((weights, self.votes.engagers, starts), shape=(size, size))


@dataclass(frozen=True)
class Graph:
    """Days in order of time over one numbering; ``index`` gives the number of each key."""

    index: Mapping[str, int]
    days: tuple[Day, ...]

    @cached_property
    def accounts(self) -> tuple[str, ...]:
        """The keys by number."""
        return tuple(self.index)

    def mask(self, keys: Iterable[str]) -> Mask:
        """Which accounts are among the keys; those that the graph does not know are left out."""
        mask = np.zeros(len(self.index), dtype=np.bool_)
        mask[[self.index[key] for key in keys if key in self.index]] = True
        return mask

    def pairs(self, chosen: "Mask | None" = None, days: Collection[int] | None = None) -> NDArray[np.int64]:
        """Different pairs of author and engager, packed: of chosen engagers and days, where given."""
        found = [day.pairs(chosen) for day in self.days if days is None or day.day_no in days]
        return distinct(np.concatenate([np.empty(0, np.int64), *found]))


def _positions(chosen: Mask, numbers: Numbers) -> NDArray[np.int64]:
    """Where the numbers are chosen ones. By blocks: numpy makes wider numbers of them, which then stay in the cache."""
    starts = range(0, len(numbers), BLOCK)
    found = [np.flatnonzero(chosen[numbers[start : start + BLOCK]]) + start for start in starts]
    return np.concatenate([np.empty(0, np.int64), *found])


def distinct(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Packed pairs in order, each once: three times as fast as numpy's own, which hashes them."""
    pairs = np.sort(pairs)
    return pairs[np.insert(pairs[:-1], 0, -1) != pairs] if len(pairs) else pairs


def pack(authors: Numbers, engagers: Numbers) -> NDArray[np.int64]:
    """Pairs of numbers, each as one."""
    return authors.astype(np.int64) << 32 | engagers


def unpack(pairs: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Authors and engagers of packed pairs."""
    return (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)


def join_days(
    days: Iterable[tuple[int, DayVotes]],
    same: Mapping[str, str] | None = None,
    linked: Iterable[Collection[str]] = (),
) -> Graph:
    """One graph of ``(day_no, votes)``, in any order.

    ``same`` gives for keys that mean an account of another key this other one: handles that somebody bears. ``linked``
    are accounts of one house, whose engagements with each other say nothing: these votes are dropped.
    """
    same = same or {}
    index = Numbering()
    joined = []
    for day_no, votes in sorted(days, key=lambda day: day[0]):
        keys = [same.get(key, key) for key in votes.accounts] if same else votes.accounts
        numbers = np.fromiter(map(index.__getitem__, keys), np.int32, len(keys))
        joined.append(Day(day_no, replace(votes, accounts=()), numbers))
    graph = Graph(index, tuple(joined))
    houses = [graph.mask(keys) for keys in linked]
    if not same and not houses:
        return graph
    return replace(graph, days=tuple(_independent(day, houses) for day in joined))


def _independent(day: Day, houses: Sequence[Mask]) -> Day:
    """The day without votes inside a house, or for oneself under another key."""
    authors, engagers = day.authors, day.engagers
    kept = authors != engagers
    for house in houses:
        kept &= ~(house[authors] & house[engagers])
    votes = day.votes
    columns = (votes.authors[kept], votes.engagers[kept], votes.tenths[kept], votes.ticks[kept])
    return replace(day, votes=DayVotes(votes.accounts, *columns))


def tick_weights(day_no: int, window_days: int, half_life_windows: float) -> Amounts:
    """What a whole vote of each tick of a day is worth at the end of a window: half for every half-life since.

    The half-life is given in windows, so that yesterday is to a day what last week is to a week.
    """
    age_days = 1 - day_no - (np.arange(256) + 0.5) / TICKS_PER_DAY
    weights: Amounts = 0.5 ** (np.maximum(age_days, 0) / window_days / half_life_windows)
    return weights
