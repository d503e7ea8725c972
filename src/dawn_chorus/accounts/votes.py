"""Votes: what an engagement counts for, however often it is repeated on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import starmap

import numpy as np
from numpy.typing import NDArray

# Tenths of a vote by kind. Passing a tweet on stakes more of one's own name than a mention does, and a mention more
# than a reply; predicting the next day's distinct retweeters on a week of timed events gave these weights.
VOTE_TENTHS = {"retweet": 10, "quote": 10, "mention": 6, "reply": 4}
# A moment is kept as one of so many ticks of a day, six minutes each; a day of 25 hours has ten more, and 255 is the
# most that its byte can hold.
TICKS_PER_DAY = 240
FORM = 1  # of the rules in this file; another number makes every kept graph anew
TICK_SECONDS = 86_400 // TICKS_PER_DAY
LAST_TICK = 255

# A vote is sorted as one number of 56 bits: author, engager, tenths, tick.
_ACCOUNT_BITS, _TENTHS_BITS, _TICK_BITS = 22, 4, 8
MOST_ACCOUNTS_A_DAY = 1 << _ACCOUNT_BITS

Integers = NDArray[np.integer]


@dataclass(frozen=True)
class Interactions:
    """One day's engagements as columns of equal length; ``accounts`` are the different keys that the numbers mean."""

    accounts: Sequence[str]
    engagers: Integers
    authors: Integers
    tenths: Integers
    ticks: Integers


@dataclass(frozen=True)
class DayVotes:
    """One day's votes, ordered by author and engager, no pair twice.

    ``accounts`` are sorted keys; ``authors`` and ``engagers`` (int32) are positions in it; ``tenths`` (uint8) of a
    vote; ``ticks`` (uint8) since the day began, of the engagement that the vote was cast for.
    """

    accounts: tuple[str, ...]
    authors: NDArray[np.int32]
    engagers: NDArray[np.int32]
    tenths: NDArray[np.uint8]
    ticks: NDArray[np.uint8]


def number_interactions(rows: Iterable[tuple[str, str, str, int]]) -> Interactions:
    """Rows ``(from_key, to_key, kind, tick)`` as columns of numbers. Raises ValueError for an unknown kind."""
    numbers = Numbering()
    flat = np.fromiter(
        (cell for row in starmap(_cells, rows) for cell in (numbers[row[0]], numbers[row[1]], *row[2:])), np.int64
    ).reshape(-1, 4)
    return Interactions(tuple(numbers), *flat.T)


def cast_votes(given: Interactions) -> DayVotes:
    """One vote per engager and author, of the strongest kind; what an account does with itself counts nothing.

    Raises ValueError where a day has more than ``MOST_ACCOUNTS_A_DAY`` accounts.
    """
    if len(given.accounts) > MOST_ACCOUNTS_A_DAY:
        raise ValueError(f"a day has {len(given.accounts)} accounts; {MOST_ACCOUNTS_A_DAY} fit")
    order = sorted(range(len(given.accounts)), key=given.accounts.__getitem__)
    position = np.empty(len(order), np.int64)
    position[order] = np.arange(len(order))
    packed = position[given.authors]
    for column, bits in (
        (position[given.engagers], _ACCOUNT_BITS),
        (given.tenths, _TENTHS_BITS),
        (np.clip(given.ticks, 0, LAST_TICK), _TICK_BITS),
    ):
        packed = packed << bits | column
    packed = np.sort(packed[given.authors != given.engagers])
    return _unpack(tuple(given.accounts[number] for number in order), packed)


def _unpack(accounts: tuple[str, ...], packed: NDArray[np.int64]) -> DayVotes:
    """The last of each pair, which is its strongest and latest engagement."""
    pairs = packed >> (_TENTHS_BITS + _TICK_BITS)
    last = packed[np.append(pairs[1:], -1) != pairs] if len(pairs) else packed
    ticks, last = last & (1 << _TICK_BITS) - 1, last >> _TICK_BITS
    tenths, last = last & (1 << _TENTHS_BITS) - 1, last >> _TENTHS_BITS
    return DayVotes(
        accounts=accounts,
        authors=(last >> _ACCOUNT_BITS).astype(np.int32),
        engagers=(last & (1 << _ACCOUNT_BITS) - 1).astype(np.int32),
        tenths=tenths.astype(np.uint8),
        ticks=ticks.astype(np.uint8),
    )


class Numbering(dict[str, int]):
    """Numbers keys in the order in which they come."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def _cells(from_key: str, to_key: str, kind: str, tick: int) -> tuple[str, str, int, int]:
    if kind not in VOTE_TENTHS:
        raise ValueError(f"unknown kind of interaction: {kind}")
    return from_key, to_key, VOTE_TENTHS[kind], tick
