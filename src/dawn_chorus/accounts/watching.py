"""Watching: authors that many engage with and too few established accounts do, as rising or as suspicious.

What is suspicious is for the operator, who can look; nothing of it is published. Each sign has an innocent explanation
too, so the evidence is kept as counts, and only what most engagers share makes an account suspicious.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dawn_chorus.accounts.established import engages_with_several
from dawn_chorus.accounts.graph import Graph, Mask, Numbers, unpack
from dawn_chorus.accounts.reach import is_endorsed
from dawn_chorus.text.clean import fingerprint

LEAST_ENGAGERS = 5
MOST_CANDIDATES = 100  # accounts with most votes that are looked into
MOST_WATCHED = 20  # kept in each list
# A burst, a ring, a template: so large a share of the engagers, or of their answers.
SHARE = 0.6
# Many real readers engage with one author only; nearly all of so many do where they are made for it.
DEVOTED_SHARE, LEAST_DEVOTED = 0.9, 10
RISING_LIFT = 0.5  # doublings

COLUMNS = ("author_key", "reason", "watch_no", "votes", "engagers", "endorsers", "lift", "fresh", "devoted", "mutual",
           "alike")  # fmt: skip


class Answers(NamedTuple):
    """How many answers an author got, and how many of these repeat another one's words."""

    texts: int = 0
    alike: int = 0

    @classmethod
    def compare(cls, texts: Iterable[str]) -> "Answers":
        """Count the answers; an answer without a word is like no other."""
        said = Counter(fingerprint(text) for text in texts)
        return cls(said.total(), sum(times for words, times in said.items() if times > 1 and words))


def find_candidates(measured: pd.DataFrame) -> pd.DataFrame:
    """The authors with most votes among those that the gate keeps out; ``measured`` as ``measure_authors`` gives it."""
    unendorsed = measured.loc[~is_endorsed(measured) & (measured["engagers"] >= LEAST_ENGAGERS)]
    return unendorsed.sort_values(["votes", "author_key"], ascending=[False, True]).head(MOST_CANDIDATES)


def watch_authors(
    candidates: pd.DataFrame, graph: Graph, window_days: int, answers: Mapping[str, Answers]
) -> pd.DataFrame:
    """The candidates that are rising or suspicious, with ``COLUMNS``, each list by votes.

    ``answers`` tells of those that others wrote to an author in the window.
    """
    signs = _Signs.read(graph, window_days)
    keys = candidates["author_key"]
    rows = [(*signs.of(graph.index[key]), *answers.get(key, Answers())) for key in keys]
    columns = ["fresh", "devoted", "mutual", "answers", "alike"]
    found = candidates.join(pd.DataFrame(rows, columns=columns, index=candidates.index, dtype="int64"))
    is_suspicious = _is_suspicious(found)
    is_rising = ~is_suspicious & (found["lift"] >= RISING_LIFT)
    lists = (_listed(found.loc[is_rising], "rising"), _listed(found.loc[is_suspicious], "suspicious"))
    return pd.concat(lists, ignore_index=True)


def _listed(found: pd.DataFrame, reason: str) -> pd.DataFrame:
    first = found.head(MOST_WATCHED)
    return first.assign(reason=reason, watch_no=np.arange(1, len(first) + 1))[list(COLUMNS)]


def _is_suspicious(found: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a burst, a ring, a devoted crowd or a template makes up most of what engages."""
    engagers, answers = found["engagers"], found["answers"]
    crowd = (found["fresh"] >= SHARE * engagers) | (found["mutual"] >= SHARE * engagers)
    devoted = (found["devoted"] >= DEVOTED_SHARE * engagers) & (engagers >= LEAST_DEVOTED)
    return crowd | devoted | ((found["alike"] >= SHARE * answers) & (answers >= LEAST_ENGAGERS))


@dataclass(frozen=True)
class _Signs:
    """What is known of all engagers at once.

    ``pairs`` of the window, in order; who was ``seen`` before it: all, where nothing is known of before; and who
    engages with ``several`` accounts.
    """

    pairs: NDArray[np.int64]
    seen: Mask
    several: Mask

    @classmethod
    def read(cls, graph: Graph, window_days: int) -> "_Signs":
        before = [day for day in graph.days if day.day_no <= -window_days]
        seen = np.full(len(graph.index), not before)
        for day in before:
            seen[day.numbers] = True
        return cls(graph.pairs(days=range(1 - window_days, 1)), seen, engages_with_several(graph))

    def of(self, author: int) -> tuple[int, int, int]:
        """Fresh, devoted and mutual engagers of an account."""
        engagers = self._engagers(author)
        crowd = np.append(engagers, author)
        mutual = sum(bool(np.isin(self._engagers(int(each)), crowd).any()) for each in engagers)
        return int((~self.seen[engagers]).sum()), int((~self.several[engagers]).sum()), mutual

    def _engagers(self, author: int) -> Numbers:
        first, after = np.searchsorted(self.pairs, [author << 32, author + 1 << 32])
        return unpack(self.pairs[first:after])[1]
