"""Clusters: which texts are about the same thing, their number unknown, by similarity alone.

A graph of nearest neighbours, and communities by Leiden (Traag et al. 2019) under the constant Potts model: a
community is one whose members are on average more similar than RESOLUTION. Many texts stay alone; nothing forces them
together. Average linkage then joins what the neighbour graph cut in two.
"""

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from graspologic_native import leiden_csr
from sparse_dot_topn import sp_matmul_topn

from dawn_chorus.topics.vectors import Matrix, searched

NEIGHBOURS = 30
MIN_SIMILARITY = 0.05  # a weaker edge is noise, and makes the graph dense
# Mean similarity within a cluster. On the hand-labelled windows topic match F1 rises from .33 at .13 to .35 at .20 and
# falls to .30 at .25; the sample week's stories stay in fewer pieces the lower it is.
RESOLUTION = 0.18
LEIDEN_ROUNDS = 2  # a third changes nothing on the labelled windows
SEED = 7

Labels = npt.NDArray[np.int64]


def clusters(rows: Matrix) -> Labels:
    """A cluster number for each row of `rows` (see vectors); rows of the same number belong together."""
    return link(rows, communities(neighbours(rows), RESOLUTION), RESOLUTION)


def neighbours(rows: Matrix) -> Matrix:
    """The symmetric graph of each row's NEIGHBOURS most similar rows, weighted by similarity."""
    graph = sp_matmul_topn(
        searched(rows), rows.T.tocsr(), top_n=NEIGHBOURS + 1, threshold=MIN_SIMILARITY, sort=True
    ).tocoo()
    other = graph.row != graph.col
    directed = sp.csr_matrix((graph.data[other], (graph.row[other], graph.col[other])), shape=graph.shape)
    return directed.maximum(directed.T).tocsr()


def communities(graph: Matrix, resolution: float, by_modularity: bool = False) -> Labels:
    """Leiden under the constant Potts model, or by modularity; the same graph always gives the same answer."""
    size: int = graph.shape[0]
    if not graph.nnz:
        return np.arange(size)
    ordered = graph.sorted_indices()
    _, found = leiden_csr(
        ordered.indptr.astype(np.int64),
        ordered.indices.astype(np.int32),
        ordered.data.astype(np.float64),
        n_nodes=size,
        resolution=resolution,
        iterations=LEIDEN_ROUNDS,
        use_modularity=by_modularity,
        seed=SEED,
    )
    return np.array([found[n] for n in range(size)], dtype=np.int64)


def link(rows: Matrix, labels: Labels, threshold: float) -> Labels:
    """Join clusters while two of them are each other's nearest with a mean similarity of at least `threshold`.

    Joining reciprocal nearest neighbours is average linkage (Murtagh 1983); the mean similarity of two clusters is the
    dot product of their mean rows.
    """
    labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    while len(labels) and (pairs := _reciprocal(_means(rows, labels), threshold)):
        into = np.arange(labels.max() + 1)
        for first, second in pairs:
            into[second] = first
        labels = np.unique(into[labels], return_inverse=True)[1].astype(np.int64)
    return labels


def _means(rows: Matrix, labels: Labels) -> Matrix:
    """The mean row of each cluster."""
    count = np.bincount(labels)
    select = sp.csr_matrix((1 / count[labels], (labels, np.arange(len(labels)))), shape=(len(count), len(labels)))
    return (select @ rows).tocsr().astype(np.float32)


def _reciprocal(means: Matrix, threshold: float) -> list[tuple[int, int]]:
    """Pairs of clusters that are each other's nearest, the smaller number first."""
    near = sp_matmul_topn(means, means.T.tocsr(), top_n=NEIGHBOURS, threshold=threshold).tocoo()
    other = near.row != near.col
    row, column, similarity = near.row[other], near.col[other], near.data[other]
    nearest: dict[int, int] = {}
    for n in np.lexsort((column, -similarity, row)):
        nearest.setdefault(int(row[n]), int(column[n]))
    return [(a, b) for a, b in sorted(nearest.items()) if a < b and nearest.get(b) == a]
