"""Builders of invented records in the formats we read; no account, company or product here exists."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dawn_chorus.ingest.examine import Examined, Refused, examine
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS
from dawn_chorus.ingest.reading import PLAIN, Reading
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
def make(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a file below a folder of the test."""

    def make_at(name: str, content: bytes = b"some bytes\n") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return make_at


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


@pytest.fixture
def status() -> Callable[..., Record]:
    """Makes a tweet object of the X API v1.1 by account 501; keywords replace its fields, None removes them."""

    def make(tweet_id: int | str = snowflake(NOON), **changes: Any) -> Record:
        whole = {
            "created_at": "Sat May 04 04:00:00 +0000 2030",
            "id": int(tweet_id),
            "id_str": str(tweet_id),
            "text": "Plans are public now.",
            "in_reply_to_status_id": None,
            "user": {
                "id": 501,
                "id_str": "501",
                "screen_name": "Brindle_Labs",
                "name": "Brindle",
                "description": "We plan",
                "followers_count": 1200,
                "verified": False,
            },
            "entities": {"hashtags": [], "symbols": [], "urls": [], "user_mentions": []},
            "lang": "en",
            "favorite_count": 7,
            "retweet_count": 2,
        }
        return {key: value for key, value in (whole | changes).items() if value is not None}

    return make


@pytest.fixture
def web_user() -> Callable[..., Record]:
    """Makes an account of the website's pages; keywords replace its fields."""

    def make(number: int = 501, handle: str = "Brindle_Labs", name: str = "Brindle", **changes: Any) -> Record:
        return {
            "__typename": "User",
            "rest_id": str(number),
            "core": {"screen_name": handle, "name": name},
            "profile_bio": {"description": "We plan"},
            "relationship_counts": {"followers": 1200},
            "is_blue_verified": True,
        } | changes

    return make


@pytest.fixture
def web_tweet(web_user: Callable[..., Record]) -> Callable[..., Record]:
    """Makes a tweet of the website's pages by account 501; ``legacy`` is merged, other keywords replace its fields."""

    def make(tweet_id: int | str = snowflake(NOON), legacy: Record | None = None, **changes: Any) -> Record:
        own = {
            "created_at": "Sat May 04 04:00:00 +0000 2030",
            "conversation_id_str": str(tweet_id),
            "full_text": "Plans are public now.",
            "entities": {"hashtags": [], "symbols": [], "urls": [], "user_mentions": []},
            "lang": "en",
            "favorite_count": 7,
            "retweet_count": 2,
            "reply_count": 1,
            "quote_count": 0,
        }
        return {
            "__typename": "Tweet",
            "rest_id": str(tweet_id),
            "core": {"user_results": {"result": web_user()}},
            "views": {"count": "1500", "state": "EnabledWithCount"},
            "edit_control": {"edit_tweet_ids": [str(tweet_id)]},
            "legacy": own | (legacy or {}),
        } | changes

    return make


@pytest.fixture
def web_page() -> Callable[..., Record]:
    """Makes a page of the website whose entries show these tweets, after a cursor and before another."""

    def make(*tweets: Record, **more: Any) -> Record:
        shown = [{"itemContent": {"itemType": "TimelineTweet", "tweet_results": {"result": each}}} for each in tweets]
        cursor = {"entryId": "cursor", "content": {"entryType": "TimelineTimelineCursor", "value": "abc"}}
        entries = [cursor, *({"entryId": "tweet", "content": each} for each in shown), cursor]
        instructions = [{"type": "TimelineClearCache"}, {"type": "TimelineAddEntries", "entries": entries}]
        return {"data": {"list": {"timeline": {"instructions": instructions, "__typename": "Timeline"}}}, **more}

    return make


@pytest.fixture
def feed() -> Callable[..., Record]:
    """Makes a snapshot of one author's tweets, in which ``errors`` are notes; a tweet's keywords replace its fields."""

    def make(*tweets: Record, errors: Iterable[str] = (), **account: Any) -> Record:
        author = {"handle": "Brindle_Labs", "name": "Brindle", "bio": "We plan"} | account
        return {
            "generatedAt": "2030-05-04T06:00:00.000Z",
            "x": [{"source": "x", **author, "tweets": list(tweets)}],
            "errors": list(errors),
        }

    return make


class Read:
    """What reading a file gave: its tweets and refused records in order, and what ``examine`` says of it."""

    def __init__(self, examined: Examined, tweets: list[ReceivedTweet], refused: list[Refused]) -> None:
        self.examined = examined
        self.tweets = tweets
        self.refused = refused

    @property
    def reasons(self) -> list[str]:
        """Why records were refused, in order."""
        return [refused.reason.value for refused in self.refused]

    @property
    def tweet(self) -> ReceivedTweet:
        """The only tweet, nothing having been refused."""
        assert self.reasons == []
        (only,) = self.tweets
        return only


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """Reads bytes, or documents that become JSON lines, as a file of a channel in Shanghai."""

    def of(
        *content: bytes | Record | list[Record], zone: str = "Asia/Shanghai", readings: Sequence[Reading] = (PLAIN,)
    ) -> Read:
        lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in content]
        path = tmp_path / "file"
        path.write_bytes(b"\n".join(lines))
        tweets: list[ReceivedTweet] = []
        refused: list[Refused] = []
        examined = examine(
            path, "file", ZoneInfo(zone), lambda tweet, day: tweets.append(tweet), readings, refused.append
        )
        return Read(examined, tweets, refused)

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
