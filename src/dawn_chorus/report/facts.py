"""What a report may speak of: the run's rows as plain objects."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple

from dawn_chorus.report.escape import plain
from dawn_chorus.report.excerpts import clean
from dawn_chorus.report.model import Judgement
from dawn_chorus.text.clean import LINK
from dawn_chorus.window import Window

_RETWEETED = re.compile(r"\s*RT @(\w{1,15})")


@dataclass(frozen=True, slots=True)
class Account:
    """An author as of the tweet's day."""

    key: str
    handle: str
    name: str = ""
    description: str = ""
    followers: int | None = None


@dataclass(frozen=True)
class TweetFact:
    """One tweet, its author, and what the run made of it; as in ``facts.tweets`` and ``results.run_tweets``."""

    tweet_id: int
    day: dt.date
    created_at: dt.datetime
    author: Account
    text: str
    kind: str = "original"
    cashtags: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    role: str = "single"
    topic_no: int | None = None
    duplicate_of: int | None = None
    centrality: float = 0.0

    @cached_property
    def clean_text(self) -> str:
        """The text on one line, as it may be quoted."""
        return clean(self.text)

    @cached_property
    def spoken(self) -> str:
        """The clean text without links: what scores and kinds are judged by."""
        return plain(LINK.sub(" ", self.clean_text))

    @property
    def passed_on(self) -> str:
        """Handle of the account whose words a retweet carries; empty for its author's own words."""
        match = _RETWEETED.match(self.text) if self.kind == "retweet" else None
        return match[1] if match else ""

    @property
    def speaks_for_itself(self) -> bool:
        """Whether the words are its author's own: no retweet and no copy of an earlier tweet."""
        return self.kind != "retweet" and self.duplicate_of is None


class Voices(NamedTuple):
    """Accounts that told a topic: in words of their own, in any but a retweet's, and all of them."""

    own: int
    wrote: int
    all: int


@dataclass(frozen=True)
class TopicFact:
    """One topic; columns as in ``results.topics``. ``voices``: counted, where not all of its tweets are read."""

    topic_no: int
    label: str
    names: tuple[str, ...]
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    theme: str
    tweets: int
    accounts: int
    exemplars: tuple[int, ...]
    story_id: str
    story_status: str
    story_day_no: int
    tweets_yesterday: int
    tweets_week: int
    voices: Voices | None = None


@dataclass(frozen=True)
class QuietTopic:
    """A topic of the day before whose story has no topic in this window, with tweets of that day that carried it."""

    label: str
    names: tuple[str, ...]
    tweets: int
    accounts: int
    exemplars: tuple[TweetFact, ...]


@dataclass(frozen=True)
class Chapter:
    """What a story was on one day, by that day's own run: ids of its tweets, and of those that carried it best."""

    day: dt.date
    story_id: str
    label: str
    names: tuple[str, ...]
    theme: str
    tweets: int
    accounts: int
    exemplars: tuple[int, ...]
    members: tuple[int, ...]


@dataclass(frozen=True)
class RankedAccount:
    """A row of ``results.account_scores`` with the account's handle and tweets of others that engaged with it."""

    key: str
    handle: str
    rank: int
    basis: Literal["engagers", "followers", "responses"]
    engagers: int
    followers: int | None
    tweets: int
    topics: int
    previous_rank: int | None
    engagements: tuple[int, ...] = ()
    endorsers: int = 0
    responses: int | None = None
    is_new: bool = False


@dataclass(frozen=True)
class Ledger:
    """The window's days in ``facts.day_ledger``, summed, and where their records came from."""

    days_loaded: int
    records: int
    duplicate: int
    rejected: int
    tombstoned: int
    hours_covered: int
    files: int
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """What a window's tweets add up to; ``roles`` by name, ``copies`` are tweets that repeat an earlier one."""

    tweets: int
    accounts: int
    retweets: int
    copies: int
    roles: Mapping[str, int]

    @classmethod
    def of(cls, tweets: Collection[TweetFact]) -> "Counted":
        """The counts of tweets that are at hand."""
        return cls(
            tweets=len(tweets),
            accounts=len({tweet.author.key for tweet in tweets}),
            retweets=sum(tweet.kind == "retweet" for tweet in tweets),
            copies=sum(tweet.duplicate_of is not None for tweet in tweets),
            roles=Counter(tweet.role for tweet in tweets),
        )


