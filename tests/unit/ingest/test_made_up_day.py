"""The day that benchmarks/pipeline.py takes along the path."""

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dawn_chorus.ingest.examine import examine
from dawn_chorus.ingest.formats.record import ReceivedTweet
from made_up_day import EVENT_TWEETS, TELLING, make_up_day

DAY = dt.date(2026, 3, 2)
SHANGHAI = ZoneInfo("Asia/Shanghai")
TWEETS = 600
_TOLD = re.compile(r"(\w+ \d\.\d) is released and ")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a day."""
    path = tmp_path_factory.mktemp("day") / "pages.jsonl"
    make_up_day(path, DAY, SHANGHAI, TWEETS)
    return path


@pytest.fixture(scope="module")
def tweets(day: Path) -> list[ReceivedTweet]:
    """Its tweets, as the product reads them."""
    read: list[ReceivedTweet] = []
    examined = examine(day, "pages", SHANGHAI, lambda tweet, _: read.append(tweet))
    assert (examined.accepted, examined.refused) == ({DAY: TWEETS}, {})
    return read


def test_half_of_what_is_said_of_its_own_accord_tells_of_an_event(tweets: list[ReceivedTweet]) -> None:
    own = [tweet for tweet in tweets if tweet.kind != "retweet"]
    assert sum(_TOLD.search(tweet.text) is not None for tweet in own) / len(own) == pytest.approx(TELLING, abs=0.08)


def test_events_grow_with_the_day_and_are_told_by_about_thirty(tweets: list[ReceivedTweet]) -> None:
    told = Counter(match[1] for tweet in tweets if (match := _TOLD.search(tweet.text)))
    assert len(told) == TWEETS * TELLING / EVENT_TWEETS
    assert all(EVENT_TWEETS / 2 < count < EVENT_TWEETS * 2 for count in told.values())


def test_the_same_number_gives_the_same_bytes(day: Path, tmp_path: Path) -> None:
    make_up_day(tmp_path / "again.jsonl", DAY, SHANGHAI, TWEETS)
    assert (tmp_path / "again.jsonl").read_bytes() == day.read_bytes()
