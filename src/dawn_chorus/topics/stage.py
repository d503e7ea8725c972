"""The topics stage: rows of tweets in, rows of topics, stories and tweets' roles out."""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.runs import Run, background_days, context_run_ids
from dawn_chorus.database.sql import statement
from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.exemplars import NOBODY, Standing
from dawn_chorus.topics.model import Assignment, Document, Topic
from dawn_chorus.topics.stories import PAUSE_DAYS, PastTopic, StoryLink, link_stories
from dawn_chorus.window import Window

# Tweets of a day of the background: enough to tell words apart that one tweet in some thousands has, and no more to
# read on a busy channel than on a quiet one.
BACKGROUND_DAY_TWEETS = 400
MOST_NOTABLE = 50  # ranks of the day before that make somebody notable: what a leaderboard shows
# Of the days just before, which tell who is who and what goes on: all of most channels', and of a crowded one no more
# than can be read beside the window.
HISTORY_DAY_TWEETS = 5_000


def find_topics(connection: sa.Connection, channel: Channel, run: Run) -> None:
    """Find the topics of the run's window and write them; the rows are a pure function of what the run may read.

    Reads the window's tweets, those of the channel's ``history_days`` before it, a sample of the days before those, and
    the topics and ranks of the current daily runs of the days before. Replaces the run's rows of ``topics`` and
    ``run_tweets``; stories are only added.
    """
    window = run.window
    found = discover(*read_tweets(connection, channel, window), standing=_standing(connection, channel, window))
    links = link_stories(run.channel, window, found.topics, _past_topics(connection, run))
    _delete(connection, run)
    _write_stories(connection, run, links)
    _write_topics(connection, run, found.topics, links)
    _write_tweets(connection, run, found.assignments)


def read_tweets(
    connection: sa.Connection, channel: Channel, window: Window
) -> tuple[Sequence[Document], Sequence[Document]]:
    """The tweets of the window, and those before it that give them context, of crowded days a sample."""
    span = {"channel": channel.name, "first_day": window.first_day, "last_day": window.last_day}
    rows = connection.execute(statement("topics/read_tweets_of_days"), span | {"languages": list(channel.languages)})
    tweets = [Document(*row) for row in rows]
    history = _sample(connection, channel, window.days_before(channel.analysis.history_days), HISTORY_DAY_TWEETS)
    background = _sample(connection, channel, background_days(channel, window), BACKGROUND_DAY_TWEETS)
    return tweets, [*background, *history]


def _sample(connection: sa.Connection, channel: Channel, days: Sequence[dt.date], day_tweets: int) -> list[Document]:
    """Tweets of `days`, no more than `day_tweets` of each."""
    if not days:
        return []
    span = {"channel": channel.name, "first_day": days[0], "last_day": days[-1]}
    sample = {"languages": list(channel.languages), "day_tweets": day_tweets}
    return [Document(*row) for row in connection.execute(statement("topics/read_tweets_before"), span | sample)]


def _standing(connection: sa.Connection, channel: Channel, window: Window) -> Standing:
    """How accounts stood on the last day before the window that has a run: today's ranks are made beside its topics."""
    run_ids = context_run_ids(connection, channel.name, window.days_before(channel.analysis.history_days))
    if not run_ids:
        return NOBODY
    asked = {"run_id": run_ids[max(run_ids)], "most": MOST_NOTABLE}
    rows = connection.execute(statement("topics/read_standing"), asked).all()
    notable, suspicious = ({row.author_key for row in rows if row.is_suspicious is which} for which in (False, True))
    return Standing(frozenset(notable - suspicious), frozenset(suspicious))


def _past_topics(connection: sa.Connection, run: Run) -> list[PastTopic]:
    """Topics of the current daily runs that the window's stories may continue."""
    run_ids = context_run_ids(connection, run.channel, run.window.days_before(PAUSE_DAYS))
    rows = connection.execute(statement("topics/read_topics_of_runs"), {"run_ids": list(run_ids.values())})
    return [
        PastTopic(
            day=row.day,
            story_id=row.story_id,
            story_name=row.story_name,
            story_first_day=row.story_first_day,
            names=tuple(row.names),
            terms=tuple(row.terms),
            weights=tuple(row.weights),
            tweets=row.tweets,
        )
        for row in rows
    ]


def _delete(connection: sa.Connection, run: Run) -> None:
    connection.execute(statement("topics/delete_run_tweets"), {"run_id": run.run_id})
    connection.execute(statement("topics/delete_topics"), {"run_id": run.run_id})


def _write_stories(connection: sa.Connection, run: Run, links: Iterable[StoryLink]) -> None:
    begun = [
        {
            "story_id": link.story_id,
            "channel": run.channel,
            "first_day": link.first_day,
            "name": link.name,
            "is_daily": run.window.is_daily,
        }
        for link in sorted(links, key=lambda link: link.story_id)  # one order of locks for runs side by side
        if link.status == "new"
    ]
    if begun:
        connection.execute(statement("topics/begin_story"), begun)


def _write_topics(connection: sa.Connection, run: Run, topics: Sequence[Topic], links: Sequence[StoryLink]) -> None:
    rows = [
        {
            "run_id": run.run_id,
            "topic_no": topic.topic_no,
            "label": topic.label,
            "names": list(topic.names),
            "terms": list(topic.terms),
            "weights": list(topic.weights),
            "theme": topic.theme,
            "tweets": topic.tweets,
            "accounts": topic.accounts,
            "exemplars": list(topic.exemplars),
            "story_id": link.story_id,
            "story_status": link.status,
            "story_day_no": link.day_no,
            "tweets_yesterday": link.tweets_yesterday,
            "tweets_week": link.tweets_week,
        }
        for topic, link in zip(topics, links, strict=True)
    ]
    if rows:
        connection.execute(statement("topics/insert_topic"), rows)


def _write_tweets(connection: sa.Connection, run: Run, assignments: Sequence[Assignment]) -> None:
    columns = {
        "tweet_ids": [assignment.tweet_id for assignment in assignments],
        "days": [assignment.day for assignment in assignments],
        "roles": [assignment.role for assignment in assignments],
        "topic_nos": [assignment.topic_no for assignment in assignments],
        "duplicates": [assignment.duplicate_of for assignment in assignments],
        "centralities": [assignment.centrality for assignment in assignments],
        "chatter_scores": [assignment.chatter_score for assignment in assignments],
        "ad_scores": [assignment.ad_score for assignment in assignments],
    }
    connection.execute(statement("topics/insert_run_tweets"), {"run_id": run.run_id, **columns})
