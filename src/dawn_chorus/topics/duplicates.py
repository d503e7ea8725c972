"""Near-duplicates: retweets, copies with another link, cut-off copies and lightly edited templates, grouped."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import scipy.sparse as sp

from dawn_chorus.text.clean import fingerprint, prose
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.vectors import incidence

SHINGLE_WORDS = 4  # fewer make common phrases look like copies
SHINGLE_CHARACTERS = 8  # the same for text without blanks, such as Chinese
# Share of common shingles (Jaccard) from which two texts are copies: one sentence added to a tweet, or a name changed.
SAME_SHARE = 0.6
# A shingle in more texts than this is boilerplate; it would make the search quadratic.
MAX_SHINGLE_TEXTS = 50
# Cut-off copies must share this many letters and digits; shorter beginnings are common by chance.
MIN_PREFIX = 25


def group_copies(documents: Sequence[Document]) -> list[int]:
    """For each document the position of the earliest one that says the same (its own if none does).

    `documents` are in the order of their ids. A retweet joins the tweet it repeats, or the other retweets of it.
    """
    groups = _Groups(len(documents))
    prints = [fingerprint(document.text) for document in documents]
    groups.join_all(_retweets(documents))
    groups.join_all(_same_text(prints))
    groups.join_all(_cut_off(documents, prints))
    heads = [n for n in range(len(documents)) if groups.head(n) == n]
    groups.join_all((heads[a], heads[b]) for a, b in _alike([documents[n] for n in heads]))
    return [groups.head(n) for n in range(len(documents))]


class _Groups:
    """Disjoint sets of positions; the smallest position heads its set."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def head(self, n: int) -> int:
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def join_all(self, pairs: Iterable[tuple[int, int]]) -> None:
        for a, b in pairs:
            first, second = sorted((self.head(a), self.head(b)))
            self._parent[second] = first


def _retweets(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
    position = {document.tweet_id: n for n, document in enumerate(documents)}
    for n, document in enumerate(documents):
        if document.kind == "retweet" and document.ref_tweet_id is not None:
            yield position.setdefault(document.ref_tweet_id, n), n


def _same_text(prints: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs with equal letters and digits; texts without any (emoji, bare links) are not compared."""
    first: dict[str, int] = {}
    for n, printed in enumerate(prints):
        if printed:
            yield first.setdefault(printed, n), n


def _cut_off(documents: Sequence[Document], prints: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of a text that ends in "…" and a longer one that begins with it."""
    order = sorted(range(len(prints)), key=lambda n: (prints[n], n))
    ordered = [prints[n] for n in order]
    for n, document in enumerate(documents):
        if len(prints[n]) >= MIN_PREFIX and prose(document.text).endswith(("…", "...")):
            longer = bisect_left(ordered, prints[n] + "\0")
            if longer < len(order) and ordered[longer].startswith(prints[n]):
                yield order[longer], n


def _alike(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
    """Pairs whose shingles overlap by at least SAME_SHARE."""
    sets = [_shingles(document.text) for document in documents]
    sizes = np.array([len(shingles) for shingles in sets], dtype=np.float32)
    held = incidence(sets, 2, MAX_SHINGLE_TEXTS)
    common = sp.triu(held @ held.T, k=1).tocoo()
    union = sizes[common.row] + sizes[common.col] - common.data
    close = common.data >= SAME_SHARE * union
    yield from sorted(zip(common.row[close].tolist(), common.col[close].tolist(), strict=True))


def _shingles(text: str) -> set[str]:
    """Every run of SHINGLE_WORDS words, or of SHINGLE_CHARACTERS characters where there are too few words."""
    shown = prose(text).casefold()
    words = shown.split()
    if len(words) * SHINGLE_CHARACTERS > len(shown):
        return {" ".join(words[n : n + SHINGLE_WORDS]) for n in range(len(words) - SHINGLE_WORDS + 1)}
    return {shown[n : n + SHINGLE_CHARACTERS] for n in range(len(shown) - SHINGLE_CHARACTERS + 1)}
