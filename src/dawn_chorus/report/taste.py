"""Taste: how likely an editor is to tell a reader what a tweet says, and how likely it is somebody's view.

Two small models, learned from labelled windows of real timelines; ``include/models/report.npz`` holds their numbers,
written by ``tools/train_report.py``, and ``report.json`` says from what and how well they do on windows that they have
not seen. They read signs of a tweet and of its author's profile; number of followers is one of them, weak by training.
"""

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from dawn_chorus.channel import Channel
from dawn_chorus.report.excerpts import width
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.kinds import kind_points, model_names
from dawn_chorus.report.people import introduction, is_company
from dawn_chorus.report.wordlists import cues
from dawn_chorus.settings import settings
from dawn_chorus.text.keys import HAN
from dawn_chorus.topics.learned import Arrays, Floats, PairModel, TweetModel, pair_model, read_arrays, tweet_model
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.signs import grams
from dawn_chorus.topics.vectors import Matrix

# Word lists that say yes or no of a tweet.
LISTS = (
    "launch", "money", "policy", "benchmark", "advert", "howto", "opinion", "first_person", "greeting", "hook",
)  # fmt: skip
MANY = {"judgement": 6, "opinion": 4}  # more words of a list than that only show that a tweet is long
SHORT_WIDTHS, LONG_WIDTH = (45, 90), 300  # Latin letters
MANY_TAGS, MANY_LINES = 4, 3
FEW_FOLLOWERS = 1000  # about what an account of unknown size may have; keeps small ones from differing
TOLD_ROLES = ("topic", "single")
SUREST = 0.999  # neither model is surer of itself

# A number that measures something; not a version, a year or a list's "1."
FIGURE = re.compile(
    r"(?<![a-z\d.,])\d[\d,.]*\s?(?:%|x\b|×|倍|万|亿|[kmbt]\b|billion|million|tokens|[gm]w\b|users|stars)|[$€£¥]\s?\d",
    re.IGNORECASE,
)
ARGUMENT = re.compile(
    r"\b(?:because|but|instead|rather than|however|yet|unless|if|until)\b|因为|但|而不是|除非|如果|所以", re.IGNORECASE
)
_HAN = re.compile(f"[{HAN}]")
_QUOTATION = re.compile(r"[“\"「]")


class Judged(NamedTuple):
    """What the models say of a tweet: ``told`` as log odds, ``view`` as a probability."""

    told: float
    view: float


Judgements = Mapping[int, Judged]  # by tweet


class Taste(NamedTuple):
    """Both models."""

    told: PairModel
    view: TweetModel

    def judge(self, tweets: Iterable[TweetFact], channel: Channel) -> Judgements:
        """What the models say of each tweet that is neither advertising nor small talk, by id."""
        given = [tweet for tweet in tweets if tweet.role in TOLD_ROLES]
        if not given:
            return {}
        rows, runs = sign_rows(given, channel), gram_rows(given)
        told = np.clip(self.told.scores(rows), 1 - SUREST, SUREST)
        odds, views = np.log(told / (1 - told)).tolist(), self.view.scores(rows, runs).tolist()
        return {tweet.tweet_id: Judged(*both) for tweet, *both in zip(given, odds, views, strict=True)}


@cache
def taste() -> Taste:
    """The models of ``include/models``, read once a process. Raises ChorusError where the file is missing or broken."""
    return read_arrays(settings().include / "models" / "report.npz", from_arrays)


def from_arrays(arrays: Arrays) -> Taste:
    """Models from the arrays of a file. Raises KeyError where one is missing."""
    return Taste(pair_model(arrays, "told"), tweet_model(arrays, "view"))


def sign_rows(tweets: Iterable[TweetFact], channel: Channel) -> Floats:
    """One row of signs per tweet."""
    return np.array([_signs(tweet, channel) for tweet in tweets], dtype=np.float64)


def gram_rows(tweets: Iterable[TweetFact]) -> Matrix:
    """One row of hashed runs of characters per tweet, as the topics stage reads them."""
    return grams([Document(tweet.tweet_id, tweet.day, tweet.author.key, tweet.text) for tweet in tweets])


def subject_of(channel: Channel) -> str:
    """What a channel is about, as the word lists call it: ``ai`` of ``twitter_ai``."""
    return channel.name.split("_", 1)[1]


def _signs(tweet: TweetFact, channel: Channel) -> tuple[float, ...]:
    text = tweet.spoken
    return (
        *(cues(name).finds(text) for name in LISTS),
        *_field(text, subject_of(channel)),
        *(min(cues(name).count(text), most) for name, most in MANY.items()),
        ARGUMENT.search(text) is not None,
        *_author(tweet, channel),
        *_form(tweet),
        *kind_points(text),
    )


def _field(text: str, subject: str) -> tuple[float, ...]:
    """How much a text speaks of the channel's field, and whether something of it became available."""
    launches, model = cues("launch").finds(text), model_names().finds(text)
    terms, names = (cues(name, subject).count(text) for name in ("field_terms", "big_names"))
    return (
        terms > 0, names > 0, model, FIGURE.search(text) is not None,
        terms > 0 and launches, names > 0 and launches, model and launches, terms, names,
    )  # fmt: skip


def _author(tweet: TweetFact, channel: Channel) -> tuple[float, ...]:
    author = tweet.author
    return (
        is_company(author, channel),
        author.handle.lower() in channel.roster_by_handle,
        bool(introduction(author, channel)[1]),
        math.log10((author.followers or 0) + FEW_FOLLOWERS),
    )


def _form(tweet: TweetFact) -> tuple[float, ...]:
    text, raw = tweet.spoken, tweet.text
    size = width(text)
    return (
        math.log1p(size), *(size < limit for limit in SHORT_WIDTHS), size > LONG_WIDTH,
        min(raw.count("#"), MANY_TAGS), "@" in text, raw.startswith("@"), raw.count("\n") > MANY_LINES, "http" in raw,
        "?" in text or "？" in text, text.rstrip().endswith(("?", "？")), "!" in text or "！" in text,
        _QUOTATION.search(text) is not None, any(map(str.isdigit, text)), len(_HAN.findall(text)) / max(1, len(text)),
    )  # fmt: skip
