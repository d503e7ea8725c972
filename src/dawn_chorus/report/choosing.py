"""Choose a few of many sentences: each says something that matters, and none says what another one said.

The next sentence is the one of highest worth less its likeness to the nearest that is chosen already (maximal marginal
relevance, Carbonell and Goldstein 1998). Key points are chosen so with the editor's score as worth, and the second
voice of a key point with nearness to the middle of its topic. `benchmarks/keypoints.py` measures the latter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

import numpy as np
import scipy.sparse as sp

from dawn_chorus.report.excerpts import Excerpt
from dawn_chorus.report.quotes import points
from dawn_chorus.text.lexicon import stop_words
from dawn_chorus.text.tokens import scan
from dawn_chorus.topics.learned import Floats
from dawn_chorus.topics.vectors import Matrix, sparse_rows, unit_rows

# Beside the cosine with the middle of all sentences. From some 200 settings on 37 event-days of CrisisFACTS; half or
# twice as much of either costs a tenth of what is covered.
POINT = 0.025  # a point of a sentence's form and wording
REPEATED = 1.6  # the cosine with the nearest sentence that is chosen already


def choose(
    worth: Floats, likeness: Floats, widths: Sequence[float], room: float, chosen: Iterable[int] = ()
) -> Iterator[int]:
    """The places of what is chosen, in the order of choosing, until nothing more fits the room.

    ``worth``: of each; ``likeness``: of each to each, in the same measure. ``widths``: how much room each takes.
    ``chosen``: places that were chosen before, without taking room.
    """
    nearest, left = np.zeros(len(worth)), np.ones(len(worth), dtype=bool)
    sizes = np.asarray(widths, dtype=np.float64)
    for place in chosen:
        left[place] = False
        nearest = np.maximum(nearest, likeness[place])
    while (fits := left & (sizes <= room)).any():
        best = int(np.argmax(np.where(fits, worth - nearest, -np.inf)))
        yield best
        left[best] = False
        room -= sizes[best]
        nearest = np.maximum(nearest, likeness[best])


def key_sentences(
    pieces: Sequence[Excerpt], names: Sequence[str], widths: Sequence[float], room: float, said: int = 0
) -> list[int]:
    """The places of the pieces that tell together most of what all tell, best first.

    ``names``: of their subject. ``said``: so many of the first are told already.
    """
    if not pieces:
        return []
    texts = [piece.text for piece in pieces]
    worth = nearness(texts) + POINT * np.array([points(piece, names) for piece in pieces])
    return list(choose(worth, REPEATED * likeness(texts), widths, room, range(said)))


def likeness(texts: Iterable[str]) -> Floats:
    """Cosine of each text with each, 0..1: all words by TF-IDF, since two that begin alike read alike."""
    rows = _rows(texts, frozenset())
    return np.asarray((rows @ rows.T).toarray())


def nearness(texts: Iterable[str]) -> Floats:
    """Cosine of each text with the mean of all, 0..1: by words that say what it is about."""
    rows = _rows(texts, stop_words())
    middle = unit_rows(sp.csr_matrix(rows.sum(axis=0)))
    return np.asarray((rows @ middle.T).toarray()).ravel()


def _rows(texts: Iterable[str], stop: Set[str]) -> Matrix:
    """A row of length 1 for each text, (1 + ln tf) * (1 + ln((1 + n) / (1 + df))), as scikit-learn has it."""
    counted = [Counter(token.key for token in scan(text) if token.key not in stop) for text in texts]
    spread = Counter(word for row in counted for word in row)
    rarity = {word: 1 + np.log((1 + len(counted)) / (1 + spread[word])) for word in sorted(spread)}
    rows = [{word: (1 + np.log(count)) * rarity[word] for word, count in row.items()} for row in counted]
    return unit_rows(sparse_rows(rows, list(rarity)))
