"""Stories over time: who was told how long, a strip of days for each, and the chapters of one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.errors import ChorusError
from dawn_chorus.report.excerpts import clean
from dawn_chorus.ui.reading import Row, Rows, rows
from dawn_chorus.window import Window, days_between

MOST_STORIES = 40  # rows
MOST_CHAPTERS = 60  # rows
MOST_QUOTED = 14  # chapters; each day is a partition to look into
STRIP_DAYS = 30
SHADES = 4  # of a day in a strip, beside none
MOST_TEXT = 400  # characters of a tweet


@dataclass(frozen=True)
class Cell:
    """One day of a story; ``shade`` from 0, nothing, to SHADES, as many tweets as on its largest day."""

    day: dt.date
    tweets: int
    shade: int


@dataclass(frozen=True)
class Story:
    """A row of ``ui/show_stories`` with its strip."""

    row: Row
    strip: tuple[Cell, ...]


@dataclass(frozen=True)
class Chapter:
    """A day of a story: a row of ``ui/show_chapters``; of a new one its most central tweet, if that is still there."""

    row: Row
    tweet: Row | None
    text: str


def read_stories(connection: sa.Connection, channel: Channel, last_day: dt.date) -> list[Story]:
    """The largest stories of the days up to ``last_day``."""
    span = Window(last_day - dt.timedelta(days=STRIP_DAYS - 1), last_day)
    own = {"channel": channel.name, "first_day": span.first_day, "last_day": span.last_day}
    found = rows(connection, "show_stories", **own, most=MOST_STORIES)
    return [Story(row, strip_of(dict(zip(row.told_days, row.told_tweets, strict=True)), span)) for row in found]


def strip_of(tweets: Mapping[dt.date, int], span: Window) -> tuple[Cell, ...]:
    """One cell a day; a day with any tweet is never without a shade."""
    most = max(tweets.values(), default=0)
    counts = ((day, tweets.get(day, 0)) for day in days_between(span.first_day, span.last_day))
    return tuple(Cell(day, count, -(-count * SHADES // most) if count else 0) for day, count in counts)


def read_chapters(connection: sa.Connection, channel: Channel, story_id: str) -> list[Chapter]:
    """The days of one story, newest first. Raises ChorusError where the channel has no such story."""
    found = rows(connection, "show_chapters", channel=channel.name, story_id=story_id, most=MOST_CHAPTERS)
    if not found:
        raise ChorusError(
            f"No current report of {channel.name} tells a story {story_id}.",
            remedy="A day that was made again may tell it under another id: choose it from the list of stories.",
        )
    tweets = _read_exemplars(connection, channel, found)
    return [_chapter(row, tweets) for row in found]


def _read_exemplars(connection: sa.Connection, channel: Channel, found: Rows) -> dict[int, Row]:
    """The first exemplar of each of the newest chapters, by id."""
    newest = [row for row in found[:MOST_QUOTED] if row.exemplars]
    wanted = {"days": [row.day for row in newest], "tweet_ids": [row.exemplars[0] for row in newest]}
    return {row.tweet_id: row for row in rows(connection, "read_tweets", channel=channel.name, **wanted)}


def _chapter(row: Row, tweets: Mapping[int, Row]) -> Chapter:
    tweet = tweets.get(row.exemplars[0]) if row.exemplars else None
    return Chapter(row, tweet, clean(tweet.text)[:MOST_TEXT] if tweet is not None else "")
