"""A day's rows into the database: staged aside, keyed, and swapped in under the day's lock.

See sql/migrations/0004_day_partitions.sql for the functions.
"""

import datetime as dt
import time
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from dawn_chorus.channel import Channel
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import DatabaseError
from dawn_chorus.ingest.copying import copy_rows
from dawn_chorus.ingest.day import DayRows

T = TypeVar("T")

# Below Postgres' deadlock_timeout of 1 s: where a reader and we wait for each other, we give up and nobody is killed.
LOCK_WAIT_MS = 500
PATIENCE_SECONDS = 120  # a stage of the analysis may read a channel's tables for a minute or two
PAUSE_SECONDS = 0.1
_GAVE_UP_WAITING = {"55P03", "40P01"}  # lock_not_available, deadlock_detected


def stage(connection: sa.Connection, channel: Channel, day: dt.date, rows: DayRows) -> str:
    """Fill tables aside and give them their keys; returns the suffix of their names. Gone if the transaction fails."""
    suffix = str(connection.execute(statement("ingest/stage_day")).scalar_one())
    contents = {
        "tweets": rows.tweet_rows(),
        "interactions": rows.interactions,
        "account_snapshots": rows.account_snapshots,
        "metric_snapshots": rows.metric_snapshots,
    }
    for table, content in contents.items():
        copy_rows(connection, f"staged_{table}_{suffix}", content, (channel.name, day))
    parameters = {"suffix": suffix, "channel": channel.name, "day": day, "time_zone": channel.time_zone}
    connection.execute(statement("ingest/key_staged"), parameters)
    return suffix


def patiently(connection: sa.Connection, work: Callable[[], T]) -> T:
    """Do ``work`` in a savepoint; while somebody else holds a lock it needs, undo it, wait and try again.

    Raises DatabaseError when patience is at its end.
    """
    connection.execute(statement("ingest/limit_lock_wait"), {"milliseconds": str(LOCK_WAIT_MS)})
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with connection.begin_nested():
                return work()
        except OperationalError as error:
            if getattr(error.orig, "pgcode", None) not in _GAVE_UP_WAITING:
                raise
            if time.monotonic() > deadline:
                raise DatabaseError(
                    f"Somebody has been reading or loading the same day for {PATIENCE_SECONDS} s.",
                    remedy="Run it again; pg_stat_activity shows who holds the lock.",
                ) from error
        time.sleep(PAUSE_SECONDS)


def swap(connection: sa.Connection, channel: Channel, day: dt.date, suffix: str | None) -> None:
    """Put the staged tables in the day's place; None leaves the day without rows."""
    parameters = {"suffix": suffix, "channel": channel.name, "day": day}
    connection.execute(statement("ingest/swap_day"), parameters)


def drop(connection: sa.Connection, suffix: str) -> None:
    """Drop the staged tables: another load has brought the same rows meanwhile."""
    connection.execute(statement("ingest/drop_staged"), {"suffix": suffix})


def lock(connection: sa.Connection, channel: Channel, day: dt.date) -> None:
    """Take the day's lock until the transaction, or the attempt, ends."""
    connection.execute(statement("ingest/lock_day"), {"channel": channel.name, "day": str(day)})
