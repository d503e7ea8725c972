"""Builders of invented tweets, topics and facts; no person, company or product here exists."""

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from dawn_chorus.channel import Channel, RosterEntry, Source
from dawn_chorus.report.brief import Brief
from dawn_chorus.report.facts import Account, Chapter, Facts, Ledger, QuietTopic, RankedAccount, TopicFact, TweetFact
from dawn_chorus.report.model import Statement
from dawn_chorus.report.phrases import load_phrases
from dawn_chorus.window import Window

DAY = dt.date(2030, 5, 4)
FIRST = DAY - dt.timedelta(days=6)
WEEK = Window(FIRST, DAY)
FIRST_ID = 9_000_000_000_000_000_000

Briefs = Callable[[Facts], Brief]
TweetMaker = Callable[..., TweetFact]
TopicMaker = Callable[..., TopicFact]
FactsMaker = Callable[..., Facts]


@pytest.fixture
def channel() -> Channel:
    """A channel about AI with a small roster."""
    return Channel(
        name="twitter_ai",
        title="AI人工智能领域",
        short_title="Twitter Ai",
        start_date="2030-01-01",
        sources=(Source(name="inbox", path="{home}/inbox"),),
        roster=(
            RosterEntry(handle="brindlelabs", name="Brindle Labs", role="Brindle 模型的开发者", is_vendor=True),
            RosterEntry(handle="nadiaverrin", name="Nadia Verrin", role="独立研究者"),
        ),
    )


@pytest.fixture
def tweet() -> TweetMaker:
    """Make a tweet: ``tweet(text, handle="someone", …)``; ids and times count up."""
    numbers = itertools.count()

    def make(
        text: str, handle: str = "someone", description: str = "", followers: int | None = None, **fields: Any
    ) -> TweetFact:
        number = next(numbers)
        values: dict[str, Any] = {
            "tweet_id": FIRST_ID + number,
            "day": DAY,
            "created_at": dt.datetime(2030, 5, 4, 1, 0, tzinfo=dt.UTC) + dt.timedelta(minutes=number),
            "author": Account(f"@{handle.lower()}", handle, handle, description, followers),
            "text": text,
        }
        return TweetFact(**{**values, **fields})

    return make


@pytest.fixture
def topic() -> TopicMaker:
    """Make a topic: ``topic(1, ["Brindle 3"], tweets=2, …)``."""

    def make(topic_no: int, names: Sequence[str] = (), **fields: Any) -> TopicFact:
        values: dict[str, Any] = {
            "label": names[0] if names else f"topic {topic_no}",
            "names": tuple(names),
            "terms": tuple(name.lower() for name in names),
            "weights": tuple(1.0 / number for number in range(1, len(names) + 1)),
            "theme": "models",
            "tweets": 2,
            "accounts": 2,
            "exemplars": (),
            "story_id": f"story-{topic_no}",
            "story_status": "new",
            "story_day_no": 1,
            "tweets_yesterday": 0,
            "tweets_week": 0,
        }
        return TopicFact(topic_no=topic_no, **{**values, **fields})

    return make


@pytest.fixture
def facts() -> FactsMaker:
    """Make the facts of one day from tweets, topics and accounts."""

    def make(
        tweets: Sequence[TweetFact],
        topics: Sequence[TopicFact] = (),
        *,
        quiet: Sequence[QuietTopic] = (),
        accounts: Sequence[RankedAccount] = (),
        **fields: Any,
    ) -> Facts:
        count = len(tweets)
        values: dict[str, Any] = {
            "channel": "twitter_ai",
            "window": Window(DAY, DAY),
            "opened_at": dt.datetime(2030, 5, 4, 16, 41, 10, tzinfo=dt.UTC),
            "ledger": Ledger(1, count, 0, 0, 0, 24, 1, ("inbox",)),
            "has_history": True,
        }
        return Facts(
            tweets=tuple(tweets),
            topics=tuple(topics),
            quiet_topics=tuple(quiet),
            accounts=tuple(accounts),
            **{**values, **fields},
        )

    return make


@pytest.fixture
def brief(channel: Channel) -> Callable[[Facts], Brief]:
    """A Chinese brief of the facts."""
    return lambda facts: Brief(facts, channel, load_phrases("zh"))


