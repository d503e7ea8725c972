"""A small world in a real Postgres: invented accounts, a channel, and days of tweets about nothing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.accounts.stage import rank_accounts
from dawn_chorus.channel import Channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.window import Window

CHANNEL = Channel.model_validate(
    {
        "name": "twitter_test",
        "title": "测试",
        "short_title": "Twitter Test",
        "start_date": "2026-03-01",
        "sources": [{"name": "inbox", "path": "nowhere"}],
    }
)
FIRST = dt.date(2026, 3, 2)
SECOND = dt.date(2026, 3, 3)


@dataclass
class World:
    """Loads facts and takes runs through the accounts stage; tweet ids count up."""

    tweets: int = 0
    channel: Channel = CHANNEL
    loads: int = 0

    def write(self, day: dt.date, author: str, kind: str = "original", channel: str = CHANNEL.name) -> int:
        """Load one tweet of an author; returns its id."""
        self.tweets += 1
        with transaction("loader") as connection:
            connection.execute(sa.text(_TWEET), _common(channel, day, self.tweets) | {"author": author, "kind": kind})
        return self.tweets

    def engage(self, day: dt.date, events: Iterable[tuple[str, str, str]], channel: str = CHANNEL.name) -> None:
        """Load interactions ``(from, to, kind)``."""
        rows = []
        for from_key, to_key, kind in events:
            self.tweets += 1
            rows.append(_common(channel, day, self.tweets) | {"from_key": from_key, "to_key": to_key, "kind": kind})
        with transaction("loader") as connection:
            connection.execute(sa.text(_INTERACTION), rows)

    def profile(self, day: dt.date, author: str, handle: str, followers: int | None) -> None:
        """Load what an account looked like on a day."""
        row = {"channel": CHANNEL.name, "day": day, "author": author, "handle": handle, "followers": followers}
        with transaction("loader") as connection:
            connection.execute(sa.text(_PROFILE), row)

    def close(self, *days: dt.date, channel: str = CHANNEL.name) -> None:
        """Write the ledger of days, under a new hash: what was loaded since counts as news."""
        with transaction("loader") as connection:
            for day in days:
                self.loads += 1
                row = {"channel": channel, "day": day, "content_hash": f"load {self.loads}"}
                connection.execute(sa.text(_LEDGER), row)

    def open_run(self, window: Window) -> runs.Run:
        """Open the run of a window."""
        with transaction("analyst") as connection:
            return runs.open_run(connection, self.channel, window)

    def rank(self, run: runs.Run) -> list[Mapping[str, Any]]:
        """Run the stage; returns the rows of the run by rank."""
        with transaction("analyst") as connection:
            rank_accounts(connection, self.channel, run)
        return self.scores(run)

    def rank_day(self, day: dt.date) -> list[Mapping[str, Any]]:
        """Close a day and rank it, as the current run."""
        self.close(day)
        run = self.open_run(Window(day, day))
        rows = self.rank(run)
        with transaction("analyst") as connection:
            runs.make_current(connection, run)
        return rows

    def scores(self, run: runs.Run) -> list[Mapping[str, Any]]:
        """The rows of a run by rank."""
        with transaction("reader") as connection:
            query = "SELECT * FROM results.account_scores WHERE run_id = :run_id ORDER BY rank"
            return [dict(row) for row in connection.execute(sa.text(query), {"run_id": run.run_id}).mappings()]

    def rows(self, table: str) -> list[Mapping[str, Any]]:
        """All rows of a table of results, in no order to rely on."""
        with transaction("reader") as connection:
            return [dict(row) for row in connection.execute(sa.text(f"SELECT * FROM results.{table}")).mappings()]


@pytest.fixture
def world(database: sa.Engine) -> World:
    """An empty world whose fact tables take any channel and day."""
    with transaction("loader") as connection:
        for table in ("tweets", "interactions", "account_snapshots"):
            connection.execute(sa.text(f"CREATE TABLE facts.{table}_any PARTITION OF facts.{table} DEFAULT"))
    return World()


def _common(channel: str, day: dt.date, tweet_id: int) -> dict[str, Any]:
    return {"channel": channel, "day": day, "tweet_id": tweet_id}


_TWEET = """
INSERT INTO facts.tweets (
    channel, day, tweet_id, created_at, author_key, text, kind, edit_root_id, mentions, hashtags, cashtags, urls
) VALUES (:channel, :day, :tweet_id, :day, :author, 'text', :kind, :tweet_id, '{}', '{}', '{}', '{}')
"""
_INTERACTION = "INSERT INTO facts.interactions VALUES (:channel, :day, :tweet_id, :from_key, :to_key, :kind)"
_LEDGER = """
INSERT INTO facts.day_ledger (
    channel, day, records, loaded, duplicate, rejected, tombstoned, files, accounts, hours_covered, content_hash
) VALUES (:channel, :day, 1, 1, 0, 0, 0, 1, 1, 1, :content_hash)
ON CONFLICT (channel, day) DO UPDATE SET content_hash = excluded.content_hash
"""
_PROFILE = """
INSERT INTO facts.account_snapshots VALUES (:channel, :day, :author, :handle, 'name', '', :followers, FALSE, 1)
"""
