"""The stories of a report over days: what each was on every day that it was told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dawn_chorus.report.facts import Chapter, TweetFact
from dawn_chorus.report.names import company_names, has_version, topic_name, writes
from dawn_chorus.report.score import is_in_field
from dawn_chorus.report.standing import is_mostly_empty
from dawn_chorus.text.keys import key_of
from dawn_chorus.text.lexicon import known_names

if TYPE_CHECKING:
    from dawn_chorus.report.brief import Brief

SHORTEST_PLAIN = 6  # letters of a word that no list knows for a name: "Large", "PM"
MOSTLY = 0.5
HARDLY = 0.1  # of its largest day's tweets
LEAST_WIDE = 5  # accounts of a day that wrote of a name in which no word list knows the field
TOLD_ROLES = ("topic", "single")


@dataclass(frozen=True)
class Story:
    """A story of the report. ``tweets`` and ``accounts``: by the days that have any, in order.

    ``voices``: accounts in all. ``sources``: tweets of the window that write its name, those of its largest day first.
    """

    name: str
    names: tuple[str, ...]
    tweets: Mapping[dt.date, int]
    accounts: Mapping[dt.date, int]
    voices: int
    sources: tuple[TweetFact, ...]

    @property
    def days(self) -> Sequence[dt.date]:
        """The days on which it was told, without those on which it was hardly mentioned."""
        most = max(self.tweets.values())
        return [day for day, count in self.tweets.items() if count >= HARDLY * most]

    @property
    def total(self) -> int:
        """Its tweets on all days."""
        return sum(self.tweets.values())

    @property
    def peak(self) -> dt.date:
        """The day of the most tweets, of equals the first."""
        return max(self.tweets, key=lambda day: (self.tweets[day], -day.toordinal()))


@dataclass
class _Thing:
    """What a longer window may tell as one story: its names, and its chapters."""

    name: str
    names: dict[str, None] = field(default_factory=dict)
    chapters: list[Chapter] = field(default_factory=list)

    def join(self, names: Iterable[str], chapters: Iterable[Chapter]) -> None:
        self.names |= dict.fromkeys([self.name, *names])
        self.chapters += chapters


def stories_of(brief: "Brief") -> list[Story]:
    """The stories of the report's topics, or of a longer window's days; those of the most accounts first."""
    found = _of_day(brief) if brief.facts.window.is_daily else _of_window(brief)
    return sorted(found, key=lambda story: (-story.voices, -story.total, story.name))


def _of_day(brief: "Brief") -> list[Story]:
    """The stories of the day's topics, with what they were before."""
    chapters = _by_story(brief.facts.chapters)
    day = brief.facts.window.last_day
    return [
        Story(
            name=item.name,
            names=item.names,
            tweets={**_sums(before, "tweets"), day: item.topic.tweets},
            accounts={**_sums(before, "accounts"), day: item.topic.accounts},
            voices=item.topic.accounts,
            sources=item.tweets,
        )
        for item in brief.topics
        if item.topic is not None and item.name is not None
        for before in [chapters.get(item.topic.story_id, [])]
    ]


def _of_window(brief: "Brief") -> list[Story]:
    """What topics of the window or its days are about: every tweet that writes it, or is in such a topic of a day."""
    pool = {tweet: tweet.clean_text.casefold() for tweet in brief.told.tweets if tweet.role in TOLD_ROLES}
    things = [thing for thing in _things(brief).values() if _is_telling(thing.name)]
    tell = _counted if brief.facts.whole else _told
    stories = [story for thing in things if (story := tell(thing, pool)) is not None]
    return [story for story in stories if not _is_mostly_another(story, stories)]


def _counted(thing: _Thing, pool: Mapping[TweetFact, str]) -> Story | None:
    """The same of a window that is not read whole: as its days' topics counted it."""
    story = _told(thing, pool)
    if story is None or not thing.chapters:
        return None
    chapters = sorted(thing.chapters, key=lambda each: each.day)
    accounts = _sums(chapters, "accounts")
    return replace(story, tweets=_sums(chapters, "tweets"), accounts=accounts, voices=max(accounts.values()))


