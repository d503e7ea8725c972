"""The sample week: what was planted as news is in topics, what was planted as noise is set aside."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

import pytest

from dawn_chorus.ingest.examine import examine
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.settings import settings
from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.model import Discovery, Document

SAMPLE = settings().include / "sample"
TRUTH = json.loads((SAMPLE / "truth.json").read_text())
ZONE = ZoneInfo(TRUTH["time_zone"])


def received() -> list[Document]:
    """The week's tweets, the last version of each."""
    latest: dict[int, Document] = {}

    def keep(tweet: ReceivedTweet, day: dt.date) -> None:
        known = latest.get(tweet.root)
        if known is None or known.tweet_id <= tweet.tweet_id:
            author = tweet.author.handle.lower()
            latest[tweet.root] = Document(tweet.tweet_id, day, author, tweet.text, tweet.kind, tweet.ref_tweet_id)

    for path in sorted((SAMPLE / "twitter_ai").glob("*.gz")):
        examine(path, path.name, ZONE, keep)
    return list(latest.values())


def planted() -> Iterator[tuple[int, str]]:
    """What was planted behind each tweet: story, farm, ads, chatter or singles; hostile ones are in stories."""
    for part in ("ads", "chatter", "singles"):
        yield from ((int(number), part) for ids in TRUTH[part].values() for number in ids)
    yield from ((int(number), "farm") for ids in TRUTH["farm"]["tweet_ids"].values() for number in ids)
    for story in TRUTH["stories"]:
        yield from ((int(number), "story") for ids in story["tweet_ids"].values() for number in ids)


@pytest.fixture(scope="module")
def days() -> Mapping[str, Discovery]:
    """The topics of each day, with the days before it as context."""
    tweets = received()
    found = {}
    for text in TRUTH["days"]:
        day = dt.date.fromisoformat(text)
        history = [tweet for tweet in tweets if day - dt.timedelta(days=7) <= tweet.day < day]
        found[text] = discover([tweet for tweet in tweets if tweet.day == day], history)
    return found


@pytest.fixture(scope="module")
def roles(days: Mapping[str, Discovery]) -> Mapping[str, Counter[str]]:
    """For each planted part how many of its tweets have which role."""
    part = dict(planted())
    counted: dict[str, Counter[str]] = {}
    for discovery in days.values():
        for each in discovery.assignments:
            counted.setdefault(part.get(each.tweet_id, ""), Counter())[each.role] += 1
    return counted


def share(roles: Mapping[str, Counter[str]], part: str, *wanted: str) -> float:
    return sum(roles[part][role] for role in wanted) / roles[part].total()


def test_advertising_is_set_aside(roles: Mapping[str, Counter[str]]) -> None:
    assert share(roles, "ads", "ad") >= 0.9
    assert share(roles, "ads", "topic") <= 0.02


def test_the_ring_of_fresh_accounts_makes_no_topic(roles: Mapping[str, Counter[str]]) -> None:
    assert share(roles, "farm", "ad") >= 0.95
    assert share(roles, "farm", "topic") <= 0.02


def test_no_news_is_taken_for_advertising(roles: Mapping[str, Counter[str]]) -> None:
    assert share(roles, "story", "ad") <= 0.005
    assert share(roles, "singles", "ad", "chatter") == 0


def test_small_talk_makes_few_topics(roles: Mapping[str, Counter[str]]) -> None:
    assert share(roles, "chatter", "topic") <= 0.1
    assert roles["chatter"]["topic"] <= roles["story"]["topic"] / 10


def test_news_are_in_topics(roles: Mapping[str, Counter[str]]) -> None:
    assert share(roles, "story", "topic") >= 0.7


@pytest.fixture(scope="module")
def homes(days: Mapping[str, Discovery]) -> Mapping[str, Mapping[str, int | None]]:
    """For each day and planted story of at least five tweets the topic that holds most of them."""
    found: dict[str, dict[str, int | None]] = {}
    for day, discovery in days.items():
        topic_of = {each.tweet_id: each.topic_no for each in discovery.assignments}
        for story in TRUTH["stories"]:
            ids = [int(number) for number in story["tweet_ids"].get(day, ())]
            counted = Counter(topic for number in ids if (topic := topic_of.get(number)) is not None)
            if len(ids) >= 5:
                found.setdefault(day, {})[story["name"]] = counted.most_common(1)[0][0] if counted else None
    return found


def test_nearly_every_planted_story_has_a_topic_on_each_of_its_days(
    homes: Mapping[str, Mapping[str, int | None]],
) -> None:
    topics = [topic for stories in homes.values() for topic in stories.values()]
    assert len(topics) > 50
    assert topics.count(None) <= 1, "one day's tweets are but answers to what was said the day before"


def test_no_two_stories_share_a_topic(homes: Mapping[str, Mapping[str, int | None]]) -> None:
    for stories in homes.values():
        topics = [topic for topic in stories.values() if topic is not None]
        assert len(set(topics)) == len(topics), stories
