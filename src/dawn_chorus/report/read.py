"""Read the rows of a run into facts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.runs import Run, context_run_ids
from dawn_chorus.database.sql import statement
from dawn_chorus.report.facts import Account, Facts, Ledger, QuietTopic, RankedAccount, TopicFact, TweetFact
from dawn_chorus.report.model import Judgement

# That one account changed its subject is not worth a word.
LEAST_QUIET_ACCOUNTS = 2
# So many times as many ranked accounts are read as are named: some of them only advertised.
SPARE = 4


def read_facts(connection: sa.Connection, channel: Channel, run: Run) -> Facts:
    """Everything that the run's report may speak of."""
    window = {"channel": run.channel, "first_day": run.window.first_day, "last_day": run.window.last_day}
    tweets = [
        _tweet(row) for row in connection.execute(statement("report/read_tweets"), {"run_id": run.run_id, **window})
    ]
    topics = [_topic(row) for row in connection.execute(statement("report/read_topics"), {"run_id": run.run_id})]
    accounts = _accounts(connection, channel, run, window)
    earlier = context_run_ids(connection, run.channel, run.window.days_before(channel.analysis.history_days))
    return Facts(
        channel=run.channel,
        window=run.window,
        opened_at=run.opened_at,
        tweets=tuple(tweets),
        topics=tuple(topics),
        quiet_topics=_quiet_topics(connection, run, earlier),
        accounts=accounts,
        ledger=_ledger(connection, window),
        has_history=bool(earlier),
        has_earlier_ranks=any(account.previous_rank is not None for account in accounts),
        judgement=_judgement(connection, run),
    )


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
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row._mapping.items()
    }
    return TopicFact(**values)


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
    connection: sa.Connection, channel: Channel, run: Run, window: dict[str, object]
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


def _ledger(connection: sa.Connection, window: dict[str, object]) -> Ledger:
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