def _is_telling(name: str) -> bool:
    """Whether a name stands for one thing: not a company, of which there is different news, nor a short plain word."""
    key = key_of(name)
    is_plain = name.isascii() and name.isalpha() and len(name) < SHORTEST_PLAIN and key not in known_names()
    return not is_plain and key not in company_names()


def _is_mostly_another(story: Story, stories: Iterable[Story]) -> bool:
    """Whether a longer name, as "Lumen 4.5" beside "Lumen", tells of most of its tweets."""
    key = key_of(story.name)
    longer = (other for other in stories if other is not story and key in key_of(other.name))
    return any(other.total >= MOSTLY * story.total for other in longer)


def _things(brief: "Brief") -> Mapping[str, _Thing]:
    things: dict[str, _Thing] = {}
    for item in brief.topics:
        if item.topic is not None and item.name is not None:
            things.setdefault(key_of(item.name), _Thing(item.name)).join(item.names, ())
    for chapters in _by_story(brief.facts.chapters).values():
        name, names = _called(brief, chapters)
        if name is not None:
            things.setdefault(key_of(name), _Thing(name)).join(names, chapters)
    return things


def _called(brief: "Brief", chapters: Sequence[Chapter]) -> tuple[str | None, Sequence[str]]:
    """The name of a story that days told, where it was of the field and no bought crowd pushed it."""
    largest = sorted(chapters, key=lambda each: (-each.tweets, each.day))
    names = list(dict.fromkeys(name for each in largest for name in each.names))
    tweets = [tweet for each in largest for tweet in brief.told.some(each.exemplars)]
    is_wide = largest[0].accounts >= LEAST_WIDE or any(map(has_version, names))
    in_field = is_wide or any(is_in_field(tweet, brief.channel) for tweet in tweets)
    is_bought = is_mostly_empty([tweet.author for tweet in tweets], brief.channel)
    return (topic_name(names, tweets) if in_field and not is_bought else None), names


def _told(thing: _Thing, pool: Mapping[TweetFact, str]) -> Story | None:
    """The story of a thing; None where no tweet writes its name. ``pool``: tweets with their texts in small letters."""
    small = thing.name.casefold()
    named = {tweet.tweet_id for tweet, text in pool.items() if small in text and writes(text, small)}
    members = named.union(*(chapter.members for chapter in thing.chapters))
    tweets = [tweet for tweet in pool if tweet.tweet_id in members]
    by_day: defaultdict[dt.date, list[TweetFact]] = defaultdict(list)
    for tweet in sorted(tweets, key=lambda tweet: tweet.day):
        by_day[tweet.day].append(tweet)
    if not named:
        return None
    sources = [tweet for tweet in tweets if tweet.tweet_id in named]
    return Story(
        name=thing.name,
        names=tuple(thing.names),
        tweets={day: len(members) for day, members in by_day.items()},
        accounts={day: len({tweet.author.key for tweet in members}) for day, members in by_day.items()},
        voices=len({tweet.author.key for tweet in tweets}),
        sources=tuple(
            sorted(sources, key=lambda tweet: (not tweet.speaks_for_itself, -len(by_day[tweet.day]), tweet.tweet_id))
        ),
    )


def _by_story(chapters: Iterable[Chapter]) -> Mapping[str, list[Chapter]]:
    groups: defaultdict[str, list[Chapter]] = defaultdict(list)
    for chapter in chapters:  # in the order of days
        groups[chapter.story_id].append(chapter)
    return groups


def _sums(chapters: Iterable[Chapter], column: str) -> dict[dt.date, int]:
    sums: dict[dt.date, int] = {}
    for chapter in chapters:
        sums[chapter.day] = sums.get(chapter.day, 0) + getattr(chapter, column)
    return sums
