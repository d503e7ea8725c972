"""How far each question about each day is, in Postgres: noted in the transaction that lands a page."""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import engine, reachable, transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import FetchDelayedError
from dawn_chorus.ingest.x_api.page import Envelope, PageProblem
from dawn_chorus.ingest.x_api.question import Question, hash_of, subjects
from dawn_chorus.source import Source

Outcome = Literal["complete", "empty", "looping", "limit"]

PATIENCE_SECONDS = 60  # for another fetch of the same channel
PAUSE_SECONDS = 0.5
MOST_DETAIL = 500  # characters


@dataclass(frozen=True)
class Progress:
    """How far a fetch is. ``outcome`` is None while it is under way."""

    fetch_id: int
    next_token: str | None
    pages: int
    tweets: int
    problems: int
    outcome: Outcome | None


def open_fetch(channel: Channel, source: Source, question: Question, day: dt.date) -> Progress:
    """Begin the fetch of a question about a day, or find how far it is."""
    with transaction("loader") as connection:
        parameters = {
            "channel": channel.name,
            "question_hash": hash_of(question.subject, channel.zone),
            "day": day,
            "source": source.name,
            "target": question.target,
            "endpoint": question.path,
        }
        return Progress(*connection.execute(statement("ingest/open_fetch"), parameters).one())


def note_page(connection: sa.Connection, at: Progress, page: Envelope, outcome: Outcome | None) -> Progress:
    """Note a landed page in the transaction that lands it; how far the fetch is then."""
    parameters = {
        "fetch_id": at.fetch_id,
        "next_token": None if outcome == "complete" else page.next_token,
        "tweets": len(page.tweet_ids),
        "problems": len(page.problems),
        "outcome": outcome,
    }
    noted = Progress(*connection.execute(statement("ingest/write_fetch"), parameters).one())
    if page.problems:
        rows = [_problem_row(at, number, each) for number, each in enumerate(page.problems, 1)]
        connection.execute(statement("ingest/insert_fetch_problem"), rows)
    return noted


def _problem_row(progress: Progress, number: int, problem: PageProblem) -> dict[str, object]:
    return {
        "fetch_id": progress.fetch_id,
        "problem_no": progress.problems + number,
        "title": _storable(problem.title),
        "detail": _storable(problem.detail),
        "resource_type": _storable(problem.resource_type),
        "resource_id": _storable(problem.resource),
    }


def _storable(words: str) -> str:
    """Foreign words as Postgres can keep them."""
    return words.encode("utf-8", "backslashreplace").decode().replace("\0", r"\0")[:MOST_DETAIL]


def days_to_fetch(channel: Channel, source: Source, days: Sequence[dt.date]) -> list[dt.date]:
    """Those of ``days``, in their order, about which the source has a question left."""
    hashes = [hash_of(each, channel.zone) for each in subjects(source)]
    parameters = {
        "channel": channel.name,
        "question_hashes": hashes,
        "days": list(days),
        "most_tweets": source.most_tweets,
    }
    with transaction("loader") as connection:
        rows = connection.execute(statement("ingest/find_ended_fetches"), parameters).all()
    ended = {(row.question_hash, row.day) for row in rows}
    return [day for day in days if any((each, day) not in ended for each in hashes)]


@contextmanager
def only_fetch(channel: Channel) -> Iterator[None]:
    """Be the only one who fetches for the channel: two would pay twice. Raises FetchDelayedError.

    The lock ends with the session, so a killed process holds nobody up.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    with reachable(), engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.execute(statement("ingest/lock_fetches"), {"channel": channel.name}).scalar_one():
            if time.monotonic() > deadline:
                raise FetchDelayedError(
                    f"Another process has been fetching for {channel.name} for {PATIENCE_SECONDS} s.",
                    remedy="Run it again when that one has ended.",
                )
            time.sleep(PAUSE_SECONDS)
        try:
            yield
        finally:
            connection.invalidate()
