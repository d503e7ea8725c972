"""Builders of invented records in the formats we read; no account, company or product here exists."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dawn_chorus.ingest.examine import Examined, examine
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS
from dawn_chorus.ingest.tweet import Author

Record = dict[str, Any]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)  # noon in Shanghai


def snowflake(moment: dt.datetime, low: int = 1) -> int:
    """An id that was given at ``moment``."""
    return (round(moment.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS << SNOWFLAKE_LOW_BITS) + low


@pytest.fixture
def id_at() -> Callable[..., int]:
    """Makes an id out of a moment (by default noon of 2030-05-04 in Shanghai) and a number."""

    def make(moment: dt.datetime = NOON, low: int = 1) -> int:
        return snowflake(moment, low)

    return make


@pytest.fixture
def row() -> Callable[..., Record]:
    """Makes a timeline row; keywords replace its fields, None removes them."""

    def make(tweet_id: int | str = snowflake(NOON), **changes: Any) -> Record:
        whole = {
            "user": {"screenName": "Brindle_Labs", "name": "Brindle", "description": "We plan", "followersCount": 1200},
            "images": [],
            "tweetUrl": f"https://x.com/Brindle_Labs/status/{tweet_id}",
            "fullText": "Plans are public now.",
            "createdAt": "Sat May 04 04:00:00 +0000 2030",
        }
        return {key: value for key, value in (whole | changes).items() if value is not None}

    return make


@pytest.fixture
def element() -> Callable[..., Record]:
    """Makes a tweet object of the X API v2 by account 501; keywords replace its fields, None removes them."""

    def make(tweet_id: int | str = snowflake(NOON), **changes: Any) -> Record:
        whole = {
            "id": str(tweet_id),
            "text": "Plans are public now.",
            "author_id": "501",
            "created_at": "2030-05-04T04:00:00.000Z",
            "lang": "en",
            "conversation_id": str(tweet_id),
            "edit_history_tweet_ids": [str(tweet_id)],
            "public_metrics": {"like_count": 7, "retweet_count": 2, "reply_count": 1, "quote_count": 0},
        }
        return {key: value for key, value in (whole | changes).items() if value is not None}

    return make


USERS = [
    {"id": "501", "username": "Brindle_Labs", "name": "Brindle", "public_metrics": {"followers_count": 1200}},
    {"id": "502", "username": "nadiaverrin", "name": "Nadia Verrin", "description": "Reads", "verified": True},
]


@pytest.fixture
def page() -> Callable[..., Record]:
    """Makes a response page of tweet objects; accounts 501 and 502 are included."""

    def make(*data: Record, tweets: Iterable[Record] = (), **more: Any) -> Record:
        return {"data": list(data), "includes": {"users": list(USERS), "tweets": list(tweets)}, **more}

    return make


class Read:
    """What reading a file gave: its tweets in order, and what ``examine`` says of it."""

    def __init__(self, examined: Examined, tweets: list[ReceivedTweet]) -> None:
        self.examined = examined
        self.tweets = tweets

    @property
    def reasons(self) -> list[str]:
        """Why records were refused, in order."""
        return [refused.reason.value for refused in self.examined.refused]

    @property
    def tweet(self) -> ReceivedTweet:
        """The only tweet, nothing having been refused."""
        assert self.reasons == []
        (only,) = self.tweets
        return only


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """Reads bytes, or documents that become JSON lines, as a file of a channel in Shanghai."""

    def of(*content: bytes | Record | list[Record], zone: str = "Asia/Shanghai") -> Read:
        lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in content]
        path = tmp_path / "file"
        path.write_bytes(b"\n".join(lines))
        tweets: list[ReceivedTweet] = []
        examined = examine(path, "file", ZoneInfo(zone), lambda tweet, day: tweets.append(tweet))
        return Read(examined, tweets)

    return of


@pytest.fixture
def received(id_at: Callable[..., int]) -> Callable[..., ReceivedTweet]:
    """Makes a parsed tweet by account 501; keywords replace its fields."""

    def make(tweet_id: int | None = None, **changes: Any) -> ReceivedTweet:
        chosen = id_at() if tweet_id is None else tweet_id
        whole: Record = {
            "tweet_id": chosen,
            "created_at": NOON,
            "author": Author("501", "Brindle_Labs", "Brindle", "We plan", 1200),
            "text": "Plans are public now.",
            "edit_root_id": chosen,
        }
        return ReceivedTweet(**(whole | changes))

    return make
