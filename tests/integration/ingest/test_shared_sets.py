"""Real data, every set of it: each record is loaded, or in quarantine with a reason, and the books balance.

The numbers are those of plain ``json.loads`` and of the data's README.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel, Source
from dawn_chorus.database.connect import transaction
from dawn_chorus.ingest.day import Versions
from dawn_chorus.ingest.examine import examine
from dawn_chorus.ingest.landing import LandingSummary, land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.mapping import load_mapping
from dawn_chorus.ingest.reading import PLAIN, Reading

Maker = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("database")

NO_TWEETS = {"tweets_compliance.jsonl", "users_compliance.jsonl", "__meta.json"}  # in no format: an error each
LEDGER = """
SELECT sum(records), sum(loaded), sum(duplicate), sum(rejected), sum(tombstoned), count(*) FROM facts.day_ledger
"""
REASONS = "SELECT reason, count(*) FROM facts.quarantine GROUP BY 1"
ROWS = "SELECT count(*), count(DISTINCT tweet_id) FROM facts.tweets"


@dataclass(frozen=True)
class Books:
    """What a set holds: its files below a folder, and its records by what became of them; days with any record."""

    files: str
    count: int
    loaded: int
    duplicate: int
    days: int
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """Records in quarantine."""
        return sum(self.reasons.values())

    @property
    def records(self) -> int:
        """All of them."""
        return self.loaded + self.duplicate + self.rejected

    def paths(self, data: Path) -> list[Path]:
        """Its files that hold tweets in some format."""
        return sorted(path for path in data.glob(self.files) if path.is_file() and path.name not in NO_TWEETS)


SETS = {
    "x_api_v2_pages": Books(
        "x_api_v2_pages/test-data/*", 26, 1102, 401, 42, {"not_a_tweet": 271, "broken_json": 1, "missing_author": 6}
    ),
    "x_web_graphql": Books("x_web_graphql/mocked-data/*", 32, 322, 92, 74, {"not_a_tweet": 218}),
    "stocks_v11": Books("stocks_v11/fixture-week/*", 7, 1701, 1367, 8),
    "ai_builders": Books("ai_builders/**/*", 66, 1610, 125, 54),
    "finance_investors": Books("finance_investors/**/*", 40, 301, 0, 41, {"source_failed": 399}),
    "ai_timeline": Books("ai_timeline/fixture*/*", 14, 1784, 288, 16),
    "zh_timeline": Books("zh_timeline/fixture*/*", 14, 1156, 527, 16),
    "snapshots": Books("ai_timeline/incremental_snapshots/**/*", 83, 276, 7247, 4),
}
# A file for years: a day of it is rebuilt by reading all of it, so that only its last day is taken to the database.
LONG = {
    "zh_authors": Books("zh_authors/*", 1, 16881, 0, 2863),
    "ai_timeline": Books("ai_timeline/dev*", 1, 45549, 8701, 339),
    "zh_timeline": Books("zh_timeline/dev*", 1, 38975, 21306, 442, {"missing_author": 1}),
}
FEW = 20  # files that are enough to see their order


def landed(channel: Channel, books: Books, data: Path, landing: Path) -> LandingSummary:
    """Land a set; authors' tweets through their mapping."""
    if not books.files.startswith("zh_authors"):
        return land(channel, books.paths(data), landing)
    source = Source(name="authors", path=str(data / "zh_authors"), mapping="author_tweets")
    return land(channel.model_copy(update={"sources": (source,)}), None, landing)


@pytest.mark.parametrize("name", SETS)
def test_every_record_of_a_set_is_loaded_or_refused_with_a_reason(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker, name: str
) -> None:
    books = SETS[name]
    summary = landed(channel, books, shared_data, landing)
    assert summary == LandingSummary(books.count, 0, books.records, books.records - books.rejected, books.rejected)
    assert dict(ask(REASONS)) == books.reasons
    load_all()
    ((*totals, days),) = ask(LEDGER)
    assert totals == [books.records, books.loaded, books.duplicate, books.rejected, 0]
    assert days == books.days
    assert ask(ROWS) == [(books.loaded, books.loaded)]


@pytest.mark.parametrize("name", LONG)
def test_every_record_of_a_long_file_is_counted_on_its_day(
    channel: Channel, landing: Path, shared_data: Path, ask: Maker, name: str
) -> None:
    books = LONG[name]
    summary = landed(channel, books, shared_data, landing)
    assert summary == LandingSummary(1, 0, books.records, books.records - books.rejected, books.rejected)
    assert dict(ask(REASONS)) == books.reasons
    assert ask("SELECT sum(accepted + rejected), count(*) FROM facts.landing_days") == [(books.records, books.days)]
    by_day = counted(books.paths(shared_data)[0], channel, books)
    ledger = load_day(channel, max(by_day), landing)
    assert (ledger.loaded, ledger.duplicate) == by_day[max(by_day)]
    assert ask(ROWS) == [(ledger.loaded, ledger.loaded)]
    assert [sum(column) for column in zip(*by_day.values(), strict=True)] == [books.loaded, books.duplicate]


def counted(path: Path, channel: Channel, books: Books) -> dict[dt.date, tuple[int, int]]:
    """Tweets and repeats of each day of a file, all days in one go."""
    mapping = load_mapping("author_tweets") if books is LONG["zh_authors"] else None
    by_day: dict[dt.date, Versions] = {}
    examine(
        path,
        path.name,
        channel.zone,
        lambda tweet, day: by_day.setdefault(day, Versions(set())).extend([tweet]),
        (Reading(mapping=mapping) if mapping else PLAIN,),
    )
    taken = {day: versions.counted() for day, versions in by_day.items()}
    return {day: (len(each.tweets), each.duplicate) for day, each in taken.items()}


@pytest.mark.parametrize(("name", "most"), [("snapshots", None), ("ai_builders", FEW)])
def test_the_files_of_a_set_in_any_order_give_the_same_rows(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, state: Maker, name: str, most: int | None
) -> None:
    files = SETS[name].paths(shared_data)[:most]
    states = set()
    for seed in (1, 2):
        random.Random(seed).shuffle(files)
        for part in (files[: len(files) // 3], files):
            land(channel, part, landing)
            load_all()
        states.add(state())
        with transaction("loader") as connection:
            connection.execute(sa.text("DELETE FROM facts.landing_files"))
            emptied = connection.execute(sa.text("DELETE FROM facts.day_ledger RETURNING day")).scalars().all()
        for day in emptied:
            load_day(channel, day, landing)
    assert len(states) == 1
