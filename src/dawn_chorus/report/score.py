"""How much a reader wants to be told a thing: the order of the key points.

The weights are hand-set ones that held on unseen windows of labelled timelines; tuned ones did not. A thing's worth is
that of its best tweet plus ``AUTHORS · log2`` of the accounts that wrote of it in their own words. Its place is
given by a part of that, plus the log odds that an editor tells such a tweet (``taste.py``).
"""

import math
from collections.abc import Sequence

from dawn_chorus.channel import Channel
from dawn_chorus.report.excerpts import width
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.kinds import model_names
from dawn_chorus.report.people import is_company, is_official
from dawn_chorus.report.taste import FIGURE, subject_of
from dawn_chorus.report.wordlists import cues

LAUNCH_IN_FIELD, IN_FIELD, OFFICIAL, COMPANY = 1.5, 1.0, 1.0, 0.8
MONEY_OR_POLICY, BIG_NAME, MODEL_VERSION, MEASURED, NEW_STORY = 0.7, 0.6, 0.5, 0.5, 0.7
ADVERT, SHORT, TAGS, REPLY, HOWTO, OPINION = -1.2, -1.0, -1.0, -1.0, -0.6, -0.4
AUTHORS = 1.0  # per doubling of the accounts
WORTH, VOICES = 0.3, 0.3  # beside the log odds of the best tweet; the second per doubling of the accounts
NEAR = 3.0  # by the cosine with the middle of all tweets: what the day talks about; 2 to 6 do as well within .0125
CARRIERS = 0.4  # per doubling by accounts that only passed it on: a retweet costs less than a sentence
SHORT_WIDTH = 45  # Latin letters without links; terse news in Chinese is rarely shorter
MANY_TAGS = 2


def tweet_score(tweet: TweetFact, names: Sequence[str], channel: Channel) -> float:
    """Points of one tweet about a thing called ``names``."""
    text = tweet.spoken
    return _subject(text, channel) + _speaker(tweet, names, channel) + _manner(tweet, text)


def is_in_field(tweet: TweetFact, channel: Channel) -> bool:
    """Whether the tweet speaks of what the channel is about."""
    subject = subject_of(channel)
    text = tweet.spoken
    known = cues("field_terms", subject).finds(text) or cues("big_names", subject).finds(text)
    return known or model_names().finds(text)


def gives_facts(tweet: TweetFact) -> bool:
    """Whether the tweet measures something, or says that something became available."""
    return FIGURE.search(tweet.spoken) is not None or cues("launch").finds(tweet.spoken)


def _subject(text: str, channel: Channel) -> float:
    subject = subject_of(channel)
    in_field = cues("field_terms", subject).finds(text)
    launches = cues("launch").finds(text)
    measured = cues("benchmark").finds(text) or FIGURE.search(text) is not None
    return (
        IN_FIELD * in_field
        + LAUNCH_IN_FIELD * (in_field and launches)
        + MONEY_OR_POLICY * bool(cues("money").finds(text) or cues("policy").finds(text))
        + BIG_NAME * cues("big_names", subject).finds(text)
        + MODEL_VERSION * model_names().finds(text)
        + MEASURED * measured
    )


def _speaker(tweet: TweetFact, names: Sequence[str], channel: Channel) -> float:
    return OFFICIAL * is_official(tweet.author, names) + COMPANY * is_company(tweet.author, channel)


def _manner(tweet: TweetFact, text: str) -> float:
    is_opinion = cues("opinion").finds(text) or cues("first_person").finds(text)
    return (
        ADVERT * (tweet.role == "ad" or cues("advert").finds(text))
        + SHORT * (width(text) < SHORT_WIDTH)
        + TAGS * (len(tweet.hashtags) >= MANY_TAGS or len(tweet.cashtags) > MANY_TAGS)
        + REPLY * (tweet.kind == "reply")
        + HOWTO * cues("howto").finds(text)
        + OPINION * bool(is_opinion)
    )


def item_score(best_tweet: float, accounts: int, carriers: int, *, is_new_story: bool) -> float:
    """Points of a thing: its best tweet, how many wrote of it and passed it on, and whether its story began today."""
    carried = math.log2(max(carriers, 1) / max(accounts, 1))
    return best_tweet + AUTHORS * math.log2(max(accounts, 1)) + CARRIERS * carried + NEW_STORY * is_new_story


def editors_score(worth: float, told: float, accounts: int, near: float) -> float:
    """Where a thing stands among others.

    ``told``: log odds that an editor tells its best tweet; ``near``: cosine of that with the middle of the window.
    """
    return WORTH * worth + told + VOICES * math.log2(max(accounts, 1)) + NEAR * near
