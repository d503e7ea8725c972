"""A stand-in for the X API with invented tweets, and a world whose clock and sleep the tests hold."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.stand_in.answers import Answers
from tests.stand_in.archive import Archive
from tests.stand_in.faults import Fault, Plan
from tests.stand_in.server import StandIn

from dawn_chorus.channel import Channel, Source
from dawn_chorus.ingest.x_api.client import Client
from dawn_chorus.ingest.x_api.credential import Credential, Secret
from dawn_chorus.ingest.x_api.fetch import World
from dawn_chorus.source import Budget

Maker = Callable[..., Any]
TOKEN = "planted-credential-8d1f"
DAY = dt.date(2030, 5, 4)
NOW = dt.datetime(2030, 5, 5, 4, 0, tzinfo=dt.UTC)  # noon in Shanghai, the day after
TWEETS = 230  # of the day, one in six minutes: three pages of a hundred
MICROSECOND_DATES = "%Y-%m-%dT%H:%M:%S.000Z"


@pytest.fixture
def pages(tmp_path: Path, tweet_id: Callable[..., int]) -> Path:
    """A file of pages: ``TWEETS`` tweets of the day by three people, some edited, replied to or retweeted."""
    users = [
        {"id": str(501 + number), "username": name, "name": name.title(), "public_metrics": {"followers_count": 90}}
        for number, name in enumerate(("ada_tester", "bo_tester", "cy_tester"))
    ]
    tweets = [_tweet(number, tweet_id) for number in range(TWEETS)]
    path = tmp_path / "pages.jsonl"
    path.write_text(json.dumps({"data": tweets, "includes": {"users": users, "tweets": tweets[:40]}}))
    return path


def _tweet(number: int, tweet_id: Callable[..., int]) -> dict[str, Any]:
    minutes = number * 6 - 700  # from 20 past midnight to past eleven at night
    own = str(tweet_id(minutes, number + 1))
    written = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    tweet = {
        "id": own,
        "text": f"Tangram plan {number} 🐦",
        "author_id": str(501 + number % 3),
        "created_at": f"{written:{MICROSECOND_DATES}}",
        "lang": "en",
        "conversation_id": own,
        "edit_history_tweet_ids": [own],
        "public_metrics": {"like_count": number, "retweet_count": 1, "reply_count": 2, "quote_count": 3},
        "note_tweet": {"text": f"Tangram plan {number}, told at length 🐦"},
    }
    if number % 10 == 7:
        tweet["referenced_tweets"] = [{"type": "quoted", "id": str(tweet_id((number - 7) * 6 - 700, number - 6))}]
    return tweet


@pytest.fixture
def stand_in(pages: Path) -> Iterator[Callable[..., StandIn]]:
    """Starts stand-ins that serve the pages; faults are given as text."""
    with ExitStack() as stack:

        def start(*faults: str, page_size: int = 100, paths: tuple[Path, ...] = (), **options: Any) -> StandIn:
            answers = Answers(Archive.read(paths or (pages,)), page_size, options.pop("now", NOW))
            plan = Plan([Fault.parse(each) for each in faults])
            return stack.enter_context(StandIn(answers, plan, token=TOKEN, **options))

        yield start


@pytest.fixture
def slept() -> list[float]:
    """Seconds that the world was asked to sleep for."""
    return []


@pytest.fixture
def world(slept: list[float]) -> Callable[..., World]:
    """A world whose API is a stand-in, whose clock stands still and where nobody really sleeps."""

    def make(server: StandIn, now: dt.datetime = NOW, **options: Any) -> World:
        def connect(connection: str) -> Client:
            credential = Credential(f"http://127.0.0.1:{server.port}", Secret(TOKEN), archive_pause=1.0)
            return Client(credential, sleep=slept.append, **options)

        return World(now=lambda: now, sleep=slept.append, connect=connect)

    return make


@pytest.fixture
def channel(home: Path) -> Channel:
    """A channel in Shanghai that asks the X API, with money enough."""
    return Channel(
        name="twitter_test",
        title="测试",
        short_title="Twitter Test",
        start_date="2030-01-01",
        sources=(Source(name="search", kind="x_api", query="tangram"),),
        budget=Budget(per_day=100, per_month=1000),  # type: ignore[arg-type]
    )


@pytest.fixture
def asking(channel: Channel) -> Callable[..., Channel]:
    """The channel with another source, or other settings of it."""

    def make(budget: dict[str, Any] | None = None, **changes: Any) -> Channel:
        source = Source.model_validate({"name": "search", "kind": "x_api", **(changes or {"query": "tangram"})})
        update: dict[str, Any] = {"sources": (source,)}
        if budget is not None:
            update["budget"] = Budget.model_validate(budget)
        return channel.model_copy(update=update)

    return make
