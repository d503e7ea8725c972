"""On real timelines the topics are those that readers would name. Texts are read, never kept."""

import datetime as dt
import importlib.util
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from dawn_chorus.ingest.examine import examine
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.model import Discovery, Document

SCRIPT = Path(__file__).resolve().parents[3] / "benchmarks" / "gold.py"
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def gold() -> ModuleType:
    """The benchmark as a module."""
    specification = importlib.util.spec_from_file_location("gold_benchmark", SCRIPT)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tweets(shared_data: Path, gold: ModuleType) -> list[Document]:
    """Two weeks of a timeline of AI researchers."""
    found: dict[int, Document] = {}

    def keep(tweet: ReceivedTweet, day: dt.date) -> None:
        found[tweet.tweet_id] = gold.as_document(tweet, day)

    for path in sorted((shared_data / "ai_timeline" / "fixture_2025-11-17_2025-11-30").glob("*.json")):
        examine(path, path.name, ZONE, keep)
    return list(found.values())


def discovered(tweets: list[Document], day: dt.date) -> Discovery:
    window = [tweet for tweet in tweets if tweet.day == day]
    return discover(window, [tweet for tweet in tweets if day - dt.timedelta(days=7) <= tweet.day < day])


@pytest.mark.parametrize(
    ("day", "name", "least"),
    [
        (19, "Gemini 3", 8),
        (20, "Nano Banana Pro", 5),
        (21, "Nano Banana Pro", 10),
        (25, "Claude Opus 4.5", 6),
        (26, "FLUX.2", 4),
        (27, "DeepSeek-Math-V2", 2),
    ],
)
def test_the_days_news_is_a_topic_under_its_name(tweets: list[Document], day: int, name: str, least: int) -> None:
    topics = discovered(tweets, dt.date(2025, 11, day)).topics
    named = [topic for topic in topics if topic.names[:1] == (name,)]
    assert named, [topic.names for topic in topics]
    assert max(topic.tweets for topic in named) >= least


def test_a_window_of_days_has_the_news_of_all_of_them(tweets: list[Document]) -> None:
    first, last = dt.date(2025, 11, 25), dt.date(2025, 11, 27)
    window = [tweet for tweet in tweets if first <= tweet.day <= last]
    found = discover(window, [tweet for tweet in tweets if first - dt.timedelta(days=7) <= tweet.day < first])
    named = {name for topic in found.topics for name in topic.names[:1]}
    assert {"Claude Opus 4.5", "Nano Banana Pro", "FLUX.2", "DeepSeek-Math-V2"} <= named


def test_labels_are_readable(tweets: list[Document]) -> None:
    labels = [topic.label for day in (20, 25, 26) for topic in discovered(tweets, dt.date(2025, 11, day)).topics]
    assert all(label and "http" not in label and "\n" not in label and len(label) <= 100 for label in labels)


def test_most_tweets_stay_alone(tweets: list[Document]) -> None:
    assignments = discovered(tweets, dt.date(2025, 11, 26)).assignments
    in_topics = sum(each.role == "topic" for each in assignments) / len(assignments)
    assert 0.1 < in_topics < 0.4


@pytest.mark.parametrize(
    ("name", "timeline"), [("ai_2025-11-25_27", "ai_timeline"), ("zh_2025-11-25_27", "zh_timeline")]
)
def test_topics_and_ads_match_what_annotators_saw(
    shared_data: Path, gold: ModuleType, name: str, timeline: str
) -> None:
    archive = gold.read_archive(shared_data / timeline / "fixture_2025-11-17_2025-11-30")
    line = gold.measure(shared_data / "gold" / f"{name}.jsonl", archive)
    assert line["match_f1"] >= 0.4, "the dense recipe has .14, hand-set mixes .32; a week is little background"
    assert line["ad_precision"] >= 0.7
    assert line["ad_recall"] >= 0.4
