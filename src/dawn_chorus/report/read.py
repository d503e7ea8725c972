"""Read the rows of a run into facts."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.runs import Run, context_run_ids
from dawn_chorus.database.sql import statement
from dawn_chorus.report.facts import (
    Account,
    Chapter,
    Counted,
    Facts,
    Ledger,
    QuietTopic,
    RankedAccount,
    TopicFact,
    TweetFact,
    Voices,
)
from dawn_chorus.report.model import Judgement

# That one account changed its subject is not worth a word.
LEAST_QUIET_ACCOUNTS = 2
# So many times as many ranked accounts are read as are named: some of them only advertised.
SPARE = 4
# A larger window is read in part: what its report costs stays that of so many tweets, some five CPU seconds.
MOST_TWEETS = 5_000
TOPIC_TWEETS = 30  # read of one topic of such a window; a post cites three
OWN_TWEETS = 5  # read of each ranked account


def read_facts(connection: sa.Connection, channel: Channel, run: Run) -> Facts:
    """Everything that the run's report may speak of."""
    window = {"channel": run.channel, "first_day": run.window.first_day, "last_day": run.window.last_day}
    accounts = _accounts(connection, channel, run, window)
    counted = _counted(connection, {"run_id": run.run_id, **window})
    is_whole = counted.tweets <= MOST_TWEETS
    earlier = context_run_ids(connection, run.channel, run.window.days_before(channel.analysis.history_days))
    return Facts(
        channel=run.channel,
        window=run.window,
        opened_at=run.opened_at,
        tweets=_all_tweets(connection, run, window) if is_whole else _foremost(connection, channel, run, accounts),
        topics=_topics(connection, run, window, is_whole=is_whole),
        # Whether nobody speaks of a thing any more can be told of a window that is read whole.
        quiet_topics=_quiet_topics(connection, run, earlier) if is_whole else (),
        accounts=accounts,
        ledger=_ledger(connection, window),
        has_history=bool(earlier),
        has_earlier_ranks=any(account.previous_rank is not None for account in accounts),
        judgement=_judgement(connection, run),
        whole=None if is_whole else counted,
        **_days(connection, channel, run, accounts),
    )


def _counted(connection: sa.Connection, parameters: Mapping[str, object]) -> Counted:
    row = connection.execute(statement("report/count_tweets"), parameters).one()
    roles = {role: getattr(row, role) for role in ("topic", "single", "chatter", "ad")}
    return Counted(row.tweets, row.accounts, row.retweets, row.copies, roles)


def _all_tweets(connection: sa.Connection, run: Run, window: Mapping[str, object]) -> tuple[TweetFact, ...]:
    return tuple(map(_tweet, connection.execute(statement("report/read_tweets"), {"run_id": run.run_id, **window})))


def _foremost(
    connection: sa.Connection, channel: Channel, run: Run, accounts: Iterable[RankedAccount]
) -> tuple[TweetFact, ...]:
    """The tweets of a large window that are most likely to be told, and those that tell of the ranked accounts."""
    parameters = {
        "run_id": run.run_id,
        "channel": run.channel,
        "first_day": run.window.first_day,
        "last_day": run.window.last_day,
        "most": MOST_TWEETS // 2,
        "topic_tweets": TOPIC_TWEETS,
        "own_tweets": OWN_TWEETS,
        "author_keys": [account.key for account in accounts],
        "tweet_ids": sorted({tweet_id for account in accounts for tweet_id in account.engagements}),
        "handles": sorted(channel.roster_by_handle),
    }
    return tuple(map(_tweet, connection.execute(statement("report/read_foremost_tweets"), parameters)))


def _topics(
    connection: sa.Connection, run: Run, window: Mapping[str, object], *, is_whole: bool
) -> tuple[TopicFact, ...]:
    """The topics; where not all of their tweets are read, with the accounts that told them."""
    topics = [_topic(row) for row in connection.execute(statement("report/read_topics"), {"run_id": run.run_id})]
    if is_whole:
        return tuple(topics)
    rows = connection.execute(statement("report/count_voices"), {"run_id": run.run_id, **window})
    voices = {row.topic_no: Voices(row.own, row.wrote, row.carriers) for row in rows}
    return tuple(replace(topic, voices=voices.get(topic.topic_no)) for topic in topics)


