"""Reading: what a dense window's clusters are found from."""

from collections.abc import Sequence

import numpy as np
import pytest
from tests.unit.topics.conftest import Tweet

from dawn_chorus.text.analysis import Analysis, analyse
from dawn_chorus.topics import read as reading
from dawn_chorus.topics.linkage import Labels
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.read import JOINT_DAYS, read


@pytest.fixture
def window(tweet: Tweet) -> list[Document]:
    """Three events, each told of by ten texts."""
    events = ("kite gust string", "sail mast keel", "loan rate branch")
    return [tweet(n, f"{events[n % 3]} n{n}z") for n in range(1, 31)]


def test_a_dense_window_is_clustered_with_the_days_just_before_it(
    tweet: Tweet, window: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    clustered: list[Analysis] = []

    def numbered(texts: Sequence[Analysis]) -> Labels:
        clustered.extend(texts)
        return np.arange(len(texts), dtype=np.int64) // 10

    monkeypatch.setattr(reading, "regime_of", lambda rows: "dense")
    monkeypatch.setattr(reading, "dense_clusters", numbered)
    before = [tweet(-days, f"yarn bobbin spool d{days}z", days_ago=days) for days in range(1, JOINT_DAYS + 3)]
    found = read(window, before)
    assert clustered[:-30] == [analyse(document.text) for document in sorted(before, key=lambda d: d.tweet_id)[2:]]
    assert found.labels.tolist() == [(n + JOINT_DAYS) // 10 for n in range(30)]


def test_of_many_days_before_no_more_is_read_than_of_a_crowded_window(
    tweet: Tweet, window: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dawn_chorus.topics.draw.MOST_TWEETS", 50)
    before = [tweet(-n, f"yarn bobbin spool d{n}z", days_ago=1 + n % 7) for n in range(1, 200)]
    assert read(window, before).frequencies.texts <= 50 + len(window)
