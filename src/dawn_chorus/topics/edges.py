"""Edges: which texts of a topic hold it together, by the similarity of names and words that can be read."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import minimum_spanning_tree

from dawn_chorus.topics.regime import SIMILARITY
from dawn_chorus.topics.related import Material
from dawn_chorus.topics.terms import terms_of
from dawn_chorus.topics.vectors import Matrix


class Edge(NamedTuple):
    """The similarity of two rows, 0..1, and their positions."""

    similarity: float
    one: int
    other: int


def strongest_edges(rows: Matrix) -> list[Edge]:
    """The edges without which the rows would fall apart (a maximum spanning tree), strongest first.

    Of a crowd of like rows each is named by its strongest edge, and not every pair. `rows`: see vectors.
    """
    if rows.shape[0] < 2:
        return []
    tree = minimum_spanning_tree(-sp.triu(rows @ rows.T, k=1, format="csr")).tocoo()
    found = zip((-tree.data).tolist(), tree.row.tolist(), tree.col.tolist(), strict=True)
    return sorted((Edge(*each) for each in found), key=lambda edge: (-edge.similarity, edge.one, edge.other))


def nearest(rows: Matrix, others: Matrix) -> list[Edge]:
    """Each of the `others` that is like one of the `rows`, with the row that is nearest to it; nearest first."""
    if not rows.shape[0] or not others.shape[0]:
        return []
    similarity = (others @ rows.T).tocsr()
    best = similarity.max(axis=1).toarray().ravel()
    row = np.asarray(similarity.argmax(axis=1)).ravel()
    found = [Edge(float(best[n]), int(row[n]), int(n)) for n in np.flatnonzero(best >= SIMILARITY)]
    return sorted(found, key=lambda edge: (-edge.similarity, edge.other))


def shared(material: Material, texts: Sequence[int]) -> list[str]:
    """The names and words that all of the texts hold, as they write them, the rarest in the channel first."""
    analyses = [material.analyses[n] for n in texts]
    terms = terms_of(analyses, [1] * len(analyses), material.frequencies, material.names)
    return [term.written for term in terms if term.share == 1]
