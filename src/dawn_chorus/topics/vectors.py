"""Vectors: each text as weighted words and weighted names, so that a dot product is their similarity.

similarity = (1 - s) * cosine of words + s * cosine of names, s = NAME_SHARE where texts have names. On sparse timelines
the mean of the two beats either alone (topic match F1 .42 against .33 and .39): names carry the topics, words settle
the rest. Where hardly any text has a name (lower-case headlines), words are all there is, and s shrinks with them.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import scipy.sparse as sp

from dawn_chorus.text.analysis import Analysis
from dawn_chorus.text.names import names_in
from dawn_chorus.topics.frequencies import Frequencies

NAME_SHARE = 0.5
# Names count in full where at least this share of the texts holds one; on every real timeline it is above .5.
NAMED_TEXTS = 0.3
# A text with one faint name is not "all about" it: its names are weighed against one more, of this weight, that nobody
# shares. 0-.6 are equal in F1; without it pairs that share just a city are topics.
NAME_PRIOR = 0.3
# A word of more texts finds no neighbour. It costs .01 of NMI on a labelled set of 25,000 texts and nothing on sets of
# 20,000 and less; half as many cost twice that.
SEARCHED_TEXTS = 2_000

Matrix: TypeAlias = Any  # scipy.sparse.csr_matrix; scipy ships no types


def vectors(analyses: Sequence[Analysis], frequencies: Frequencies, names: frozenset[str]) -> Matrix:
    """One row per text, float32; the dot product of two rows is their similarity, 0..1."""
    words = unit_rows(_weighted([analysis.words for analysis in analyses], frequencies.word_weight))
    held = [{phrase.key for phrase in names_in(analysis, names)} for analysis in analyses]
    named = unit_rows(_weighted(held, frequencies.name_weight), NAME_PRIOR)
    share = NAME_SHARE * min(1.0, sum(map(bool, held)) / (NAMED_TEXTS * max(1, len(held))))
    both = [words * math.sqrt(1 - share), named * math.sqrt(share)]
    return sp.hstack(both, format="csr", dtype=np.float32)


def unit_rows(matrix: Matrix, prior: float = 0.0) -> Matrix:
    """The rows scaled to length 1, or to less by a `prior` (see NAME_PRIOR); empty rows stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel() + prior**2)
    return sp.csr_matrix(sp.diags(1 / np.where(lengths > 0, lengths, 1)) @ matrix)


def searched(rows: Matrix) -> Matrix:
    """The rows to look for neighbours of: without features of more than SEARCHED_TEXTS.

    These would compare almost every text with every other, and say little of any.
    """
    spread = np.bincount(rows.indices, minlength=rows.shape[1])
    if spread.max(initial=0) <= SEARCHED_TEXTS:
        return rows
    return sp.csr_matrix(rows @ sp.diags((spread <= SEARCHED_TEXTS).astype(rows.dtype)))


def sparse_rows(rows: Sequence[Mapping[str, float]], columns: Sequence[str]) -> Matrix:
    """A matrix of the rows' values, float64; `columns` are all features in order."""
    number = {column: n for n, column in enumerate(columns)}
    pointer = np.cumsum([0, *map(len, rows)])
    indices = np.array([number[feature] for row in rows for feature in row], dtype=np.int32)
    data = np.array([value for row in rows for value in row.values()], dtype=np.float64)
    matrix = sp.csr_matrix((data, indices, pointer), shape=(len(rows), max(1, len(columns))))
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix


def incidence(sets: Sequence[Collection[str]], least: int, most: int) -> Matrix:
    """Texts by their features, 0/1, float32; features of `least` to `most` texts, in sorted order."""
    spread = Counter(feature for features in sets for feature in features)
    column = {f: n for n, f in enumerate(sorted(f for f, count in spread.items() if least <= count <= most))}
    columns = [[column[feature] for feature in features if feature in column] for features in sets]
    pointer = np.cumsum([0, *map(len, columns)])
    indices = np.concatenate([np.empty(0, np.int32), *(np.array(each, dtype=np.int32) for each in columns)])
    shape = (len(sets), max(1, len(column)))
    matrix = sp.csr_matrix((np.ones(len(indices), np.float32), indices.astype(np.int32), pointer), shape=shape)
    matrix.sort_indices()
    return matrix


def _weighted(texts: Iterable[Iterable[str]], weight: Callable[[str], float]) -> Matrix:
    """TF-IDF rows, (1 + ln tf) * weight; features in sorted order, so that hash seeds do not matter."""
    counted = [Counter(features) for features in texts]
    weights = {f: w for f in sorted(set().union(*counted)) if (w := weight(f)) > 0}
    column = {feature: n for n, feature in enumerate(weights)}
    sizes = [len(row) for row in counted]
    columns = np.array([column.get(f, -1) for row in counted for f in row], dtype=np.int64)
    times = np.array([count for row in counted for count in row.values()], dtype=np.float64)
    kept = columns >= 0
    row, columns = np.repeat(np.arange(len(counted)), sizes)[kept], columns[kept]
    data = (1 + np.log(times[kept])) * np.array([*weights.values(), 0.0])[columns]
    return sp.csr_matrix((data, (row, columns)), shape=(len(counted), max(1, len(column))))
