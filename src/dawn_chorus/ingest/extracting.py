"""What is left of a landed file when tweets of it are forgotten, and whether any trace of them is in it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.sql import statement
from dawn_chorus.ingest import files
from dawn_chorus.ingest.examine import Refused, examine
from dawn_chorus.ingest.formats import extract
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.reading import Reading
from dawn_chorus.ingest.traces import Traces, is_of
from dawn_chorus.window import local_day

OTHER_VERSION = "another version of a forgotten tweet"  # reason of the tombstones that extracting adds
REMOVED = "What it said was removed: it may have held a forgotten tweet."


@dataclass(frozen=True)
class Kept:
    """How a file is kept: as received at ``path``, or (``is_extract``) as what was left of it before."""

    path: Path
    name: str
    reading: Reading
    is_extract: bool = False

    def each_tweet(self, channel: Channel, take: Callable[[ReceivedTweet, dt.date], None]) -> None:
        """Hand over each accepted tweet with its local day. Raises InputError."""
        if self.is_extract:
            for tweet in extract.read(self.path, self.name):
                take(tweet, local_day(tweet.created_at, channel.zone))
        else:
            examine(self.path, self.name, channel.zone, take, (self.reading,))

    def holds(self, channel: Channel, traces: Traces) -> bool:
        """Whether any of the traces is in it. Raises InputError."""
        found = traces.are_in_file(self.path, self.name)
        return self._has_row(channel, traces) if found is None else found

    def _has_row(self, channel: Channel, traces: Traces) -> bool:
        """Whether a row of a table that cannot be searched holds a trace."""
        found: set[bool] = set()

        def accepted(tweet: ReceivedTweet, _: dt.date) -> None:
            found.add(traces.are_in_tweet(tweet))

        def refused(record: Refused) -> None:
            found.add(traces.are_in(record.raw))

        examine(self.path, self.name, channel.zone, accepted, (self.reading,), refused)
        return True in found


@dataclass
class Extract:
    """An extract in the landing folder: hash and size; of the records that it left out number by day, ids, texts."""

    content_hash: str = ""
    size: int = 0
    forgotten: Counter[dt.date] = field(default_factory=Counter)
    tweet_ids: set[int] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def extracted(channel: Channel, kept: Kept, sha256: str, tombstones: Collection[int], landing: Path) -> Extract:
    """Write the extract of a file, without the tweets that have tombstones and retweets of them. Raises InputError."""
    made = Extract()
    with files.drafting(landing, sha256, channel.name) as draft:

        def take(tweet: ReceivedTweet, day: dt.date) -> None:
            if not is_of(tweet, tombstones):
                draft.write(extract.line(tweet))
                return
            made.forgotten[day] += 1
            if tweet.kind != "retweet":
                made.tweet_ids |= {tweet.tweet_id, tweet.root}
                made.texts.add(tweet.text)

        kept.each_tweet(channel, take)
    made.content_hash, made.size = draft.content_hash, draft.size
    return made


def note_extract(connection: sa.Connection, channel: Channel, sha256: str, made: Extract) -> None:
    """Note that a file is kept as this extract; tombstones for versions that nobody knew of until now."""
    identity = {"channel": channel.name, "sha256": sha256}
    parameters = identity | {"extract_hash": made.content_hash, "extract_bytes": made.size}
    connection.execute(statement("ingest/write_extract"), parameters)
    for day, forgotten in made.forgotten.items():
        connection.execute(statement("ingest/write_forgotten"), identity | {"day": day, "forgotten": forgotten})
    insert_tombstones(connection, channel, made.tweet_ids, OTHER_VERSION)


def insert_tombstones(connection: sa.Connection, channel: Channel, tweet_ids: Iterable[int], reason: str) -> None:
    """Write tombstones; the first reason stays."""
    rows = [{"channel": channel.name, "tweet_id": each, "reason": reason} for each in sorted(tweet_ids)]
    if rows:
        connection.execute(statement("ingest/insert_tombstone"), rows)


def read_tombstones(connection: sa.Connection, channel: Channel) -> frozenset[int]:
    """All tweets that the channel has forgotten."""
    return frozenset(connection.execute(statement("ingest/read_tombstones"), {"channel": channel.name}).scalars())
