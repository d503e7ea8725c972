"""本期变化: how the stories of several days went: what lasted, grew, came and ended, and who was heard through it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dawn_chorus.report.brief import Brief, is_worth
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.model import Part, Statement
from dawn_chorus.report.people import introduction
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.stories import Story
from dawn_chorus.report.telling import day_of_month
from dawn_chorus.text.keys import key_of
from dawn_chorus.window import Window

LEAST_DAYS = 3  # of a window; what two days were like, the two posts say
LISTED = 5  # stories in one sentence
EDGE = 4  # a story is told at an end of the window where it is told within this part of it, a quarter
CHANGE_FACTOR = 1.5  # tweets of one half of the window against the other, from which a story grew or faded
LEAST_VOICES, LEAST_PEAK = 3, 3  # accounts in all, tweets of the largest day; smaller ones are told among the topics
HEARD_SHARE = 0.6  # of the days told, on which an account wrote that was heard through the window
HEARD = 6  # accounts named

SHAPES = ("lasted", "grew", "came", "passed", "faded", "ended", "flashed")


def write(brief: Brief) -> Iterator[Statement | None]:
    """A sentence for each shape that some story has, then the accounts; nothing of a window of a day or two."""
    window = brief.facts.window
    if len(brief.facts.days_told) < LEAST_DAYS or window.is_daily:
        return
    shaped = [(shape_of(story, window), story) for story in _distinct(brief.stories)]
    for shape in SHAPES:
        yield _stories(brief, shape, [story for found, story in shaped if found == shape])
    if brief.facts.whole is None:
        yield _heard(brief)


def _distinct(stories: Sequence[Story]) -> Iterator[Story]:
    """Without what can cite nothing, and without a story of a single day whose name is part of another one's."""
    keys = {key_of(story.name) for story in stories}
    for story in stories:
        own = key_of(story.name)
        is_part = any(other != own and (own in other or other in own) for other in keys)
        if story.sources and not (is_part and len(story.days) == 1):
            yield story


def shape_of(story: Story, window: Window) -> str | None:
    """How a story went over the window, in a word of ``SHAPES``; None where it is too small to be told."""
    if story.voices < LEAST_VOICES or story.tweets[story.peak] < LEAST_PEAK:
        return None
    if len(story.days) == 1:
        return "flashed"
    edge = dt.timedelta(days=max(1, len(window.days) // EDGE))
    is_early = story.days[0] < window.first_day + edge
    is_late = story.days[-1] > window.last_day - edge
    if not is_early:
        return "came" if is_late else "passed"
    return _trend(story, window) if is_late else "ended"


def _trend(story: Story, window: Window) -> str:
    """Of a story that is told from end to end: whether one half of the window has far more of it than the other."""
    middle = len(window.days) / 2
    first = sum(count for day, count in story.tweets.items() if (day - window.first_day).days + 0.5 < middle)
    second = sum(count for day, count in story.tweets.items() if (day - window.first_day).days + 0.5 > middle)
    if second >= CHANGE_FACTOR * first:
        return "grew"
    return "faded" if first >= CHANGE_FACTOR * second else "lasted"


def _stories(brief: Brief, shape: str, stories: Sequence[Story]) -> Statement | None:
    """The stories of one shape, those of the most accounts first."""
    sentence = Sentence(brief, "changes")
    item = _flash if shape == "flashed" else _course
    told = [parts for story in stories[:LISTED] if (parts := item(sentence, story))]
    if told:
        sentence.say(f"changes.{shape}", list=sentence.joined(told))
    return sentence.finish()


def _course(sentence: Sentence, story: Story) -> list[Part]:
    reference = sentence.reference(story.sources, story.names)
    return reference and sentence.fill(
        "changes.course",
        name=sentence.name(story.name),
        first=day_of_month(sentence, story.days[0]),
        last=day_of_month(sentence, story.days[-1]),
        tweets=sentence.number(story.total, "topics.tweets"),
        peak=day_of_month(sentence, story.peak),
        most=sentence.number(story.tweets[story.peak], "topics.tweets"),
        reference=reference,
    )


def _flash(sentence: Sentence, story: Story) -> list[Part]:
    reference = sentence.reference(story.sources, story.names)
    return reference and sentence.fill(
        "changes.flash",
        name=sentence.name(story.name),
        day=day_of_month(sentence, story.peak),
        tweets=sentence.number(story.total, "topics.tweets"),
        accounts=sentence.number(story.accounts[story.peak], "topics.accounts"),
        reference=reference,
    )


def _heard(brief: Brief) -> Statement | None:
    """The accounts that spoke of the field on most days, those of the most days first."""
    sentence = Sentence(brief, "changes")
    least = max(LEAST_DAYS, HEARD_SHARE * len(brief.facts.days_told))
    heard = [tweets for tweets in _by_author(brief).values() if _days(tweets) >= least]
    ranked = sorted(heard, key=lambda tweets: (-_days(tweets), -len(tweets), tweets[0].author.key))
    told = [parts for tweets in ranked[:HEARD] if (parts := _voice(sentence, tweets))]
    if told:
        sentence.say("changes.heard", list=sentence.joined(told))
    return sentence.finish()


def _by_author(brief: Brief) -> Mapping[str, list[TweetFact]]:
    """What each account wrote in its own words that may be told, best first."""
    said: defaultdict[str, list[TweetFact]] = defaultdict(list)
    for tweet in dict.fromkeys(tweet for item in brief.items if is_worth(item) for tweet in item.tweets):
        if tweet.speaks_for_itself:
            said[tweet.author.key].append(tweet)
    return said


def _days(tweets: Sequence[TweetFact]) -> int:
    return len({tweet.day for tweet in tweets})


def _voice(sentence: Sentence, tweets: Sequence[TweetFact]) -> list[Part]:
    reference = sentence.reference(tweets)
    return reference and sentence.fill(
        "changes.voice",
        name=sentence.name(introduction(tweets[0].author, sentence.brief.channel)[0]),
        days=sentence.number(_days(tweets), "tweets.day"),
        tweets=sentence.number(len(tweets), "tweets"),
        reference=reference,
    )