def _days(connection: sa.Connection, channel: Channel, run: Run, accounts: tuple[RankedAccount, ...]) -> dict[str, Any]:
    """What the daily runs tell: of the days before a day, or of the days of a longer window."""
    window = run.window
    days = window.days_before(channel.analysis.history_days) if window.is_daily else window.days
    runs = context_run_ids(connection, run.channel, days)
    rows = connection.execute(statement("report/read_chapters"), {"run_ids": list(runs.values())})
    keys = {"run_ids": list(runs.values()), "author_keys": [account.key for account in accounts]}
    ranks: dict[str, dict[dt.date, int]] = {}
    for row in connection.execute(statement("report/read_ranks"), keys):
        ranks.setdefault(row.author_key, {})[row.day] = row.rank
    told = [*runs, *([window.last_day] if window.is_daily else [])]
    return {"chapters": tuple(map(_chapter, rows)), "days_told": tuple(told), "ranks": ranks}


def _chapter(row: sa.Row[Any]) -> Chapter:
    return Chapter(**_tuples(row))


def _tweet(row: sa.Row[Any]) -> TweetFact:
    return TweetFact(
        tweet_id=row.tweet_id,
        day=row.day,
        created_at=row.created_at,
        author=Account(row.author_key, row.handle, row.name, row.description, row.followers),
        text=row.text,
        kind=row.kind,
        cashtags=tuple(row.cashtags),
        hashtags=tuple(row.hashtags),
        role=row.role,
        topic_no=row.topic_no,
        duplicate_of=row.duplicate_of,
        centrality=float(row.centrality),
    )


def _topic(row: sa.Row[Any]) -> TopicFact:
    return TopicFact(**_tuples(row))


def _tuples(row: sa.Row[Any]) -> dict[str, Any]:
    """A row by column, its arrays as tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row._mapping.items()}


def _quiet_topics(connection: sa.Connection, run: Run, earlier: dict[dt.date, int]) -> tuple[QuietTopic, ...]:
    """What yesterday's run spoke of and this one does not; none where yesterday has no run."""
    yesterday = run.window.first_day - dt.timedelta(days=1)
    if yesterday not in earlier:
        return ()
    parameters = {"run_id": run.run_id, "earlier_run_id": earlier[yesterday], "least_accounts": LEAST_QUIET_ACCOUNTS}
    rows = connection.execute(statement("report/read_quiet_topics"), parameters).all()
    wanted = sorted({tweet_id for row in rows for tweet_id in row.exemplars})
    known = _some_tweets(connection, run.channel, yesterday, wanted)
    return tuple(
        QuietTopic(
            row.label, tuple(row.names), row.tweets, row.accounts, tuple(known[i] for i in row.exemplars if i in known)
        )
        for row in rows
    )


def _some_tweets(
    connection: sa.Connection, channel: str, day: dt.date, tweet_ids: Iterable[int]
) -> dict[int, TweetFact]:
    parameters = {"channel": channel, "day": day, "tweet_ids": list(tweet_ids)}
    rows = connection.execute(statement("report/read_some_tweets"), parameters)
    return {row.tweet_id: _tweet(row) for row in rows}


def _accounts(
    connection: sa.Connection, channel: Channel, run: Run, window: Mapping[str, object]
) -> tuple[RankedAccount, ...]:
    """The ranked accounts whose handle is known."""
    parameters = {"run_id": run.run_id, "count": SPARE * channel.analysis.notable_accounts, **window}
    rows = connection.execute(statement("report/read_accounts"), parameters).all()
    keys = {"channel": run.channel, "last_day": run.window.last_day, "author_keys": [row.author_key for row in rows]}
    handles = {row.author_key: row.handle for row in connection.execute(statement("report/read_handles"), keys)}
    return tuple(
        RankedAccount(
            key=row.author_key,
            handle=handle,
            rank=row.rank,
            basis=row.basis,
            engagers=row.engagers,
            followers=row.followers,
            tweets=row.tweets,
            topics=row.topics,
            previous_rank=row.previous_rank,
            engagements=tuple(row.engagements),
            endorsers=row.endorsers or 0,
            responses=row.responses,
            is_new=bool(row.is_new),
        )
        for row in rows
        if (handle := handles.get(row.author_key) or _handle_in(row.author_key))
    )


def _handle_in(author_key: str) -> str | None:
    """The handle, where the key is one: accounts of which the input gave no id."""
    return author_key[1:] if author_key.startswith("@") else None


def _judgement(connection: sa.Connection, run: Run) -> Judgement:
    row = connection.execute(statement("report/read_judgement"), {"run_id": run.run_id}).mappings().one_or_none()
    return Judgement() if row is None else Judgement.model_validate(dict(row))


def _ledger(connection: sa.Connection, window: Mapping[str, object]) -> Ledger:
    days = connection.execute(statement("report/read_ledger"), window).one()
    origin = connection.execute(statement("report/read_sources"), window).one()
    return Ledger(
        days_loaded=days.days_loaded,
        records=days.records,
        duplicate=days.duplicate,
        rejected=days.rejected,
        tombstoned=days.tombstoned,
        hours_covered=days.hours_covered,
        files=origin.files,
        sources=tuple(origin.sources),
    )
