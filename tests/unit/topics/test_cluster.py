"""Clusters: like goes to like, strangers stay alone, and nothing depends on chance."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
import scipy.sparse as sp

from dawn_chorus.text.analysis import analyse
from dawn_chorus.topics.cluster import NEIGHBOURS, clusters, communities, link, neighbours
from dawn_chorus.topics.frequencies import learn
from dawn_chorus.topics.vectors import Matrix, unit_rows, vectors


def rows(*texts: str) -> Matrix:
    analyses = [analyse(text) for text in texts]
    frequencies, names = learn(analyses, ((analyse(f"everyday words about the weather {n}"), 30) for n in range(300)))
    return vectors(analyses, frequencies, names)


def grouped(matrix: Matrix, authors: Sequence[str] = ()) -> set[frozenset[int]]:
    labels = clusters(matrix, authors or [str(n) for n in range(matrix.shape[0])])
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


def test_one_authors_posts_need_to_be_more_alike() -> None:
    matrix = unit_rows(sp.csr_matrix([[1.0, 0.0, 2.4], [1.0, 2.4, 0.0]])).astype(np.float32)
    cosine = float((matrix[0] @ matrix[1].T)[0, 0])
    assert 0.13 < cosine < 0.16, "between the threshold and the threshold for one author"
    of_two = neighbours(matrix, ["a", "b"])[0, 1]
    of_one = neighbours(matrix, ["a", "a"])[0, 1]
    assert of_one < of_two == pytest.approx(cosine)
    assert len(set(communities(neighbours(matrix, ["a", "a"]), 0.13).tolist())) == 2
    assert len(set(communities(neighbours(matrix, ["a", "b"]), 0.13).tolist())) == 1


def test_linking_is_average_linkage() -> None:
    matrix = unit_rows(sp.csr_matrix(np.array([[1, 0], [1, 0.1], [0.9, 0.5], [0, 1]], dtype=np.float32)))
    labels = link(matrix.astype(np.float32), np.arange(4), threshold=0.7)
    assert labels.tolist() == [0, 0, 0, 1]


def test_linking_leaves_distant_clusters_apart() -> None:
    matrix = sp.csr_matrix(np.eye(3, dtype=np.float32))
    assert link(matrix, np.arange(3), threshold=0.1).tolist() == [0, 1, 2]


def test_the_same_graph_gives_the_same_communities_and_leaves_chance_alone() -> None:
    generator = np.random.default_rng(3)
    upper = sp.triu(sp.random(60, 60, 0.1, random_state=generator), k=1)
    graph = (upper + upper.T).tocsr()
    random.seed(11)
    expected = random.random()
    random.seed(11)
    first = communities(graph, 0.05)
    assert random.random() == expected, "a generator that others use must go on as if nothing had happened"
    assert (communities(graph, 0.05) == first).all()


def test_similarity_is_a_share() -> None:
    matrix = rows("Nimbus Kite flies", "Nimbus Kite flies", "an other text about Nimbus Kite and more")
    products = (matrix @ matrix.T).toarray()
    assert (products >= 0).all()
    assert (products <= 1 + 1e-6).all()


def test_without_names_words_are_all_there_is() -> None:
    lower = rows(*["harbour ostrava flood water", "harbour ostrava flood rain"] * 1)
    assert (lower @ lower.T)[0, 1] > 0.4
