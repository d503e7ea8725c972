"""Pairs: who may belong to whom, and what the features say of two tweets."""

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from dawn_chorus.text.analysis import analyse
from dawn_chorus.topics import pairs
from dawn_chorus.topics.frequencies import learn
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.pairs import FEATURES, candidates, features
from dawn_chorus.topics.spaces import Spaces, author_habits, spaces

Tweet = Callable[..., Document]
HISTORY = [analyse(f"everyday words about weather, models and code {n}") for n in range(200)]


def space_of(documents: list[Document], own: Mapping[str, Counter[str]] | None = None) -> Spaces:
    analyses = [analyse(document.text) for document in documents]
    frequencies, names = learn(analyses, ((text, 30) for text in HISTORY))
    return spaces(documents, analyses, frequencies, names, own or {})


def read(
    documents: list[Document], own: Mapping[str, Counter[str]] | None = None
) -> dict[tuple[int, int], dict[str, float]]:
    """The features of each candidate pair by name."""
    space, even = space_of(documents, own), np.full(len(documents), 0.5)
    found = candidates(space, [document.author for document in documents])
    rows = np.vstack([np.zeros((0, len(FEATURES))), *features(space, documents, found, even, even)])
    assert len(rows) == len(found.first)
    return {
        (int(a), int(b)): dict(zip(FEATURES, row, strict=True))
        for a, b, row in zip(found.first, found.second, rows.tolist(), strict=True)
    }


@pytest.fixture
def window(tweet: Tweet) -> list[Document]:
    """A release told twice, another thing, and its author again."""
    return [
        tweet(1, "Everyone tests Nimbus Kite with @ada today"),
        tweet(2, "My verdict on Nimbus Kite: fast", "ada"),
        tweet(3, "Rain floods the harbour of Ostrava", "bo"),
        tweet(4, "I planted tomatoes", "bo"),
    ]


def test_what_shares_words_or_an_author_is_a_candidate(window: list[Document]) -> None:
    assert set(read(window)) == {(0, 1), (2, 3)}


def test_a_shared_name_and_a_mention_speak_for_a_pair(window: list[Document]) -> None:
    pair = read(window)[0, 1]
    assert pair["shared_names"] >= 1
    assert pair["best_name"] > 0
    assert pair["answers"] == 1
    assert pair["same_author"] == 0


def test_an_author_is_the_same(window: list[Document]) -> None:
    pair = read(window)[2, 3]
    assert (pair["same_author"], pair["all_names"]) == (1, 0)


def test_what_an_author_always_says_tells_its_tweets_not_together(tweet: Tweet) -> None:
    window = [tweet(1, "NEW study on Nimbus Kite", "feed"), tweet(2, "NEW study on Quill Harbour", "feed")]
    history = [(tweet(-n, f"NEW study on Thing{n}", "feed"), analyse(f"NEW study on Thing{n}")) for n in range(1, 9)]
    own = author_habits(history, frozenset({"feed"}), frozenset({"new", "study", "new study"}))
    without, with_habit = read(window)[0, 1], read(window, own)[0, 1]
    assert with_habit["fresh_words"] < without["fresh_words"]
    assert with_habit["words"] == without["words"]


@pytest.mark.parametrize("count", [0, 1])
def test_without_two_there_is_no_pair(tweet: Tweet, count: int) -> None:
    assert read([tweet(n, "Everyone tests Nimbus Kite") for n in range(count)]) == {}


def test_the_order_of_a_pairs_tweets_does_not_matter(window: list[Document]) -> None:
    there, back = read(window), read(window[::-1])
    assert back[2, 3] == pytest.approx(there[0, 1])


def test_blocks_do_not_change_what_a_pair_has(window: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(window)
    monkeypatch.setattr(pairs, "PAIRS_AT_ONCE", 1)
    assert read(window) == whole
