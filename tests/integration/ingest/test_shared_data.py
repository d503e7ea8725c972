"""Real timelines and pages of the X API v2, file by file; test_shared_sets.py keeps the books of whole sets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.errors import InputError
from dawn_chorus.ingest.landing import land

Maker = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("database")

TOTALS = "SELECT sum(records), sum(loaded), sum(duplicate), sum(rejected), sum(tombstoned) FROM facts.day_ledger"
REASONS = "SELECT name, reason, count(*) FROM facts.quarantine JOIN facts.landing_files USING (sha256) GROUP BY 1, 2"

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


def test_a_fortnight_of_timelines_has_all_its_authors(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker
) -> None:
    land(channel, [shared_data / "ai_timeline" / "fixture_2025-11-17_2025-11-30"], landing)
    load_all()
    assert ask("SELECT count(DISTINCT author_key) FROM facts.tweets") == [(299,)]


def test_every_file_of_pages_is_read_or_refused_with_reasons(
    channel: Channel, landing: Path, shared_data: Path, ask: Maker
) -> None:
    folder = shared_data / "x_api_v2_pages" / "test-data"
    land(channel, [folder / name for name in PAGES], landing)
    refused: dict[str, dict[str, int]] = {name: {} for name in PAGES}
    for name, reason, number in ask(REASONS):
        refused[name][reason] = number
    records = dict(ask("SELECT name, records FROM facts.landing_files"))
    assert {name: (records[name], refused[name]) for name in records} == PAGES


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
