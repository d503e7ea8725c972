"""Real files, all of them: totals as the data's README and plain json.loads give them, and a ledger that balances."""

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import InputError
from dawn_chorus.ingest.landing import LandingSummary, land
from dawn_chorus.ingest.load import load_day

Maker = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("database")

FIXTURE = "fixture_2025-11-17_2025-11-30"
TOTALS = "SELECT sum(records), sum(loaded), sum(duplicate), sum(rejected), sum(tombstoned) FROM facts.day_ledger"
DISTINCT = "SELECT count(*), count(DISTINCT tweet_id), count(DISTINCT author_key) FROM facts.tweets"

# File: records and, if not all are accepted, the reason and number of the refused.
PAGES: dict[str, tuple[int, dict[str, int]]] = {
    "2sets.jsonl": (200, {}),
    "brexit.jsonl": (100, {}),
    "cashtags.jsonl": (1, {}),
    "cotweet.jsonl": (1, {}),
    "counts.jsonl": (169, {"not_a_tweet": 169}),
    "edited.jsonl": (1, {}),
    "edited_after.jsonl": (1, {}),
    "edited_before.jsonl": (1, {}),
    "empty.json": (0, {}),
    "entities_test.jsonl": (474, {}),
    "flat.jsonl": (100, {}),
    "geo_tweets.jsonl": (2, {}),
    "kpop.jsonl": (100, {}),
    "lists.jsonl": (6, {"not_a_tweet": 6}),
    "many_urls.jsonl": (1, {}),
    "media_policy_violation_off.jsonl": (100, {}),
    "media_policy_violation_on.jsonl": (100, {}),
    "media_tweet.jsonl": (1, {}),
    "mentions_tweet.jsonl": (1, {}),
    "noflat.jsonl": (100, {}),
    "quoted_edit.jsonl": (1, {}),
    "streaming_output_with_error.jsonl": (8, {"broken_json": 1}),
    "two_tweets.jsonl": (1, {}),
    "users.jsonl": (96, {"not_a_tweet": 96}),
    "verified_type.jsonl": (1, {}),
    "withheld.jsonl": (215, {"missing_author": 6}),
}
OTHER = {"tweets_compliance.jsonl", "users_compliance.jsonl"}  # lists of deletions: no tweets in any format


@pytest.fixture
def load_all(channel: Channel, landing: Path, ask: Maker) -> Callable[[], None]:
    """Loads every day that landing has records of."""

    def load() -> None:
        for (day,) in ask("SELECT DISTINCT day FROM facts.landing_days"):
            load_day(channel, day, landing)

    return load


@pytest.mark.parametrize(
    ("folder", "records", "distinct", "authors"), [("ai_timeline", 2072, 1784, 299), ("zh_timeline", 1683, 1156, None)]
)
def test_a_fortnight_of_timeline_files_loads_completely(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker,
    folder: str, records: int, distinct: int, authors: int | None,
) -> None:  # fmt: skip
    summary = land(channel, [shared_data / folder / FIXTURE], landing)
    assert summary == LandingSummary(14, 0, records, records, 0)
    load_all()
    assert ask(TOTALS) == [(records, distinct, records - distinct, 0, 0)]
    ((rows, ids, found_authors),) = ask(DISTINCT)
    assert rows == ids == distinct
    assert authors in (None, found_authors)
    assert ask("SELECT count(*) FROM facts.tweets WHERE day <> (created_at AT TIME ZONE 'Asia/Shanghai')::date") == [
        (0,)
    ]


def test_the_snapshots_of_a_day_in_any_order_give_the_same_rows(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker, state: Maker
) -> None:
    snapshots = sorted((shared_data / "ai_timeline" / "incremental_snapshots").rglob("*.json.gz"))
    assert len(snapshots) == 83
    states = set()
    for seed in (1, 2):
        random.Random(seed).shuffle(snapshots)
        for part in (snapshots[:30], snapshots[30:]):
            land(channel, part, landing)
            load_all()
        states.add(state())
        ((rows, ids, _),) = ask(DISTINCT)
        assert rows == ids
        with transaction("loader") as connection:
            connection.execute(sa.text("DELETE FROM facts.landing_files"))
            connection.execute(sa.text("DELETE FROM facts.day_ledger"))
    assert len(states) == 1


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_file_of_pages_is_loaded_or_refused_with_reasons(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker, name: str
) -> None:
    records, reasons = PAGES[name]
    refused = sum(reasons.values())
    summary = land(channel, [shared_data / "x_api_v2_pages" / "test-data" / name], landing)
    assert summary == LandingSummary(1, 0, records, records - refused, refused)
    assert dict(ask("SELECT reason, count(*) FROM facts.quarantine GROUP BY 1")) == reasons
    load_all()
    total, loaded, duplicate, rejected, _ = ask(TOTALS)[0]
    assert ((total or 0), (rejected or 0)) == (records, refused)
    assert ((loaded or 0) + (duplicate or 0)) == records - refused


def test_every_file_of_pages_is_spoken_for(shared_data: Path) -> None:
    assert {path.name for path in (shared_data / "x_api_v2_pages" / "test-data").iterdir()} == PAGES.keys() | OTHER


@pytest.mark.parametrize("name", sorted(OTHER))
def test_a_file_without_tweets_in_any_format_is_an_error(
    channel: Channel, landing: Path, shared_data: Path, name: str
) -> None:
    with pytest.raises(InputError, match=f"{name}: no known format: found JSON objects with action"):
        land(channel, [shared_data / "x_api_v2_pages" / "test-data" / name], landing)


def test_both_versions_of_an_edited_tweet_count_once(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker
) -> None:
    folder = shared_data / "x_api_v2_pages" / "test-data"
    land(channel, [folder / f"{name}.jsonl" for name in ("edited_after", "edited_before", "edited")], landing)
    load_all()
    assert ask("SELECT tweet_id, edit_root_id FROM facts.tweets") == [(1576994789110992896, 1576994746135764992)]
    assert ask(TOTALS) == [(3, 1, 2, 0, 0)]


def test_a_year_of_lines_with_its_two_traps_is_landed(
    channel: Channel, landing: Path, shared_data: Path, ask: Maker
) -> None:
    english = land(channel, sorted((shared_data / "ai_timeline").glob("dev_archive*")), landing)
    chinese = land(channel, sorted((shared_data / "zh_timeline").glob("dev_archive*")), landing)
    assert (english.records, english.rejected) == (54250, 0)
    assert (chinese.records, chinese.rejected) == (60282, 1)
    assert ask("SELECT reason, day FROM facts.quarantine") == [("missing_author", dt.date(2025, 4, 17))]
