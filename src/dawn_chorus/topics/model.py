"""What goes into topic discovery and what comes out of it."""

import datetime as dt
from typing import Literal

import msgspec

DIGITS = 4  # of scores and weights; floats of different machines agree that far

Role = Literal["topic", "single", "chatter", "ad"]


class Document(msgspec.Struct, frozen=True):
    """A tweet as topic discovery sees it. ``ref_tweet_id`` is what a retweet, quote or reply points at."""

    tweet_id: int
    day: dt.date
    author: str
    text: str
    kind: str = "original"
    ref_tweet_id: int | None = None


class Assignment(msgspec.Struct, frozen=True):
    """What became of one tweet; the fields are the columns of ``results.run_tweets``."""

    tweet_id: int
    day: dt.date
    role: Role
    topic_no: int | None
    duplicate_of: int | None
    centrality: float
    chatter_score: float
    ad_score: float


class Topic(msgspec.Struct, frozen=True):
    """A cluster of a window's tweets about one event or subject; the fields are the columns of ``results.topics``.

    ``earliest`` is its first tweet's id and ``first_day`` that tweet's local day.
    """

    topic_no: int
    label: str
    names: tuple[str, ...]
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    theme: str
    tweets: int
    accounts: int
    exemplars: tuple[int, ...]
    earliest: int
    first_day: dt.date


class Discovery(msgspec.Struct, frozen=True):
    """The topics of a window, largest first, and one assignment per tweet, by tweet id."""

    topics: tuple[Topic, ...]
    assignments: tuple[Assignment, ...]
