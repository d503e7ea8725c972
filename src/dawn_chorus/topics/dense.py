"""Dense windows: clusters of texts that have many like them, their number unknown.

Too many communities of a graph of nearest neighbours first (Leiden, Traag et al. 2019); then those are merged that one
multinomial explains better than two, and texts are given to the cluster of their neighbours that explains them best,
as in Gibbs sampling of a Dirichlet multinomial mixture (Yin and Wang 2014), but always taking the best.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from sparse_dot_topn import sp_matmul_topn

from dawn_chorus.text.analysis import Analysis
from dawn_chorus.text.segment import FIRST_HAN
from dawn_chorus.topics.cluster import communities
from dawn_chorus.topics.linkage import Labels
from dawn_chorus.topics.merge import merge
from dawn_chorus.topics.reassign import reassign
from dawn_chorus.topics.vectors import Matrix, searched, unit_rows

# Constants of all labelled sets together; NMI moves by .01 between 12 and 20 neighbours, and between resolutions 8 and
# 16.
NEIGHBOURS = 12
RESOLUTION = 12.0
MIN_TEXTS = 2  # a word of one text ties nothing
ALIKE = 0.25  # cosine; any two texts of one event have it, two tweets of a real timeline hardly ever


class Neighbourhood(NamedTuple):
    """Texts beside each other, texts of the same words being one row.

    ``counts``: how often each row holds each word. ``graph``: the symmetric graph of each row's nearest, weighted by
    their cosine. ``row``: of each text.
    """

    counts: Matrix
    graph: Matrix
    row: Labels


def neighbourhood(analyses: Sequence[Analysis]) -> Neighbourhood:
    """The nearest of each text by the words that tell texts apart."""
    words = [tuple(_words(analysis)) for analysis in analyses]
    first: dict[frozenset[str], int] = {}
    row = np.array([first.setdefault(frozenset(text), len(first)) for text in words], dtype=np.int64)
    told = dict(zip(reversed(row.tolist()), reversed(words), strict=True))
    counts = _counts([told[n] for n in range(len(first))])
    return Neighbourhood(counts, _neighbours(_weighted(counts)), row)


def company(near: Neighbourhood) -> Labels:
    """How many others each text is like, ALIKE or more."""
    alike = near.graph.data >= ALIKE
    cells = np.concatenate([[0], np.cumsum(alike)])
    return np.asarray((cells[near.graph.indptr[1:]] - cells[near.graph.indptr[:-1]])[near.row])


def dense_clusters(near: Neighbourhood) -> Labels:
    """A cluster number for each text."""
    labels = communities(near.graph, RESOLUTION, by_modularity=True)
    return reassign(near.counts, near.graph, merge(near.counts, near.graph, labels))[near.row]


def _words(analysis: Analysis) -> Iterator[str]:
    """The words of a text, and the characters of its Chinese words.

    Titles of a few words on one subject share characters rather than words: NMI of the Chinese labelled set is .59 with
    them and .55 without, on random thirds of it .55 and .45.
    """
    for word in analysis.words:
        if " " in word:
            continue
        yield word
        if len(word) > 1 and word[0] >= FIRST_HAN:
            yield from word


def _counts(texts: Sequence[Sequence[str]]) -> Matrix:
    """How often each text holds each word; words in sorted order."""
    spread = Counter(word for text in texts for word in set(text))
    column = {word: n for n, word in enumerate(sorted(w for w, count in spread.items() if count >= MIN_TEXTS))}
    pairs = [(row, column[word]) for row, text in enumerate(texts) for word in text if word in column]
    cells = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    shape = (len(texts), max(1, len(column)))
    return sp.csr_matrix((np.ones(len(cells)), (cells[:, 0], cells[:, 1])), shape=shape)


def _weighted(counts: Matrix) -> Matrix:
    """Unit rows of (1 + ln tf) * (1 + ln((1 + N) / (1 + df)))."""
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    rows = counts.copy()
    rows.data = (1 + np.log(rows.data)) * (1 + np.log((1 + counts.shape[0]) / (1 + spread)))[counts.indices]
    return unit_rows(rows)


def _neighbours(rows: Matrix) -> Matrix:
    """The symmetric graph of each row's nearest, weighted by what they share of words that tell them apart."""
    near = sp_matmul_topn(searched(rows), rows.T.tocsr(), top_n=NEIGHBOURS + 1, threshold=0.0, sort=True).tocoo()
    other = (near.row != near.col) & (near.data > 0)
    directed = sp.csr_matrix((near.data[other], (near.row[other], near.col[other])), shape=near.shape)
    return directed.maximum(directed.T).tocsr()
