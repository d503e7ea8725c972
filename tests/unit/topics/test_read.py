"""Reading: what a dense window's clusters are found from."""

from collections.abc import Sequence

import msgspec
import numpy as np
import pytest
from tests.unit.topics.conftest import Tweet

from dawn_chorus.text.analysis import Analysis, analyse
from dawn_chorus.topics import read as reading
from dawn_chorus.topics.dense import Neighbourhood, neighbourhood
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
    beside: list[Analysis] = []

    def noted(texts: Sequence[Analysis]) -> Neighbourhood:
        beside.extend(texts)
        return neighbourhood(texts)

    monkeypatch.setattr(reading, "neighbourhood", noted)
    monkeypatch.setattr(reading, "regime_of", lambda *_: "dense")
    monkeypatch.setattr(reading, "dense_clusters", lambda near: np.arange(len(near.row), dtype=np.int64) // 10)
    before = [tweet(-days, f"yarn bobbin spool d{days}z", days_ago=days) for days in range(1, JOINT_DAYS + 3)]
    found = read(window, before)
    assert beside[:-30] == [analyse(document.text) for document in sorted(before, key=lambda d: d.tweet_id)[2:]]
    assert found.labels.tolist() == [(n + JOINT_DAYS) // 10 for n in range(30)]


def test_of_many_days_before_no_more_is_read_than_of_a_crowded_window(
    tweet: Tweet, window: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dawn_chorus.topics.draw.MOST_TWEETS", 50)
    before = [tweet(-n, f"yarn bobbin spool d{n}z", days_ago=1 + n % 7) for n in range(1, 200)]
    assert read(window, before).frequencies.texts <= 50 + len(window)


@pytest.mark.parametrize(("strangers", "regime"), [(True, "dense"), (False, "mixed")])
def test_a_small_day_of_a_feed_is_dense_by_what_strangers_told_before(
    tweet: Tweet, window: list[Document], strangers: bool, regime: str
) -> None:
    before = [tweet(-n, f"{window[n % 3].text} m{n}z", author=f"b{n}", days_ago=1) for n in range(1, 31)]
    few = [msgspec.structs.replace(each, author=f"w{each.tweet_id}" if strangers else "b1") for each in window[:6]]
    assert read(few, before).regime == regime
