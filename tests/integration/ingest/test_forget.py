"""Tombstones on a real Postgres: what was forgotten goes, with all that repeats it, and nothing brings it back."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
NEXT = dt.date(2030, 5, 5)
NEXT_NOON = 24 * 60
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def loaded(channel: Channel, landing: Path, drop: Maker) -> Callable[..., None]:
    """Drops, lands and loads both days."""

    def load(name: str, *data: Any) -> None:
        drop(name, *data)
        land(channel, None, landing)
        for day in (DAY, NEXT):
            load_day(channel, day, landing)

    return load


def test_a_forgotten_tweet_goes_and_no_later_file_brings_it_back(
    channel: Channel, landing: Path, loaded: Maker, element: Maker, ask: Maker, tweet_id: Maker
) -> None:
    loaded("a.json", element(), element(1))
    assert forget(channel, [tweet_id()], "deleted by its author", landing).days == [DAY]
    loaded("late.json", element(), element(public_metrics={"like_count": 9}), element(2))
    assert ask("SELECT tweet_id FROM facts.tweets ORDER BY 1") == [(tweet_id(1),), (tweet_id(2),)]
    assert ask("SELECT records, loaded, duplicate, tombstoned FROM facts.day_ledger WHERE day = '2030-05-04'") == [
        (5, 2, 0, 3)
    ]
    assert ask("SELECT tweet_id, reason FROM facts.tombstones") == [(tweet_id(), "deleted by its author")]


def test_forgetting_again_and_forgetting_the_unknown_change_nothing(
    channel: Channel, landing: Path, loaded: Maker, element: Maker, state: Maker, tweet_id: Maker, ask: Maker
) -> None:
    loaded("a.json", element(), element(1))
    forget(channel, [tweet_id()], "first", landing)
    before = state()
    forget(channel, [tweet_id()], "second", landing)
    assert forget(channel, [], "nothing", landing).days == []
    assert forget(channel, [17], "never seen", landing).days == []
    assert state() == before
    assert ask("SELECT reason FROM facts.tombstones ORDER BY tweet_id") == [("never seen",), ("first",)]


@pytest.mark.parametrize("version", [0, 5, 9])
def test_forgetting_any_version_of_an_edited_tweet_forgets_it_whole(
    channel: Channel, landing: Path, loaded: Maker, element: Maker, ask: Maker, tweet_id: Maker, version: int
) -> None:
    history = [str(tweet_id(minute)) for minute in (0, 5, 9)]
    versions = [element(minute, edit_history_tweet_ids=history) for minute in (0, 5, 9)]
    loaded("a.json", *versions, element(20))
    assert forget(channel, [tweet_id(version)], "deleted", landing).days == [DAY]
    assert ask("SELECT tweet_id FROM facts.tweets") == [(tweet_id(20),)]
    loaded("late.json", element(11, edit_history_tweet_ids=[*history, str(tweet_id(11))]))
    kept = {row[0] for row in ask("SELECT tweet_id FROM facts.tweets")}
    assert kept == {tweet_id(20)}


def test_retweets_of_the_forgotten_go_on_every_day(
    channel: Channel, landing: Path, loaded: Maker, element: Maker, ask: Maker, tweet_id: Maker
) -> None:
    def retweet(minutes: int, of: int) -> Any:
        relation = [{"type": "retweeted", "id": str(of)}]
        return element(minutes, author_id="502", text="RT @Brindle_Labs: Plan", referenced_tweets=relation)

    loaded(
        "a.json", element(), element(1), retweet(2, tweet_id()), retweet(NEXT_NOON, tweet_id()), retweet(9, tweet_id(1))
    )
    assert forget(channel, [tweet_id()], "deleted", landing).days == [DAY, NEXT]
    assert ask("SELECT tweet_id FROM facts.tweets ORDER BY 1") == [(tweet_id(1),), (tweet_id(9),)]
    assert ask("SELECT count(*) FROM facts.interactions") == [(1,)]


def test_other_channels_keep_the_tweet(
    channel: Channel, landing: Path, loaded: Maker, element: Maker, ask: Maker, tweet_id: Maker
) -> None:
    loaded("a.json", element())
    other = channel.model_copy(update={"name": "twitter_other"})
    land(other, None, landing)
    load_day(other, DAY, landing)
    forget(channel, [tweet_id()], "deleted", landing)
    assert ask("SELECT channel FROM facts.tweets") == [("twitter_other",)]


@pytest.mark.parametrize("wrong", [0, -1, 2**63])
def test_what_cannot_be_an_id_is_refused_before_anything_is_written(
    channel: Channel, landing: Path, ask: Maker, wrong: int
) -> None:
    with pytest.raises(ChorusError, match="is not a tweet's id"):
        forget(channel, [5, wrong], "deleted", landing)
    assert ask("SELECT count(*) FROM facts.tombstones") == [(0,)]
