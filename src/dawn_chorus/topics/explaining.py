"""Explaining: why a topic's tweets are together, from the rows and by the similarity that can be read.

Where most tweets stand alone a trained model joined them, and an answer is in a topic for what it answers: there too
the edges that are told are those of shared names and words.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.report.escape import tweet_url
from dawn_chorus.text.clean import visible
from dawn_chorus.topics.draw import draw
from dawn_chorus.topics.edges import nearest, shared, strongest_edges
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.read import prepare
from dawn_chorus.topics.related import Material
from dawn_chorus.topics.stage import read_tweets
from dawn_chorus.topics.vectors import vectors
from dawn_chorus.window import Window

MOST_TERMS = 10
MOST_EDGES = 5
MOST_SHARED = 5  # names and words of an edge
MOST_ASIDE = 5  # tweets
MOST_CHARACTERS = 100  # of a tweet
DIGITS = 2  # of similarities and scores

_TOPIC_ID = re.compile(r"([1-9][0-9]{0,17}):([1-9][0-9]{0,8})")


class Tie(NamedTuple):
    """Two tweets of a topic, how similar they are, 0..1, and the names and words that both hold."""

    similarity: float
    shared: tuple[str, ...]
    one: str
    other: str


class Aside(NamedTuple):
    """A tweet outside topics: how similar it is to the nearest of the topic's, and what it was taken for."""

    similarity: float
    role: str
    ad_score: float
    chatter_score: float
    tweet: str


class Chapter(NamedTuple):
    """A topic of the same story."""

    day: dt.date
    topic_id: str
    label: str
    tweets: int


@dataclass(frozen=True)
class TopicExplanation:
    """Why a topic's tweets are together; a tweet is its address and how its text begins.

    ``is_current``: whether input, settings and code are still those that gave the topic.
    """

    channel: str
    window: Window
    label: str
    made_of: str
    is_current: bool
    terms: tuple[tuple[str, float], ...]
    story: str
    chapters: tuple[Chapter, ...]
    ties: tuple[Tie, ...]
    exemplars: tuple[str, ...]
    aside: tuple[Aside, ...]

    def lines(self) -> Iterator[str]:
        """The explanation for a person."""
        yield f"{self.channel} {self.window}: {self.label}"
        yield self.made_of
        if not self.is_current:
            yield "Tweets or rules have changed since: the ties are those of what is there now."
        yield f"Terms: {', '.join(f'{term} {weight:.2f}' for term, weight in self.terms)}"
        yield f"Story: {self.story}"
        for chapter in self.chapters:
            yield f"  {chapter.day}: {chapter.tweets} tweets, {chapter.topic_id} {chapter.label}"
        for tie in self.ties:
            yield f"{tie.similarity:.2f} by {', '.join(tie.shared) or 'common words'}:"
            yield from (f"  {tweet}" for tweet in (tie.one, tie.other))
        yield "Exemplars:"
        yield from (f"  {tweet}" for tweet in self.exemplars)
        for each in self.aside:
            scores = f"ad {each.ad_score:.2f}, chatter {each.chatter_score:.2f}"
            yield f"Left out, {each.similarity:.2f} near, as {each.role} ({scores}):"
            yield f"  {each.tweet}"


def explain_topic(channels: Sequence[Channel], topic_id: str) -> TopicExplanation:
    """The explanation of a topic of one of the channels. Raises ChorusError."""
    match = _TOPIC_ID.fullmatch(topic_id)
    with transaction("reader") as connection:
        if match is not None:
            key = {"run_id": int(match[1]), "topic_no": int(match[2])}
            topic = connection.execute(statement("topics/find_topic"), key).one_or_none()
            channel = next((each for each in channels if topic is not None and each.name == topic.channel), None)
            if topic is not None and channel is not None:
                return _explain(connection, channel, runs.read_run(connection, topic.run_id), topic)
    raise ChorusError(
        f"There is no topic {topic_id}.", remedy="Copy an id from the list: chorus topics CHANNEL --from DAY"
    )


def _explain(connection: sa.Connection, channel: Channel, run: runs.Run, topic: "sa.Row[Any]") -> TopicExplanation:
    tweets, history = read_tweets(connection, channel, run.window)
    material = prepare(draw(tweets).read, history).material
    rows = connection.execute(statement("topics/read_texts_of_run"), {"run_id": run.run_id}).all()
    found = _find(material, {row.tweet_id: row for row in rows}, topic.topic_no)
    copies = topic.tweets - sum(row.topic_no == topic.topic_no for row in rows)
    by_id = {document.tweet_id: document for document in tweets}
    exemplars = [by_id[each] for each in topic.exemplars if each in by_id]
    line = _lines(connection, run, [*exemplars, *found.documents()])
    return TopicExplanation(
        channel=channel.name,
        window=run.window,
        label=topic.label,
        made_of=_made_of(topic, copies, found.texts),
        is_current=_is_current(connection, channel, run.window, topic),
        terms=tuple(zip(topic.terms, topic.weights, strict=True))[:MOST_TERMS],
        story=_story(topic),
        chapters=_chapters(connection, topic.story_id),
        ties=tuple(Tie(round(s, DIGITS), by, line[a.tweet_id], line[b.tweet_id]) for s, by, a, b in found.ties),
        exemplars=tuple(line[document.tweet_id] for document in exemplars),
        aside=tuple(_aside(similarity, row, line[row.tweet_id]) for similarity, row, _ in found.aside),
    )


