"""Apart: small talk lies at an edge or alone, and is written unlike what lies together."""

import numpy as np
import pytest
import scipy.sparse as sp

from dawn_chorus.topics.apart import MARK_TEXTS, advertising, apart, manner, small_talk


def test_what_lies_apart_is_at_an_edge_or_alone() -> None:
    rows = sp.csr_matrix(np.array([[1.0, 0, 0], [1, 0.1, 0], [0.3, 1, 0], [0, 0, 1]]))
    distance = apart(rows, np.array([0, 0, 0, 1]))
    assert distance[0] < distance[2] < distance[3] < 1


def test_a_manner_is_learned_from_texts_that_lie_apart() -> None:
    texts = [f"bridge{n} opens" for n in range(20)] + [f"@pal{n} lol so true" for n in range(20)]
    learned = manner(texts, np.repeat([0.2, 0.8], 20))
    assert learned[:20].max() < 0 < learned[20:].min()


@pytest.mark.parametrize(
    "marks", [["lol", "so"], ["LOL", "So"], ["@pal", "#fun"], ["https://t.co/x", "!"], ["哈", "啊"]]
)
def test_every_kind_of_mark_is_learned(marks: list[str]) -> None:
    texts = ["bridge"] * 10 + [" ".join(marks)] * 10
    learned = manner(texts, np.repeat([0.2, 0.8], 10))
    assert learned[-1] > learned[0]


def test_marks_of_few_texts_teach_nothing() -> None:
    texts = ["bridge"] * (MARK_TEXTS - 1)
    assert manner(texts, np.full(len(texts), 0.9)).tolist() == [0] * len(texts)


def test_small_talk_near_a_topic_is_told_by_its_manner() -> None:
    rows = sp.csr_matrix(np.vstack([np.tile([1.0, 0.2], (20, 1)), np.eye(2)[np.zeros(10, int)], np.eye(2)[[1] * 10]]))
    labels = np.array([0] * 30 + list(range(1, 11)))
    texts = ["harbour bridge opens"] * 29 + ["@pal lol so true !"] + ["@pal lol so true !"] * 10
    scores = small_talk(apart(rows, labels), texts)
    assert scores[:29].max() < scores[29] < scores[30:].min()


def test_of_nothing_nothing_is_small_talk() -> None:
    nothing = apart(sp.csr_matrix((0, 3)), np.zeros(0, np.int64))
    assert small_talk(nothing, []).tolist() == []


def test_what_looks_like_an_offer_is_one_among_offers_or_apart() -> None:
    ads = np.array([0.7, 0.1, 0.1, 0.1, 0.7, 0.9, 0.7])
    labels = np.array([0, 0, 0, 0, 1, 1, 2])
    distance = np.array([0.3, 0.3, 0.3, 0.3, 0.2, 0.2, 0.9])
    assert advertising(ads, distance, labels).tolist() == pytest.approx([0.3, 0.1, 0.1, 0.1, 0.7, 0.8, 0.7])
