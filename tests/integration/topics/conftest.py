"""A small world in a real Postgres: days of invented tweets, and runs taken through the topics stage."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.topics.stage import find_topics
from dawn_chorus.window import Window

MONDAY = dt.date(2026, 3, 2)


def channel(name: str = "twitter_test", history_days: int = 7, background_days: int = 0) -> Channel:
    """A channel that reads nothing."""
    return Channel.model_validate(
        {
            "name": name,
            "title": "测试",
            "short_title": "Twitter Test",
            "start_date": "2026-03-01",
            "sources": [{"name": "inbox", "path": "nowhere"}],
            "analysis": {"history_days": history_days, "background_days": background_days},
        }
    )


def day(number: int) -> dt.date:
    """The local day so many days after Monday."""
    return MONDAY + dt.timedelta(days=number)


@dataclass
class World:
    """Loads tweets and takes runs through the topics stage; tweet ids count up from 1,000."""

    channel: Channel
    tweets: int = 1_000

    def write(
        self, on: int, *texts: str, kind: str = "original", of: int | None = None, channel: str = ""
    ) -> list[int]:
        """Load one tweet per text on a day, each by another author; returns their ids."""
        ids = range(self.tweets, self.tweets + len(texts))
        self.tweets += len(texts)
        rows = [
            {"channel": channel or self.channel.name, "day": day(on), "id": n, "author": f"a{n}", "text": text}
            | {"kind": kind, "of": of}
            for n, text in zip(ids, texts, strict=True)
        ]
        with transaction("loader") as connection:
            connection.execute(sa.text(_TWEET), rows)
        return list(ids)

    def analyse(self, first: int, last: int | None = None) -> runs.Run:
        """Open the run of a window, find its topics and make it the current one."""
        window = Window(day(first), day(first if last is None else last))
        with transaction("analyst") as connection:
            run = runs.open_run(connection, self.channel, window)
            find_topics(connection, self.channel, run)
            runs.make_current(connection, run)
        return run

    def rows(self, table: str, run: runs.Run) -> list[Mapping[str, Any]]:
        """A run's rows of ``topics`` or ``run_tweets``, in order."""
        order = {"topics": "topic_no", "run_tweets": "tweet_id"}[table]
        return self._select(f"SELECT * FROM results.{table} WHERE run_id = {run.run_id} ORDER BY {order}")

    def stories(self) -> list[Mapping[str, Any]]:
        """All stories, in order."""
        return self._select("SELECT * FROM results.stories ORDER BY story_id")

    def _select(self, query: str) -> list[Mapping[str, Any]]:
        with transaction("reader") as connection:
            return [dict(row) for row in connection.execute(sa.text(query)).mappings()]


@pytest.fixture
def world(database: sa.Engine) -> World:
    """An empty world whose table of tweets takes any channel and day."""
    with transaction("loader") as connection:
        connection.execute(sa.text("CREATE TABLE facts.tweets_any PARTITION OF facts.tweets DEFAULT"))
    return World(channel())


_TWEET = """
INSERT INTO facts.tweets (
    channel, day, tweet_id, created_at, author_key, text, kind, ref_tweet_id, edit_root_id,
    mentions, hashtags, cashtags, urls
) VALUES (:channel, :day, :id, :day, :author, :text, :kind, :of, :id, '{}', '{}', '{}', '{}')
"""
