"""Linkage: texts into groups while the members of two groups are, on average, likely enough to be about one thing."""

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from dawn_chorus.topics.vectors import Matrix

Labels = npt.NDArray[np.int64]


def link(graph: Matrix, threshold: float) -> Labels:
    """A group for each node of a symmetric graph of similarities, 0..1; nodes without an edge have similarity 0.

    Joins two groups while they are each other's nearest with a mean similarity of at least `threshold`. Joining all
    such pairs at once is average linkage (Murtagh 1983), and needs only sums of the graph.
    """
    labels = np.arange(graph.shape[0], dtype=np.int64)
    sums = sp.csr_matrix(graph, dtype=np.float64)
    sizes = np.ones(graph.shape[0])
    while len(pairs := _reciprocal(sums, sizes, threshold)):
        into = np.arange(sums.shape[0])
        into[pairs[:, 1]] = pairs[:, 0]
        into = np.unique(into, return_inverse=True)[1]
        labels = into[labels]
        select = sp.csr_matrix((np.ones(len(into)), (into, np.arange(len(into)))), shape=(into.max() + 1, len(into)))
        sums, sizes = (select @ sums @ select.T).tocsr(), np.bincount(into, sizes)
    return labels


def _reciprocal(sums: Matrix, sizes: npt.NDArray[np.float64], threshold: float) -> Labels:
    """Pairs of groups that are each other's nearest, the smaller number first."""
    edges = sums.tocoo()
    mean = edges.data / (sizes[edges.row] * sizes[edges.col])
    near = (edges.row != edges.col) & (mean >= threshold)
    row, column, mean = edges.row[near], edges.col[near], mean[near]
    order = np.lexsort((column, -mean, row))
    row, column = row[order], column[order]
    is_first = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, bool)
    nearest = np.full(len(sizes), -1, dtype=np.int64)
    nearest[row[is_first]] = column[is_first]
    group = np.flatnonzero(nearest >= 0)
    mutual = group[(nearest[nearest[group]] == group) & (group < nearest[group])]
    return np.stack([mutual, nearest[mutual]], axis=1)
