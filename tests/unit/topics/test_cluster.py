"""Clusters: like goes to like, strangers stay alone, and nothing depends on chance."""

import numpy as np
import pytest
import scipy.sparse as sp

from dawn_chorus.text.analysis import analyse
from dawn_chorus.topics.cluster import NEIGHBOURS, clusters, communities, link
from dawn_chorus.topics.frequencies import learn
from dawn_chorus.topics.vectors import Matrix, unit_rows, vectors


def rows(*texts: str) -> Matrix:
    analyses = [analyse(text) for text in texts]
    frequencies, names = learn(analyses, ((analyse(f"everyday words about the weather {n}"), 30) for n in range(300)))
    return vectors(analyses, frequencies, names)


def grouped(matrix: Matrix) -> set[frozenset[int]]:
    labels = clusters(matrix)
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())}


def test_two_events_and_a_stranger() -> None:
    matrix = rows(
        "Everyone tests Nimbus Kite today",
        "My verdict on Nimbus Kite: fast",
        "Rain floods the harbour of Ostrava",
        "The harbour of Ostrava is under water",
        "I planted tomatoes",
    )
    assert grouped(matrix) == {frozenset({0, 1}), frozenset({2, 3}), frozenset({4})}


def test_texts_without_anything_in_common_stay_alone() -> None:
    assert len(grouped(rows("alpha quill", "bravo tin", "charlie wool", ""))) == 4


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_and_one(count: int) -> None:
    assert len(grouped(rows(*["one text"] * count))) == count


def test_a_big_story_is_one_cluster_though_the_graph_has_few_neighbours() -> None:
    parts = ("speed", "price", "weights", "licence", "demo", "paper", "maps", "tools")
    texts = [f"What about Nimbus Kite and its {parts[n % 8]} {parts[n // 8 % 8]} w{n}" for n in range(3 * NEIGHBOURS)]
    assert max(map(len, grouped(rows(*texts)))) == len(texts)


def test_by_modularity_a_community_has_more_edges_than_chance_gives() -> None:
    chain = sp.diags([np.full(5, 0.02)], [1])
    graph = sp.csr_matrix(chain + chain.T)
    assert len(set(communities(graph, 0.5).tolist())) == 6, "too unlike for similarity alone"
    assert len(set(communities(graph, 1.0, by_modularity=True).tolist())) < 6


def test_linking_is_average_linkage() -> None:
    matrix = unit_rows(sp.csr_matrix(np.array([[1, 0], [1, 0.1], [0.9, 0.5], [0, 1]], dtype=np.float32)))
    labels = link(matrix.astype(np.float32), np.arange(4), threshold=0.7)
    assert labels.tolist() == [0, 0, 0, 1]


def test_linking_leaves_distant_clusters_apart() -> None:
    matrix = sp.csr_matrix(np.eye(3, dtype=np.float32))
    assert link(matrix, np.arange(3), threshold=0.1).tolist() == [0, 1, 2]


def test_the_same_graph_gives_the_same_communities() -> None:
    generator = np.random.default_rng(3)
    upper = sp.triu(sp.random(60, 60, 0.1, random_state=generator), k=1)
    graph = (upper + upper.T).tocsr()
    assert len({tuple(communities(graph, 0.05).tolist()) for _ in range(5)}) == 1


def test_a_community_is_more_alike_than_the_resolution() -> None:
    pairs = sp.csr_matrix(np.array([[0, 0.5, 0.1], [0.5, 0, 0.1], [0.1, 0.1, 0]]))
    assert len(set(communities(pairs, 0.05).tolist())) == 1
    assert len(set(communities(pairs, 0.3).tolist())) == 2
    assert len(set(communities(pairs, 0.6).tolist())) == 3


@pytest.mark.parametrize("size", [0, 1, 4])
def test_a_graph_without_edges_is_strangers_only(size: int) -> None:
    assert communities(sp.csr_matrix((size, size)), 0.1).tolist() == list(range(size))
