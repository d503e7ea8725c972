"""Reassignment: each text to the cluster of its neighbours that explains its words best."""

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.special import gammaln

from dawn_chorus.topics.linkage import Labels
from dawn_chorus.topics.vectors import Matrix

CLUSTER_PRIOR = 10.0  # texts that every cluster has beforehand: small ones are not starved
WORD_PRIOR = 0.35  # prior count of every word; NMI of the labelled sets moves by .01 from .25 to .5
SWEEPS = 10
SETTLED = 0.001  # share of texts that still move when it is over

Floats = npt.NDArray[np.float64]


def reassign(counts: Matrix, graph: Matrix, labels: Labels) -> Labels:
    """Sweep over all texts at once until few move; a text may only go where it has a neighbour."""
    present = sp.csr_matrix(counts, copy=True)
    present.data[:] = 1.0
    labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    for _ in range(SWEEPS):
        moved = _sweep(present, graph, labels)
        changed = int(np.count_nonzero(moved != labels))
        labels = moved
        if changed <= SETTLED * len(labels):
            break
    return labels


def _sweep(present: Matrix, graph: Matrix, labels: Labels) -> Labels:
    size = int(labels.max(initial=-1)) + 1
    member = sp.csr_matrix((np.ones(len(labels)), (np.arange(len(labels)), labels)), shape=(len(labels), max(1, size)))
    texts, clusters = _choices(graph, member)
    if not len(texts):
        return labels
    score = fit(present, present, member, texts, clusters, labels[texts] == clusters)
    order = np.lexsort((clusters, -score, texts))
    texts, clusters = texts[order], clusters[order]
    is_best = np.concatenate([[True], texts[1:] != texts[:-1]])
    moved = labels.copy()
    moved[texts[is_best]] = clusters[is_best]
    return moved


def _choices(graph: Matrix, member: Matrix) -> tuple[Labels, Labels]:
    """Each text with each cluster of its neighbours and its own, where these are more than one."""
    near = sp.csr_matrix(graph @ member + member)
    count = np.diff(near.indptr)
    texts = np.repeat(np.arange(len(count)), count)
    several = count[texts] > 1
    return texts[several], near.indices[several].astype(np.int64)


def fit(
    rows: Matrix, present: Matrix, member: Matrix, texts: Labels, clusters: Labels, is_own: npt.NDArray[np.bool_]
) -> Floats:
    """The log probability of the words of each of `texts`, positions in `rows`, in the cluster beside it.

    `present`: the words of the members, 1 each; `member`: which cluster each is in. Where `is_own` the text is one of
    its cluster and is taken out of it.
    """
    sums = sp.csr_matrix(member.T @ present).sorted_indices()
    words, own = present.shape[1], is_own.astype(np.float64)
    lengths = np.diff(rows.indptr)
    choice, word = _words_of(rows, texts)
    held = np.log(look_up(sums, clusters[choice], word) - own[choice] + WORD_PRIOR)
    size = np.asarray(sums.sum(axis=1)).ravel()[clusters] - own * lengths[texts] + words * WORD_PRIOR
    tweets = np.asarray(member.sum(axis=0)).ravel()[clusters] - own
    fitting = np.bincount(choice, held, minlength=len(texts)) - gammaln(size + lengths[texts]) + gammaln(size)
    return np.asarray(fitting + np.log(tweets + CLUSTER_PRIOR))


def _words_of(present: Matrix, texts: Labels) -> tuple[Labels, Labels]:
    """The words of each of `texts`: position in the list, and word."""
    lengths = np.diff(present.indptr)[texts]
    choice = np.repeat(np.arange(len(texts)), lengths)
    offset = np.arange(len(choice)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return choice, present.indices[np.repeat(present.indptr[texts], lengths) + offset].astype(np.int64)


def look_up(matrix: Matrix, rows: Labels, columns: Labels) -> Floats:
    """The values of single cells."""
    width = matrix.shape[1]
    keys = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr)) * width + matrix.indices
    wanted = rows * width + columns
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, matrix.data[place], 0.0) if len(keys) else np.zeros(len(wanted))
