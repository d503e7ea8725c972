"""Forgetting tweets: tombstones, then landing without them, then the days that had them.

In this order, so that a killed call leaves either loaded tweets, by which the next finds what it did not get to, or
nothing to do.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest.extracting import insert_tombstones
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.moments import time_of_id
from dawn_chorus.ingest.purge import purge
from dawn_chorus.ingest.values import MAX_BIGINT
from dawn_chorus.window import local_day

LEAST_CHARACTERS = 20  # of a repeated text: shorter ones are alike by chance
RETWEET = "repeats a forgotten tweet"  # reason of its tombstone


@dataclass(frozen=True)
class Forgotten:
    """What forgetting did: the days that were reloaded, and the landed files, by source and name, that had traces."""

    days: Sequence[dt.date]
    files: Sequence[tuple[str, str]]


def forget(channel: Channel, tweet_ids: Sequence[int], reason: str, landing: Path) -> Forgotten:
    """Write tombstones, of all versions of edited tweets, purge landing, and reload the days that had them.

    Safe to run again. Raises ChorusError for what cannot be a tweet's id.
    """
    for tweet_id in tweet_ids:
        if not 1 <= tweet_id <= MAX_BIGINT:
            raise ChorusError(f"{tweet_id} is not a tweet's id.", remedy="Copy the number at the end of its link.")
    with transaction("loader") as connection:
        forgotten = bury(connection, channel, tweet_ids, reason)
    purged = purge(channel, landing)
    with transaction("loader") as connection:
        days = _days_of(connection, channel, forgotten | purged.tweet_ids)
    for day in days:
        load_day(channel, day, landing)
    return Forgotten(days, sorted(purged.files))


def bury(connection: sa.Connection, channel: Channel, tweet_ids: Collection[int], reason: str) -> frozenset[int]:
    """Write the tombstones of tweets, of their loaded versions, and of retweets known by their text; all the ids.

    The next landing purges what has these tombstones, the next load of a day heeds them.
    """
    parameters: dict[str, object] = {"channel": channel.name, "tweet_ids": list(tweet_ids)}
    versions = connection.execute(statement("ingest/find_versions"), parameters).all()
    forgotten = {*tweet_ids, *(tweet_id for version in versions for tweet_id in version)}
    insert_tombstones(connection, channel, forgotten, reason)
    parameters |= {"tweet_ids": list(forgotten), "least_characters": LEAST_CHARACTERS}
    retweets = set(connection.execute(statement("ingest/find_unreferenced_retweets"), parameters).scalars())
    insert_tombstones(connection, channel, retweets, RETWEET)
    return frozenset(forgotten | retweets)


def _days_of(connection: sa.Connection, channel: Channel, forgotten: Collection[int]) -> list[dt.date]:
    """The loaded days that have forgotten tweets."""
    # Of an edit whose later version is loaded the input may hold only the id: its own time says the day.
    moments = [moment for moment in map(time_of_id, forgotten) if moment is not None]
    own_days = [local_day(moment, channel.zone) for moment in moments]
    parameters = {"channel": channel.name, "tweet_ids": list(forgotten), "days": own_days}
    return list(connection.execute(statement("ingest/find_days"), parameters).scalars())
