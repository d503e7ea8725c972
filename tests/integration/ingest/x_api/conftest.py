"""A stand-in for the X API with invented tweets, and a world whose clock and sleep the tests hold."""

import datetime as dt
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import REPOSITORY
from tests.stand_in.answers import Answers
from tests.stand_in.archive import Archive
from tests.stand_in.faults import Fault, Plan
from tests.stand_in.server import StandIn

from dawn_chorus.channel import Channel, Source
from dawn_chorus.connection import Secret
from dawn_chorus.ingest.x_api.client import Client
from dawn_chorus.ingest.x_api.credential import Credential
from dawn_chorus.ingest.x_api.fetch import World
from dawn_chorus.source import Budget

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
NOW = dt.datetime(2030, 5, 5, 4, 0, tzinfo=dt.UTC)  # noon in Shanghai, the day after
CHORUS = str(Path(sys.executable).parent / "chorus")
SAMPLE = REPOSITORY / "include" / "sample" / "twitter_ai"
SAMPLE_DAYS = ("2026-03-02", "2026-03-03")
TWEETS = 230  # of the day, one in six minutes: three pages of a hundred
MICROSECOND_DATES = "%Y-%m-%dT%H:%M:%S.000Z"


@pytest.fixture(scope="session")
def token() -> str:
    """A credential that occurs nowhere else on this machine."""
    return f"planted-{secrets.token_hex(12)}"


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
def stand_in(pages: Path, token: str) -> Iterator[Callable[..., StandIn]]:
    """Starts stand-ins that serve the pages; faults are given as text."""
    with ExitStack() as stack:

        def start(*faults: str, page_size: int = 100, paths: tuple[Path, ...] = (), **options: Any) -> StandIn:
            answers = Answers(Archive.read(paths or (pages,)), page_size, options.pop("now", NOW))
            plan = Plan([Fault.parse(each) for each in faults])
            return stack.enter_context(StandIn(answers, plan, token=token, **options))

        yield start


@pytest.fixture
def slept() -> list[float]:
    """Seconds that the world was asked to sleep for."""
    return []


@pytest.fixture
def world(slept: list[float], token: str) -> Callable[..., World]:
    """A world whose API is a stand-in, whose clock stands still and where nobody really sleeps."""

    def make(server: StandIn, now: dt.datetime = NOW, **options: Any) -> World:
        def connect(connection: str) -> Client:
            credential = Credential(f"http://127.0.0.1:{server.port}", Secret(token), archive_pause=1.0)
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


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """A checkout with one channel that asks the X API, and everything else of this one."""

    def make(**changes: Any) -> Path:
        include = tmp_path / "project" / "include"
        (include / "channels").mkdir(parents=True, exist_ok=True)
        settings = {
            "name": "twitter_x",
            "title": "测试",
            "short_title": "Twitter X",
            "start_date": "2026-01-01",
            "sources": [{"name": "search", "kind": "x_api", "query": "ai"}],
            "budget": {"per_day": 100, "per_month": 100},
        }
        (include / "channels" / "twitter_x.yaml").write_text(yaml.safe_dump(settings | changes))
        for name in ("lexicons", "templates", "blog", "models"):
            with suppress(FileExistsError):
                (include / name).symlink_to(REPOSITORY / "include" / name)
        with suppress(FileExistsError):
            (include.parent / "sql").symlink_to(REPOSITORY / "sql")
        return include.parent

    return make


@pytest.fixture
def sample(stand_in: Maker) -> Callable[..., Any]:
    """Starts stand-ins that serve the first days of the sample week, by the real clock."""

    def start(*faults: str, **options: Any) -> Any:
        paths = tuple(SAMPLE / f"{day}.jsonl.gz" for day in SAMPLE_DAYS)
        return stand_in(*faults, paths=paths, now=None, **options)

    return start


@pytest.fixture
def chorus(project: Maker, token: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command line in a process of its own, pointed at a stand-in."""

    def run(server: Any, *arguments: str, **changes: Any) -> subprocess.CompletedProcess[str]:
        env = {
            **os.environ,
            "CHORUS_PROJECT": str(project(**changes)),
            "AIRFLOW_CONN_X_API": f"http://:{token}@127.0.0.1:{server.port}/?archive_pause=0",
        }
        command = [CHORUS, *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=200, check=False)

    return run
