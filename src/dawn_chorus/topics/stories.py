"""Stories: topics linked over days. Pure: today's topics and those of the days before give ids, status and counts.

A story is recognised by its names and terms. At most one topic of a window continues a story; the best match wins and
the others are stories of their own. A story may pause up to PAUSE_DAYS.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from dawn_chorus.text.keys import key_of
from dawn_chorus.text.lexicon import canonical_key
from dawn_chorus.topics.model import Topic
from dawn_chorus.window import Window

Status = Literal["new", "rising", "steady", "fading"]

PAUSE_DAYS = 7
# Cosine of the profiles from which two topics are one story. On the sample week .3-.5 link alike; below .25 products of
# one company flow together, above .5 stories break when their news moves on.
SAME_STORY = 0.4
# A name says more than a word about which story this is.
NAME_FACTOR = 2.0
# Tweets a day against before: from so many times, and by so many tweets, a story rises; the inverse, it fades.
CHANGE_FACTOR = 1.5
CHANGE_TWEETS = 2

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Profile = Mapping[str, float]


class PastTopic(msgspec.Struct, frozen=True):
    """A topic of a current daily run before the window, with the story it belongs to."""

    day: dt.date
    story_id: str
    story_name: str
    story_first_day: dt.date
    names: tuple[str, ...]
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    tweets: int


class StoryLink(msgspec.Struct, frozen=True):
    """The story of one topic; ``status`` with the counts behind the word."""

    story_id: str
    name: str
    first_day: dt.date
    status: Status
    day_no: int
    tweets_yesterday: int
    tweets_week: int


def link_stories(
    channel: str, window: Window, topics: Sequence[Topic], past: Iterable[PastTopic]
) -> tuple[StoryLink, ...]:
    """The story of each of the window's topics, in their order. Days of `past` before PAUSE_DAYS are ignored."""
    stories: dict[str, list[PastTopic]] = defaultdict(list)
    for chapter in past:
        if 0 < (window.first_day - chapter.day).days <= PAUSE_DAYS:
            stories[chapter.story_id].append(chapter)
    continued = _best_matches(topics, stories)
    taken = {stories[story][0].story_name for story in continued.values()}
    links = []
    for topic in topics:
        if topic.topic_no in continued:
            links.append(_continue(window, topic, stories[continued[topic.topic_no]]))
        else:
            links.append(_begin(channel, window, topic, taken))
            taken.add(links[-1].name)
    return tuple(links)


def story_id(channel: str, first_day: dt.date, tweet_id: int) -> str:
    """A stable id such as ``twitter_ai-20251125-f3k0s2a1b9c4``, from the channel, first day and earliest tweet."""
    digits = ""
    while tweet_id:
        tweet_id, digit = divmod(tweet_id, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return f"{channel}-{first_day:%Y%m%d}-{digits or '0'}"


def similarity(one: Profile, other: Profile) -> float:
    """Cosine of two profiles, 0..1."""
    product = sum(weight * other[key] for key, weight in sorted(one.items()) if key in other)
    length = math.hypot(*one.values()) * math.hypot(*other.values())
    return product / length if length else 0.0


def profile(names: Iterable[str], terms: Sequence[str], weights: Sequence[float]) -> Profile:
    """What a topic is recognised by: its terms by key, aliases joined, names counting more."""
    named = {canonical_key(key_of(name)) for name in names}
    weighed: dict[str, float] = defaultdict(float)
    for term, weight in zip(terms, weights, strict=True):
        key = canonical_key(key_of(term))
        weighed[key] += weight * (NAME_FACTOR if key in named else 1.0)
    return weighed


def _best_matches(topics: Sequence[Topic], stories: Mapping[str, Sequence[PastTopic]]) -> dict[int, str]:
    """Topic number -> story, one to one, the most similar pairs first."""
    now = {topic.topic_no: profile(topic.names, topic.terms, topic.weights) for topic in topics}
    pairs = []
    for story, chapters in stories.items():
        before = [profile(chapter.names, chapter.terms, chapter.weights) for chapter in chapters]
        for number, own in now.items():
            close = max(similarity(own, other) for other in before)
            if close >= SAME_STORY:
                pairs.append((-close, number, story))
    matches: dict[int, str] = {}
    taken: set[str] = set()
    for _, number, story in sorted(pairs):
        if number not in matches and story not in taken:
            matches[number] = story
            taken.add(story)
    return matches


def _begin(channel: str, window: Window, topic: Topic, taken: Collection[str]) -> StoryLink:
    """A story of its own, under the first of its names that no other story of the window stands under."""
    return StoryLink(
        story_id=story_id(channel, topic.first_day, topic.earliest),
        name=next((name for name in topic.names if name not in taken), topic.label),
        first_day=topic.first_day,
        status="new",
        day_no=(window.last_day - topic.first_day).days + 1,
        tweets_yesterday=0,
        tweets_week=0,
    )


def _continue(window: Window, topic: Topic, chapters: Sequence[PastTopic]) -> StoryLink:
    first = chapters[0]
    yesterday = sum(chapter.tweets for chapter in chapters if (window.first_day - chapter.day).days == 1)
    week = sum(chapter.tweets for chapter in chapters)
    return StoryLink(
        story_id=first.story_id,
        name=first.story_name,
        first_day=first.story_first_day,
        status=_status(topic.tweets / len(window.days), yesterday, week),
        day_no=(window.last_day - first.story_first_day).days + 1,
        tweets_yesterday=yesterday,
        tweets_week=week,
    )


def _status(today: float, yesterday: int, week: int) -> Status:
    """Tweets a day now against the day before, or against the week's average where that is more."""
    before = max(yesterday, week / PAUSE_DAYS)
    if today >= before * CHANGE_FACTOR and today - before >= CHANGE_TWEETS:
        return "rising"
    if today * CHANGE_FACTOR <= before and before - today >= CHANGE_TWEETS:
        return "fading"
    return "steady"
