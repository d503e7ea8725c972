"""The parts of benchmarks/ingest.py that measure nothing: what is made up, what the server takes, what a line says."""

import datetime as dt
import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import msgspec
import pytest

from dawn_chorus.ingest.examine import examine
from dawn_chorus.ingest.formats.record import ReceivedTweet
from made_up_pages import FIRST_DAY, Drop, World, make_up
from metering import Step, parse_stat

SCRIPT = Path(__file__).resolve().parents[3] / "benchmarks" / "ingest.py"
DAY = dt.date(2030, 5, 4)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """The script as a module."""
    specification = importlib.util.spec_from_file_location("ingest_benchmark", SCRIPT)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A file of 250 made-up tweets of a day."""
    path = tmp_path / "pages.jsonl"
    path.write_bytes(b"".join(msgspec.json.encode(page) + b"\n" for page in World(7).pages(DAY, SHANGHAI, 250)))
    return path


def test_the_product_accepts_every_made_up_tweet_on_its_day(pages: Path) -> None:
    tweets: list[ReceivedTweet] = []
    examined = examine(pages, "pages", SHANGHAI, lambda tweet, _: tweets.append(tweet))
    assert (examined.format, examined.accepted, examined.refused) == ("x_api_v2", {DAY: 250}, {})
    assert len({tweet.tweet_id for tweet in tweets}) == 250
    assert {tweet.created_at.astimezone(SHANGHAI).hour for tweet in tweets} == set(range(24))


def test_made_up_tweets_have_all_that_real_ones_have(pages: Path) -> None:
    tweets: list[ReceivedTweet] = []
    examine(pages, "pages", SHANGHAI, lambda tweet, _: tweets.append(tweet))
    kinds = Counter(tweet.kind for tweet in tweets)
    assert all(kinds[kind] > 10 for kind in ("original", "retweet", "quote", "reply"))
    for entity in ("mentions", "hashtags", "urls"):
        assert 0.1 < sum(bool(getattr(tweet, entity)) for tweet in tweets) / len(tweets) < 0.9


def test_a_record_has_about_the_size_of_a_real_one(pages: Path) -> None:
    assert 800 < pages.stat().st_size / 250 < 1300


def test_the_same_seed_makes_up_the_same(pages: Path) -> None:
    first, second, other = (
        [msgspec.json.encode(page) for page in World(seed).pages(DAY, SHANGHAI, 5)] for seed in (7, 7, 8)
    )
    assert first == second != other


@pytest.mark.parametrize(
    ("records", "days"),
    [(1, [1]), (100_000, [100_000]), (100_001, [100_000, 1]), (250_000, [100_000, 100_000, 50_000])],
)
def test_a_day_has_a_hundred_thousand_tweets_and_the_last_the_rest(
    tmp_path: Path, records: int, days: list[int]
) -> None:
    drop = Drop(tmp_path, records)
    assert list(drop.days.values()) == days
    assert min(drop.days) == FIRST_DAY


def test_raw_copy_gets_the_same_records_escaped_for_it(tmp_path: Path) -> None:
    drop = make_up(tmp_path, 120, SHANGHAI)
    pages = [msgspec.json.decode(line) for line in (drop.pages / "2030-05-04.jsonl").read_bytes().splitlines()]
    parts = [
        each for page in pages for each in (*page["data"], *page["includes"]["users"], *page["includes"]["tweets"])
    ]
    rows = drop.rows.read_bytes().splitlines()
    assert [msgspec.json.decode(row.replace(rb"\\", b"\\")) for row in rows] == parts
    assert sum(len(page["data"]) for page in pages) == 120


@pytest.mark.parametrize("name", ["postgres", "postgres: io worker 0", "a) S 9 9 (b"])
def test_ticks_are_read_whatever_a_process_is_called(name: str) -> None:
    line = f"812 ({name}) S 77 812 812 0 -1 4194560 1 2 3 4 100 20 7 3 20 0 1 0 5 6 7"
    assert parse_stat(line) == (812, 77, 120, 10)


STEPS = [Step("land", 1.0, 3.0), Step("load", 4.0, 5.0), Step("load", 3.0, 2.0), Step("load once more", 0.5, 9.0)]


def test_a_line_leaves_out_what_is_done_once_more(benchmark: ModuleType) -> None:
    assert benchmark.line_of("dawn_chorus", 100, STEPS, 64, raw_cpu=4.0) == {
        "path": "dawn_chorus",
        "records": 100,
        "cpu_seconds": 8.0,
        "rows_per_second": 10,
        "cpu_ratio_to_raw_copy": 2.0,
        "peak_mb": 64,
    }


def test_loading_once_more_is_compared_with_the_first_load_of_that_day(benchmark: ModuleType) -> None:
    assert benchmark.reload_ratio(STEPS) == 0.125
