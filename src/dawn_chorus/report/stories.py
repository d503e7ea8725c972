"""The stories of a report over days: what each was on every day that it was told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.facts import Chapter, TweetFact
from dawn_chorus.report.names import has_version, topic_name, writes
from dawn_chorus.report.score import is_in_field
from dawn_chorus.report.standing import is_mostly_empty
from dawn_chorus.text.keys import key_of

LEAST_WIDE = 5  # accounts of a day that wrote of a name in which no word list knows the field


@dataclass(frozen=True)
class Story:
    """A story of the report. ``tweets`` and ``accounts``: by the days on which it was told, in order.

    ``first_day_no``: of the story, on the first of these days; 1: it began then. ``sources``: tweets of the window
    that carried it, those of its largest day first, by authors who write its name.
    """

    name: str
    names: tuple[str, ...]
    theme: str
    tweets: Mapping[dt.date, int]
    accounts: Mapping[dt.date, int]
    first_day_no: int
    sources: tuple[TweetFact, ...]

    @property
    def days(self) -> Sequence[dt.date]:
        """The days on which it was told."""
        return list(self.tweets)

    @property
    def total(self) -> int:
        """Its tweets on all days."""
        return sum(self.tweets.values())

    @property
    def peak(self) -> dt.date:
        """The day of the most tweets, of equals the first."""
        return max(self.tweets, key=lambda day: (self.tweets[day], -day.toordinal()))


def stories_of(brief: Brief) -> list[Story]:
    """The stories of the report's topics, or of a longer window's days; those of the most tweets first."""
    found = _of_day(brief) if brief.facts.window.is_daily else _of_window(brief)
    return sorted(found, key=lambda story: (-story.total, story.name))


def _of_day(brief: Brief) -> list[Story]:
    """The stories of the day's topics, with what they were before."""
    chapters = _by_story(brief.facts.chapters)
    stories = []
    for item in brief.topics:
        if item.topic is None or item.name is None:
            continue
        topic, before = item.topic, chapters.get(item.topic.story_id, [])
        day = brief.facts.window.last_day
        stories.append(
            Story(
                name=item.name,
                names=item.names,
                theme=topic.theme,
                tweets={**_sums(before, "tweets"), day: topic.tweets},
                accounts={**_sums(before, "accounts"), day: topic.accounts},
                first_day_no=before[0].story_day_no if before else topic.story_day_no,
                sources=item.tweets,
            )
        )
    return stories


def _of_window(brief: Brief) -> list[Story]:
    """The stories that the window's days told, as far as tweets of the field carry their name."""
    stories: dict[str, Story] = {}
    for chapters in _by_story(brief.facts.chapters).values():
        story = _story(brief, chapters)
        if story is not None:
            key = key_of(story.name)
            stories[key] = _both(stories[key], story) if key in stories else story
    return list(stories.values())


def _story(brief: Brief, chapters: Sequence[Chapter]) -> Story | None:
    largest = sorted(chapters, key=lambda each: (-each.tweets, each.day))
    tweets = [tweet for each in largest for tweet in brief.told.some(each.exemplars)]
    names = tuple(dict.fromkeys(name for each in largest for name in each.names))
    name = topic_name(names, tweets)
    if name is None or not _is_telling(brief, chapters, names, tweets):
        return None
    return Story(
        name=name,
        names=(name, *(each for each in names if each != name)),
        theme=largest[0].theme,
        tweets=_sums(chapters, "tweets"),
        accounts=_sums(chapters, "accounts"),
        first_day_no=chapters[0].story_day_no,
        sources=tuple(tweet for tweet in tweets if writes(tweet.clean_text, name)),
    )


def _is_telling(brief: Brief, chapters: Sequence[Chapter], names: Iterable[str], tweets: Sequence[TweetFact]) -> bool:
    """Whether it was of the field, and no bought crowd pushed it."""
    is_wide = max(each.accounts for each in chapters) >= LEAST_WIDE or any(map(has_version, names))
    in_field = is_wide or any(is_in_field(tweet, brief.channel) for tweet in tweets)
    return in_field and not is_mostly_empty([tweet.author for tweet in tweets], brief.channel)


def _both(one: Story, other: Story) -> Story:
    """Two stories of one name as one."""
    first, second = sorted((one, other), key=lambda story: (story.days[0], story.total))
    return Story(
        name=first.name,
        names=tuple(dict.fromkeys([*first.names, *second.names])),
        theme=first.theme,
        tweets=_added(first.tweets, second.tweets),
        accounts=_added(first.accounts, second.accounts),
        first_day_no=first.first_day_no,
        sources=tuple(dict.fromkeys([*first.sources, *second.sources])),
    )


def _added(one: Mapping[dt.date, int], other: Mapping[dt.date, int]) -> dict[dt.date, int]:
    return {day: one.get(day, 0) + other.get(day, 0) for day in sorted({*one, *other})}


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
