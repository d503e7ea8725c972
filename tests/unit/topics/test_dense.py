"""Dense windows: like goes to like, strangers stay alone, and nothing depends on chance."""

import numpy as np
import pytest

from dawn_chorus.text.analysis import Analysis, analyse
from dawn_chorus.topics.dense import company, dense_clusters, neighbourhood


def headlines(events: int, each: int) -> list[Analysis]:
    """Texts about so many events, each with words of its own that two texts share by chance only."""
    words = ("river", "council", "bridge", "storm", "harbour", "school", "market", "museum")
    return [
        analyse(
            f"event{n}a event{n}b {words[k % 8]} {words[k * 3 % 7]} event{n}{'cdefghij'[k % 8]} event{n}{'klm'[k % 3]}"
        )
        for n in range(events)
        for k in range(each)
    ]


def grouped(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())}


def test_a_dense_windows_events_are_found_whole() -> None:
    found = dense_clusters(neighbourhood(headlines(6, 20)))
    assert grouped(found) == {frozenset(range(n, n + 20)) for n in range(0, 120, 20)}


def test_texts_of_the_same_words_are_one() -> None:
    texts = headlines(6, 20)
    labels = dense_clusters(neighbourhood([*texts, texts[0], texts[-1]]))
    assert labels[-2] == labels[0]
    assert labels[-1] == labels[119]


@pytest.mark.parametrize("texts", [[], ["one text"], ["the", "of", ""], ["alpha quill", "bravo tin", "charlie wool"]])
def test_degenerate_windows_have_a_cluster_for_each_text(texts: list[str]) -> None:
    assert len(dense_clusters(neighbourhood([analyse(text) for text in texts]))) == len(texts)


def test_company_is_counted_for_every_text() -> None:
    told = [*headlines(2, 6), analyse("tin wool quill")]
    found = company(neighbourhood([*told, told[0]])).tolist()
    assert min(found[:12]) >= 1
    assert found[12:] == [0, found[0]]


def test_chinese_titles_that_share_characters_are_near() -> None:
    apart, near = (
        neighbourhood([analyse(text) for text in ("海港 大桥", "银行 罢工")]),
        neighbourhood([analyse(text) for text in ("海港 大桥", "港口 桥梁")]),
    )
    assert company(apart).tolist() == [0, 0]
    assert company(near).tolist() == [1, 1]
