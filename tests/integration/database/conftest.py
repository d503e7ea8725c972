"""A channel's ledger and results in a real Postgres, written row by row, without any stage."""

import datetime as dt
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

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
        "analysis": {"history_days": 2},
    }
)

_LEDGER = """
INSERT INTO facts.day_ledger (
    channel, day, records, loaded, duplicate, rejected, tombstoned, files, accounts, hours_covered, content_hash
) VALUES (:channel, :day, :loaded + :rejected, :loaded, 0, :rejected, 0, 1, 1, 1, :content_hash)
ON CONFLICT (channel, day) DO UPDATE
    SET records = excluded.records, loaded = excluded.loaded, rejected = excluded.rejected,
        content_hash = excluded.content_hash
"""
_JUDGEMENT = """
INSERT INTO facts.judgements (channel, first_day, last_day, verdict, measures, reasons, judgement_hash)
VALUES ('twitter_test', :first_day, :last_day, :verdict, '{}', '[]', :told)
"""
_STORY = "INSERT INTO results.stories VALUES (:story, 'twitter_test', '2026-03-01', 'name') ON CONFLICT DO NOTHING"
_TOPIC = """
INSERT INTO results.topics VALUES (
    :run_id, 1, 'label', '{}', '{}', '{}', 'other', :tweets, 1, '{1}', :story, 'new', 1, 0, 0
)
"""
_SCORE = "INSERT INTO results.account_scores VALUES (:run_id, :author, :rank, 1, 'engagers', 0, NULL, 1, NULL)"


@dataclass(frozen=True)
class Book:
    """Writes ledgers, runs and what hangs off them."""

    channel: Channel = CHANNEL

    def load(
        self, day: dt.date, content_hash: str = "first", *, loaded: int = 3, rejected: int = 0, channel: str = ""
    ) -> None:
        """Write the ledger row of a day."""
        row = {"day": day, "content_hash": content_hash, "loaded": loaded, "rejected": rejected}
        with transaction("loader") as connection:
            connection.execute(sa.text(_LEDGER), row | {"channel": channel or self.channel.name})

    def judge(self, window: Window, verdict: str, told: str | None) -> None:
        """Judge a window; ``told``: identity of what a report tells of it."""
        row = {"first_day": window.first_day, "last_day": window.last_day, "verdict": verdict, "told": told}
        with transaction("loader") as connection:
            connection.execute(sa.text(_JUDGEMENT), row)

    def open(self, window: Window, channel: Channel | None = None) -> runs.Run:
        """Open the run of a window."""
        with transaction("analyst") as connection:
            return runs.open_run(connection, channel or self.channel, window)

    def make_current(self, run: runs.Run) -> bool:
        """Flip the window's pointer to a run."""
        with transaction("analyst") as connection:
            return runs.make_current(connection, run)

    def tell(self, run: runs.Run, story: str, tweets: int = 1) -> None:
        """Give a run one topic of a story."""
        with transaction("analyst") as connection:
            connection.execute(sa.text(_STORY), {"story": story})
            connection.execute(sa.text(_TOPIC), {"run_id": run.run_id, "story": story, "tweets": tweets})

    def rank(self, run: runs.Run, *authors: str) -> None:
        """Rank accounts in a run, highest first; they are written in another order, which must not matter."""
        rows = [
            {"run_id": run.run_id, "author": author, "rank": rank}
            for author, rank in sorted(zip(authors, range(1, len(authors) + 1), strict=True))
        ]
        with transaction("analyst") as connection:
            connection.execute(sa.text(_SCORE), rows)


@pytest.fixture
def book(database: sa.Engine) -> Book:
    """The book of an empty database."""
    return Book()