@pytest.fixture
def news_day(tweet: TweetMaker, topic: TopicMaker, facts: FactsMaker) -> Facts:
    """A day with two topics, single news, a view, an advertisement and small talk."""
    release = [
        tweet("Introducing Brindle 3, our most capable open model yet, with a 2M context window.", "brindlelabs"),
        tweet("Brindle 3 beats Korrigan-7B on every coding benchmark I ran today.", "nadiaverrin"),
        tweet("Brindle Labs 刚刚开源了 Brindle 3，参数 120B，推理速度提升 40%。", "zhoumoji"),
    ]
    update = [
        tweet("Tessaro can now remember your meetings across workspaces.", "tessaro_app"),
        tweet("You can now pin agents in Tessaro, rolling out to all subscribers.", "tessaro_app"),
    ]
    singles = [
        tweet("New paper on sparse attention for robot models: arxiv results of Velvetine 2 released.", "paperlark"),
        tweet("I think most agents fail because nobody writes tests for the tools they call.", "nadiaverrin"),
        tweet("$OSFY shares fell 7% after Ossify cut its revenue guidance.", "marketwren", cashtags=("OSFY",)),
    ]
    aside = [
        tweet("Use code DAWN for 50% off our prompt course!", "promoking", role="ad"),
        tweet("good morning everyone", "earlybird", role="chatter"),
    ]
    members = [dataclass_with(each, role="topic", topic_no=1, centrality=0.9) for each in release]
    members += [dataclass_with(each, role="topic", topic_no=2, centrality=0.8) for each in update]
    topics = [
        topic(1, ["Brindle 3", "Brindle Labs"], tweets=3, accounts=3, exemplars=tuple(t.tweet_id for t in release)),
        topic(
            2,
            ["Tessaro"],
            tweets=2,
            accounts=1,
            theme="agents",
            story_status="fading",
            story_day_no=3,
            tweets_yesterday=6,
        ),
    ]
    ranked = [
        RankedAccount("@nadiaverrin", "nadiaverrin", 1, "engagers", 41, 9_000, 2, 1, 4),
        RankedAccount("@brindlelabs", "brindlelabs", 2, "engagers", 30, 120_000, 1, 1, None),
    ]
    return facts([*members, *singles, *aside], topics, accounts=ranked, has_earlier_ranks=True)


def dataclass_with(tweet: TweetFact, **changes: Any) -> TweetFact:
    """The tweet with other fields."""
    fields = {name: getattr(tweet, name) for name in TweetFact.__dataclass_fields__}
    return TweetFact(**{**fields, **changes})


def changed(facts: Facts, **changes: Any) -> Facts:
    """The facts with other fields."""
    fields = {name: getattr(facts, name) for name in Facts.__dataclass_fields__ if name != "by_id"}
    return Facts(**{**fields, **changes})


def written(section: Any, brief: Brief) -> list[Statement]:
    """The statements of a section."""
    return [statement for statement in section.write(brief) if statement is not None]


def texts(section: Any, brief: Brief) -> list[str]:
    """The statements of a section as plain text."""
    return [statement.text for statement in written(section, brief)]


def on(number: int) -> dt.date:
    """The day so many days after the week's first."""
    return FIRST + dt.timedelta(days=number)


def chapter(number: int, tweets: Sequence[TweetFact], name: str, **fields: object) -> Chapter:
    """A topic of that day's run that holds the tweets."""
    ids = tuple(tweet.tweet_id for tweet in tweets)
    accounts = len({tweet.author.key for tweet in tweets})
    values = {"story_id": name, "label": name, "names": (name,), "theme": "models", "exemplars": ids, "members": ids}
    return Chapter(day=on(number), tweets=len(ids), accounts=accounts, **{**values, **fields})  # type: ignore[arg-type]


@pytest.fixture
def about(tweet: TweetMaker) -> Callable[..., list[TweetFact]]:
    """Tweets of different accounts about a thing on a day."""

    def make(name: str, number: int, count: int, text: str = "{} is an open AI model that I tried") -> list[TweetFact]:
        said = [tweet(text.format(name), f"user{number}{place}") for place in range(count)]
        return [dataclass_with(each, day=on(number)) for each in said]

    return make


@pytest.fixture
def week(facts: FactsMaker, brief: Briefs) -> Callable[..., Brief]:
    """A brief of seven days, with the topics that their runs found."""

    def make(tweets: Sequence[TweetFact], chapters: Sequence[Chapter] = (), **fields: object) -> Brief:
        told = tuple(on(number) for number in range(7))
        return brief(facts(tweets, window=WEEK, chapters=tuple(chapters), days_told=told, **fields))

    return make
