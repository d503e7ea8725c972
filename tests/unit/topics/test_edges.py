"""Edges: the few ties without which a topic would fall apart, what they are made of, and what is near outside."""

import numpy as np
import pytest
import scipy.sparse as sp

from dawn_chorus.topics.edges import nearest, shared, strongest_edges
from dawn_chorus.topics.read import prepare
from dawn_chorus.topics.vectors import Matrix

from .conftest import Tweet


def rows(*degrees: float) -> Matrix:
    """Unit rows at these angles: the less apart, the more alike."""
    angles = np.radians(degrees)
    return sp.csr_matrix(np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32))


def test_every_text_hangs_by_its_strongest_edge_and_no_pair_is_told_twice() -> None:
    edges = strongest_edges(rows(0, 60, 10, 30))
    assert [(edge.one, edge.other) for edge in edges] == [(0, 2), (2, 3), (1, 3)]
    assert [edge.similarity for edge in edges] == pytest.approx(np.cos(np.radians([10, 20, 30])))


def test_texts_that_have_nothing_in_common_have_no_edge() -> None:
    assert strongest_edges(sp.identity(3, format="csr", dtype=np.float32)) == []


@pytest.mark.parametrize("count", [0, 1])
def test_a_text_alone_has_no_edge(count: int) -> None:
    assert strongest_edges(rows(10)[:count]) == []


def test_what_is_near_comes_first_and_what_is_like_nothing_is_left_out() -> None:
    found = nearest(rows(0, 10), rows(90, 40, 12))
    assert [(edge.one, edge.other) for edge in found] == [(1, 2), (1, 1), (1, 0)]
    assert nearest(rows(0), rows(90, 5))[0].other == 1
    assert len(nearest(rows(0), rows(90, 5))) == 1


def test_without_rows_nothing_is_near() -> None:
    assert nearest(rows(0)[:0], rows(0)) == nearest(rows(0), rows(0)[:0]) == []


def test_both_texts_hold_what_is_shared_names_whole_and_rarest_first(tweet: Tweet) -> None:
    texts = [
        "Zorbital has released Nimbus Kite with open weights",
        "We love the weights of Nimbus Kite",
        "A bakery opens in the harbour",
    ]
    history = [tweet(900 + n, f"They train weights all day {n} long", days_ago=2) for n in range(20)]
    material = prepare([tweet(n, text) for n, text in enumerate(texts)], history).material
    assert shared(material, (0, 1)) == ["Nimbus Kite", "weights"]
    assert shared(material, (0, 2)) == []