@dataclass(frozen=True)
class Facts:
    """All that one report may speak of. ``has_history``: an earlier day was analysed, so that "new" means something.

    ``whole``: the counts of a window that is too large to be read; ``tweets`` are the foremost of it then.
    ``chapters`` are those of the days before, in the report of a day; in that of a longer window, of the window's own
    days. ``days_told``: the days whose runs gave them, and the window's own day. ``ranks``: by account, on those days.
    """

    channel: str
    window: Window
    opened_at: dt.datetime
    tweets: tuple[TweetFact, ...]
    topics: tuple[TopicFact, ...]
    quiet_topics: tuple[QuietTopic, ...]
    accounts: tuple[RankedAccount, ...]
    ledger: Ledger
    has_history: bool
    has_earlier_ranks: bool = False
    judgement: Judgement = field(default_factory=Judgement)
    whole: Counted | None = None
    chapters: tuple[Chapter, ...] = ()
    days_told: tuple[dt.date, ...] = ()
    ranks: Mapping[str, Mapping[dt.date, int]] = field(default_factory=dict)
    by_id: Mapping[int, TweetFact] = field(init=False)

    def __post_init__(self) -> None:
        """Bring rows into one order, whatever order they came in, and index the tweets that may be cited."""
        order: dict[str, Sequence[Any]] = {
            "tweets": sorted(self.tweets, key=lambda tweet: (tweet.created_at, tweet.tweet_id)),
            "topics": sorted(self.topics, key=lambda topic: topic.topic_no),
            "quiet_topics": sorted(self.quiet_topics, key=lambda topic: (-topic.accounts, -topic.tweets, topic.label)),
            "accounts": sorted(self.accounts, key=lambda account: account.rank),
            "chapters": sorted(self.chapters, key=lambda each: (each.day, -each.tweets, each.label, each.story_id)),
        }
        for name, rows in order.items():
            object.__setattr__(self, name, tuple(rows))
        earlier = [tweet for topic in self.quiet_topics for tweet in topic.exemplars]
        object.__setattr__(self, "by_id", {tweet.tweet_id: tweet for tweet in (*earlier, *self.tweets)})

    @cached_property
    def counted(self) -> Counted:
        """What all of the window's tweets add up to, read or not."""
        return self.whole or Counted.of(self.tweets)

    @cached_property
    def by_topic(self) -> Mapping[int, Sequence[TweetFact]]:
        """The tweets of each topic, most central first."""
        groups: dict[int, list[TweetFact]] = {topic.topic_no: [] for topic in self.topics}
        for tweet in sorted(self.tweets, key=lambda tweet: (-tweet.centrality, tweet.tweet_id)):
            if tweet.topic_no is not None:
                groups.setdefault(tweet.topic_no, []).append(tweet)
        return groups

    @cached_property
    def _copies(self) -> Mapping[int, Sequence[TweetFact]]:
        groups: dict[int, list[TweetFact]] = {}
        for tweet in self.tweets:
            if tweet.duplicate_of is not None:
                groups.setdefault(tweet.duplicate_of, []).append(tweet)
        return groups

    def alone(self) -> "Facts":
        """The same without the days before: what is not whole is compared with nothing."""
        return replace(
            self, quiet_topics=(), has_history=False, has_earlier_ranks=False, chapters=(), days_told=(), ranks={}
        )

    def carried(self, tweet: TweetFact) -> Sequence[TweetFact]:
        """The tweet with its retweets and copies."""
        return [tweet, *self._copies.get(tweet.tweet_id, ())]

    def with_role(self, role: str) -> list[TweetFact]:
        """The window's tweets of one role, oldest first."""
        return [tweet for tweet in self.tweets if tweet.role == role]

    def some(self, tweet_ids: Iterable[int]) -> list[TweetFact]:
        """The tweets with these ids that the report knows, in the given order."""
        return [self.by_id[tweet_id] for tweet_id in tweet_ids if tweet_id in self.by_id]
