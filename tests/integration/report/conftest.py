"""Days of invented tweets, taken through the product's own stages on a real Postgres."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus import pipeline
from dawn_chorus.accounts.stage import rank_accounts
from dawn_chorus.channel import Channel, load_channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.ingest.forget import forget
from dawn_chorus.report.facts import Facts
from dawn_chorus.report.read import read_facts
from dawn_chorus.report.stage import write_report
from dawn_chorus.settings import settings
from dawn_chorus.topics.stage import find_topics
from dawn_chorus.window import Window

MONDAY = dt.date(2026, 3, 2)

KITE = (
    ("zorbital", "Zorbital has released Nimbus Kite 2, an open model for images, 40% faster"),
    ("ana", "We put Nimbus Kite 2 to the test: it draws hands with six fingers"),
    ("bo", "刚试了 Nimbus Kite 2，画图很快，手指还是六根"),
)
KITE_LATER = (
    ("cy", "Nimbus Kite 2 now runs on phones, says Zorbital of its image model"),
    ("ana", "A week with Nimbus Kite 2: hands are still hard for the model"),
)
BANK = (
    ("dee", "Staff of Ostrava Bank go on strike over its new AI assistant"),
    ("eli", "Why the strike at Ostrava Bank is about more than pay and its AI assistant"),
)
VIEW = (("fay", "I think most AI agents should be tested by people who never built one of them."),)


@dataclass
class World:
    """Lands days of tweets of one channel and takes them through the stages."""

    folder: Path
    channel: Channel = field(default_factory=lambda: load_channel("twitter_ai"))
    tweets: int = 0

    def write(self, number: int, *said: tuple[str, str], **user: Any) -> None:
        """Land tweets ``(author, text)`` of the day so many days after Monday, a minute apart."""
        rows = [self._row(day(number), author, text, user) for author, text in said]
        path = self.folder / f"{number}_{self.tweets}.json"
        path.write_text(json.dumps(rows))
        pipeline.land(self.channel, [path])

    def _row(self, on: dt.date, author: str, text: str, user: Mapping[str, Any]) -> dict[str, Any]:
        self.tweets += 1
        moment = dt.datetime.combine(on, dt.time(1), dt.UTC) + dt.timedelta(minutes=self.tweets)
        return {
            "user": {"screenName": author, "name": author, "followersCount": 900, "description": "x", **user},
            "tweetUrl": f"https://x.com/{author}/status/{_id_at(moment)}",
            "fullText": text,
            "createdAt": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        }

    def forget_all_of(self, *authors: str) -> None:
        """Tweets of these authors are deleted at the source."""
        query = sa.text("SELECT tweet_id FROM facts.tweets WHERE author_key = ANY(:keys)")
        with transaction("reader") as connection:
            ids = connection.execute(query, {"keys": [f"@{author}" for author in authors]}).scalars().all()
        assert ids
        forget(self.channel, list(ids), "deleted by its author", settings().landing)

    def analyse(self, number: int) -> runs.Run:
        """Load a day and find its topics and accounts; the run is the day's current one."""
        return self.analyse_window(Window(day(number), day(number)))

    def analyse_window(self, window: Window) -> runs.Run:
        """The same for any window."""
        pipeline.load(self.channel, window)
        run = pipeline.open_run(self.channel, window)
        with transaction("analyst") as connection:
            find_topics(connection, self.channel, run)
            rank_accounts(connection, self.channel, run)
            runs.make_current(connection, run)
        return run

    def read(self, run: runs.Run) -> Facts:
        """What the report stage reads."""
        with transaction("analyst") as connection:
            return read_facts(connection, self.channel, run)

    def report(self, run: runs.Run) -> dict[str, bytes]:
        """Write the run's report; its files by path."""
        with transaction("analyst") as connection:
            write_report(connection, self.channel, run)
        rows = self.rows("SELECT path, content FROM results.report_files WHERE run_id = :run_id", run)
        return {row["path"]: bytes(row["content"]) for row in rows}

    def rows(self, query: str, run: runs.Run) -> list[Mapping[str, Any]]:
        """Rows of a query about a run."""
        with transaction("reader") as connection:
            return [dict(row) for row in connection.execute(sa.text(query), {"run_id": run.run_id}).mappings()]


def _id_at(moment: dt.datetime) -> int:
    """A tweet id of that moment: ids count milliseconds since 2010-11-04 01:42:54.657 in their upper bits."""
    return (int(moment.timestamp() * 1000) - 1_288_834_974_657) << 22


def day(number: int) -> dt.date:
    """The local day so many days after Monday."""
    return MONDAY + dt.timedelta(days=number)


@pytest.fixture
def world(database: sa.Engine, tmp_path: Path) -> World:
    """An empty installation."""
    return World(tmp_path)
