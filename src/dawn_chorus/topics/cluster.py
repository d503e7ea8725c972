"""Clusters: which texts are about the same thing, their number unknown.

A graph of nearest neighbours, communities by Leiden under the constant Potts model (a community is one whose members
are on average more similar than RESOLUTION; Traag et al. 2011), then average linkage joins what the
neighbour graph cut in two. Most texts of a real timeline stay alone; nothing forces them together.
"""

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sparse_dot_topn import sp_matmul_topn

from dawn_chorus.topics.vectors import Matrix

NEIGHBOURS = 30
MIN_SIMILARITY = 0.05  # a weaker edge is noise, and makes the graph dense
# Mean similarity within a cluster. Topic match F1 on the hand-labelled windows moves by .02 from .10 to .20.
RESOLUTION = 0.13
# One account's posts share its habits of speech; what they share counts less. .7-1 are equal on the labelled windows,
# whose annotators took an account's series for one topic.
SAME_AUTHOR = 0.8
LEIDEN_ROUNDS = 3
SEED = 7

Labels = npt.NDArray[np.int64]


def clusters(rows: Matrix, authors: Sequence[str]) -> Labels:
    """A cluster number for each row of `rows` (see vectors); rows of the same number belong together."""
    labels = communities(neighbours(rows, authors), RESOLUTION)
    return link(rows, labels, RESOLUTION)


def neighbours(rows: Matrix, authors: Sequence[str]) -> Matrix:
    """The symmetric graph of each row's NEIGHBOURS most similar rows, weighted by similarity."""
    graph = sp_matmul_topn(rows, rows.T.tocsr(), top_n=NEIGHBOURS + 1, threshold=MIN_SIMILARITY, sort=True).tocoo()
    number = np.unique(np.array(authors, dtype=str), return_inverse=True)[1]
    weights = np.where(number[graph.row] == number[graph.col], SAME_AUTHOR * graph.data, graph.data)
    is_edge = graph.row != graph.col
    directed = sp.csr_matrix((weights[is_edge], (graph.row[is_edge], graph.col[is_edge])), shape=graph.shape)
    return directed.maximum(directed.T).tocsr()


def communities(graph: Matrix, resolution: float) -> Labels:
    """Leiden under the constant Potts model; the same graph always gives the same answer."""
    import igraph

    upper = sp.triu(graph, k=1).tocoo()
    order = np.lexsort((upper.col, upper.row))
    edges = list(zip(upper.row[order].tolist(), upper.col[order].tolist(), strict=True))
    network = igraph.Graph(n=graph.shape[0], edges=edges)
    state = random.getstate()
    random.seed(SEED)  # igraph draws from Python's generator
    try:
        found = network.community_leiden(
            objective_function="CPM",
            weights=upper.data[order].tolist(),
            resolution=resolution,
            n_iterations=LEIDEN_ROUNDS,
        )
    finally:
        random.setstate(state)
    return np.array(found.membership, dtype=np.int64)


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
