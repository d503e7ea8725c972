"""Linkage: groups join while they are alike on average, each with its nearest."""

import numpy as np
import pytest
import scipy.sparse as sp

from dawn_chorus.topics.linkage import link
from dawn_chorus.topics.vectors import Matrix


def graph(size: int, edges: dict[tuple[int, int], float]) -> Matrix:
    dense = np.zeros((size, size))
    for (a, b), value in edges.items():
        dense[a, b] = dense[b, a] = value
    return sp.csr_matrix(dense)


def grouped(labels: np.ndarray) -> list[list[int]]:
    return sorted(np.flatnonzero(labels == label).tolist() for label in set(labels.tolist()))


def test_what_is_alike_on_average_is_one_group() -> None:
    assert grouped(link(graph(4, {(0, 1): 0.9, (1, 2): 0.5, (0, 2): 0.3}), 0.35)) == [[0, 1, 2], [3]]


def test_one_strong_edge_does_not_chain() -> None:
    assert grouped(link(graph(3, {(0, 1): 0.9, (1, 2): 0.5}), 0.35)) == [[0, 1], [2]]


def test_the_nearest_join_first() -> None:
    assert grouped(link(graph(3, {(0, 1): 0.5, (1, 2): 0.6}), 0.4)) == [[0], [1, 2]]


@pytest.mark.parametrize("size", [0, 1, 3])
def test_without_edges_all_stay_alone(size: int) -> None:
    assert len(set(link(sp.csr_matrix((size, size)), 0.1).tolist())) == size