class _Found(NamedTuple):
    """The topic's texts, its strongest edges with what both texts share, and its nearest tweets outside topics."""

    texts: Sequence[Document]
    ties: Sequence[tuple[float, tuple[str, ...], Document, Document]]
    aside: Sequence[tuple[float, "sa.Row[Any]", Document]]

    def documents(self) -> list[Document]:
        """All that are told of."""
        return [*(each for _, _, *both in self.ties for each in both), *(document for _, _, document in self.aside)]


def _find(material: Material, made: Mapping[int, "sa.Row[Any]"], topic_no: int) -> _Found:
    """The edges of what is still there of a topic. `made`: what the run made of each distinct text, by tweet id."""
    documents = material.documents
    known = [(n, made[document.tweet_id]) for n, document in enumerate(documents) if document.tweet_id in made]
    texts = [n for n, row in known if row.topic_no == topic_no]
    outside = [(n, row) for n, row in known if row.topic_no is None]
    rows = vectors(material.analyses, material.frequencies, material.names)
    mine, others = (rows[np.array(each, dtype=np.int64)] for each in (texts, [n for n, _ in outside]))
    ties = [(similarity, texts[a], texts[b]) for similarity, a, b in strongest_edges(mine)[:MOST_EDGES]]
    near = [(similarity, *outside[n]) for similarity, _, n in nearest(mine, others)[:MOST_ASIDE]]
    return _Found(
        texts=[documents[n] for n in texts],
        ties=[(s, tuple(shared(material, (a, b))[:MOST_SHARED]), documents[a], documents[b]) for s, a, b in ties],
        aside=[(similarity, row, documents[n]) for similarity, n, row in near],
    )


def _aside(similarity: float, row: "sa.Row[Any]", line: str) -> Aside:
    ad, chatter = round(row.ad_score, DIGITS), round(row.chatter_score, DIGITS)
    return Aside(round(similarity, DIGITS), row.role, ad, chatter, line)


def _made_of(topic: "sa.Row[Any]", copies: int, texts: Sequence[Document]) -> str:
    """How many tweets there are, and which of them are there for another reason than their words."""
    ids = {document.tweet_id for document in texts}
    answers = sum(document.kind in ("reply", "quote") and document.ref_tweet_id in ids for document in texts)
    return (
        f"Tweets: {topic.tweets} of {topic.accounts} accounts; copies of others: {copies};"
        f" answers to others: {answers}."
    )


def _story(topic: "sa.Row[Any]") -> str:
    return (
        f"{topic.story_name} ({topic.story_id}), {topic.story_status}, day {topic.story_day_no} since"
        f" {topic.story_first_day}; tweets the day before: {topic.tweets_yesterday}, in the week before:"
        f" {topic.tweets_week}"
    )


def _chapters(connection: sa.Connection, story_id: str) -> tuple[Chapter, ...]:
    return tuple(Chapter(*row) for row in connection.execute(statement("topics/read_chapters"), {"story_id": story_id}))


def _is_current(connection: sa.Connection, channel: Channel, window: Window, topic: "sa.Row[Any]") -> bool:
    now = runs.input_hash(connection, channel, window), channel.config_hash(), runs.code_version()
    return now == (topic.input_hash, topic.config_hash, topic.code_version)


def _lines(connection: sa.Connection, run: runs.Run, documents: Sequence[Document]) -> dict[int, str]:
    """Each tweet on one line, by its id: its address and how its text begins."""
    keys = sorted({document.author for document in documents})
    parameters = {"channel": run.channel, "last_day": run.window.last_day, "author_keys": keys}
    handles = {row.author_key: row.handle for row in connection.execute(statement("report/read_handles"), parameters)}
    return {
        document.tweet_id: f"{tweet_url(handles.get(document.author), document.tweet_id)} {_beginning(document.text)}"
        for document in documents
    }


def _beginning(text: str) -> str:
    words = " ".join(visible(text).split())
    return words if len(words) <= MOST_CHARACTERS else f"{words[: MOST_CHARACTERS - 1]}…"
