"""How well the product's report of a labelled window matches what annotators would have told: key points, kinds, views.

The report is composed as a run composes it, from the topics that were found and from what was known of the accounts
before the window; the channel is the one of ``include/channels`` that the labelled timelines are about.
"""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dawn_chorus.channel import load_channel
from dawn_chorus.report import stage
from dawn_chorus.report.brief import Brief
from dawn_chorus.report.facts import Account, Facts, Ledger, TopicFact, TweetFact
from dawn_chorus.report.phrases import load_phrases
from dawn_chorus.report.sections.views import find_views
from dawn_chorus.report.taste import Taste, taste
from dawn_chorus.topics.model import Discovery, Document, Topic
from dawn_chorus.topics.stories import StoryLink, link_stories
from dawn_chorus.window import Window

CHANNEL = "twitter_ai"
FIRST_ITEMS = 10  # of an annotator's list
EPOCH_MS = 1_288_834_974_657  # of tweet ids

Row = Mapping[str, Any]
Figures = dict[tuple[str, ...], list[tuple[float, ...]]]


class Told(NamedTuple):
    """What the product makes of a window.

    ``cited``: tweets that key points cite. ``kinds``: the tweet that leads each key point, and the kind that is printed
    there, if any. ``views``: tweets that it would tell as somebody's view.
    """

    cited: Set[int]
    kinds: Mapping[int, str | None]
    views: Collection[int]


def tell(facts: Facts, known: Taste | None = None) -> Told:
    """Compose the report of a window. ``known``: models to use instead of those that come with the product."""
    channel = load_channel(CHANNEL)
    report = stage.compose(facts, channel, known=known)
    points = [statement for statement in report.statements if statement.section == "key_points"]
    brief = Brief(facts, channel, load_phrases(channel.language), known or taste())
    return Told(
        cited={int(citation.tweet_id) for point in points for citation in point.citations},
        kinds={item.lead.tweet_id: item.kind for item in brief.points},
        views={view.tweet.tweet_id for view in find_views(brief)},
    )


def facts_of(window: Sequence[Document], found: Discovery, accounts: Mapping[str, Account]) -> Facts:
    """A run's facts without a database."""
    channel = load_channel(CHANNEL)
    days = Window(min(d.day for d in window), max(d.day for d in window))
    roles = {each.tweet_id: each for each in found.assignments}
    tweets = []
    for document in sorted(window, key=lambda document: document.tweet_id):
        each, author = roles[document.tweet_id], accounts.get(document.author)
        tweets.append(
            TweetFact(
                tweet_id=document.tweet_id,
                day=document.day,
                created_at=dt.datetime.fromtimestamp(((document.tweet_id >> 22) + EPOCH_MS) / 1000, dt.UTC),
                author=author or Account("@" + document.author, document.author),
                text=document.text,
                kind=document.kind,
                role=each.role,
                topic_no=each.topic_no,
                duplicate_of=each.duplicate_of,
                centrality=each.centrality,
            )
        )
    links = link_stories(channel.name, days, found.topics, [])
    topics = tuple(_topic(topic, link) for topic, link in zip(found.topics, links, strict=True))
    count = len(days.days)
    ledger = Ledger(count, len(window), 0, 0, 0, 24 * count, 1, ("labelled",))
    opened_at = days.end(ZoneInfo(channel.time_zone))
    return Facts(channel.name, days, opened_at, tuple(tweets), topics, (), (), ledger, False)


def _topic(topic: Topic, link: StoryLink) -> TopicFact:
    return TopicFact(
        topic_no=topic.topic_no,
        label=topic.label,
        names=topic.names,
        terms=topic.terms,
        weights=topic.weights,
        theme=topic.theme,
        tweets=topic.tweets,
        accounts=topic.accounts,
        exemplars=topic.exemplars,
        story_id=link.story_id,
        story_status=link.status,
        story_day_no=link.day_no,
        tweets_yesterday=link.tweets_yesterday,
        tweets_week=link.tweets_week,
    )


def editor_recall(told: Told, path: Path, rows: Sequence[Row], annotator: int) -> float:
    """Share of an annotator's first ten items that a key point touches: it cites a tweet of the same topic."""
    name = rows[0]["labels"][annotator]["annotator"]
    items = json.loads(path.with_suffix(".editor.json").read_text(encoding="utf-8"))[name][:FIRST_ITEMS]
    topic = {int(row["id"]): row["labels"][annotator]["topic"] for row in rows}
    touched = {topic[tweet_id] for tweet_id in told.cited if tweet_id in topic}
    hits = [item["topic"] in touched or not told.cited.isdisjoint(map(int, item["ids"])) for item in items]
    return sum(hits) / max(1, len(hits))


def compare_kinds(told: Told, rows: Sequence[Row], annotator: int) -> tuple[float, float]:
    """Precision of the kinds printed, and the share of the key points that have one."""
    kinds = {int(row["id"]): row["labels"][annotator]["kind"] for row in rows}
    given = [(kind, kinds[tweet_id]) for tweet_id, kind in told.kinds.items()]
    printed = [(ours, theirs) for ours, theirs in given if ours is not None]
    right = sum(ours == theirs for ours, theirs in printed)
    return right / max(1, len(printed)), len(printed) / max(1, len(given))


def compare_views(told: Told, rows: Sequence[Row], annotator: int) -> tuple[float, float]:
    """Precision and recall of views."""
    true = {int(row["id"]) for row in rows if row["labels"][annotator].get("is_view")}
    found = set(told.views)
    return len(found & true) / max(1, len(found)), len(found & true) / max(1, len(true))


def annotators_of(rows: Sequence[Row]) -> range:
    """The positions of the annotators."""
    return range(len(rows[0]["labels"]))


def report_figures(told: Told, path: Path, rows: Sequence[Row]) -> Figures:
    """The figures of a report, for each annotator."""
    each = annotators_of(rows)
    return {
        ("editor_recall_at_10",): [(editor_recall(told, path, rows, n),) for n in each],
        ("kind_precision", "kind_coverage"): [compare_kinds(told, rows, n) for n in each],
        ("view_precision", "view_recall"): [compare_views(told, rows, n) for n in each],
    }
