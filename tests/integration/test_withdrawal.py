"""A day whose tweets were all forgotten: its post goes, the other days are made again, and nothing is left to do."""

import datetime as dt
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from dawn_chorus import pipeline
from dawn_chorus.channel import load_channel
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS
from dawn_chorus.settings import settings
from dawn_chorus.window import Window

CHANNEL = load_channel("twitter_ai")
DAYS = (dt.date(2026, 3, 2), dt.date(2026, 3, 3))
TWEETS = 9  # a day


def tweet_id(day: dt.date, number: int) -> int:
    """The id of a tweet of an hour of the day."""
    moment = dt.datetime.combine(day, dt.time(number, 30), CHANNEL.zone)
    return (round(moment.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS << SNOWFLAKE_LOW_BITS) + number


def tweet(day: dt.date, number: int) -> dict[str, object]:
    """One of many tweets about an invented launch."""
    who = f"tester_{number % 4}"
    return {
        "user": {"screenName": who, "name": who.title(), "followersCount": 100 + number},
        "tweetUrl": f"https://x.com/{who}/status/{tweet_id(day, number)}",
        "fullText": f"Introducing Quokka 3.{day.day}: Tangram Labs releases its open model with {number + 7} languages",
    }


def days_on_the_blog(home: Path) -> Sequence[str]:
    """The days that have a post."""
    command = ["git", "-c", "safe.directory=*", "-C", str(home / "blog.git"), "ls-tree", "-r", "--name-only", "main"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return [name.removeprefix("_posts/")[:10] for name in names if name.startswith("_posts/")]


@pytest.mark.usefixtures("database")
def test_a_day_that_was_forgotten_whole_is_withdrawn(home: Path, tmp_path: Path) -> None:
    (tmp_path / "tweets.json").write_text(json.dumps([tweet(day, n) for day in DAYS for n in range(TWEETS)]))
    pipeline.land(CHANNEL, [tmp_path / "tweets.json"])
    for day in DAYS:
        pipeline.run_window(CHANNEL, Window(day, day))
    assert days_on_the_blog(home) == ["2026-03-02", "2026-03-03"]

    forget(CHANNEL, [tweet_id(DAYS[0], number) for number in range(TWEETS)], "deleted", settings().landing)
    refreshed = pipeline.refresh(CHANNEL)

    assert days_on_the_blog(home) == ["2026-03-03"]
    assert refreshed == [Window(day, day) for day in DAYS], "the second day has lost its context"
    assert pipeline.refresh(CHANNEL) == []
