"""What a day is built from: landed files, tombstones, and what reads them. See docs/decisions/0011-built-from.md."""

import datetime as dt
import hashlib
import platform
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.runs import code_version
from dawn_chorus.database.sql import statement
from dawn_chorus.ingest.files import extract_path, landed_path
from dawn_chorus.ingest.reading import Reading, from_text

version = cache(metadata.version)  # milliseconds for each package, asked for with each file of a day

READERS = ("linkify-it-py", "msgspec", "pyarrow", "tzdata")  # packages beside Python that decide what a record says


@dataclass(frozen=True)
class LandedFile:
    """A file that has records of the day.

    ``extract_hash``: set where only an extract is left of it; then ``size`` is the extract's. ``rejected``: records of
    the day that were refused; ``forgotten``: those that the extract has no more.
    """

    sha256: str
    name: str
    size: int
    landed_at: dt.datetime
    reading: Reading
    extract_hash: str | None = None
    rejected: int = 0
    forgotten: int = 0

    def path(self, channel: Channel, landing: Path) -> Path:
        """Where it is kept."""
        if self.extract_hash is None:
            return landed_path(landing, self.sha256)
        return extract_path(landing, self.sha256, channel.name, self.extract_hash)


@dataclass(frozen=True)
class Given:
    """What a day is built from. Of tombstones all count, since only reading tells which a day has."""

    files: tuple[LandedFile, ...]
    tombstones: frozenset[int]

    def identity(self, channel: Channel, day: dt.date) -> str:
        """A hash that is equal only where building the day again would give the same rows and the same account."""
        files = [  # a name changes nothing
            (file.sha256, file.landed_at, file.reading, file.extract_hash, file.rejected, file.forgotten)
            for file in self.files
        ]
        parts = (files, sorted(self.tombstones), channel.time_zone, midnights(day, channel.zone), reader_version())
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def midnights(day: dt.date, zone: ZoneInfo) -> tuple[float, float]:
    """The moments, in seconds, that bound a local day."""
    next_day = day + dt.timedelta(days=1)
    return tuple(dt.datetime.combine(each, dt.time(), zone).timestamp() for each in (day, next_day))  # type: ignore[return-value]


def reader_version() -> str:
    """The versions of our code and of what else decides what a record says (Python knows letters and calendars)."""
    return " ".join((code_version(), platform.python_version(), *map(version, READERS)))


def read_given(connection: sa.Connection, channel: Channel, day: dt.date) -> Given:
    """What the day is to be built from now."""
    files = connection.execute(statement("ingest/read_landed_files"), {"channel": channel.name, "day": day}).all()
    tombstones = connection.execute(statement("ingest/read_tombstones"), {"channel": channel.name}).scalars()
    return Given(
        files=tuple(
            LandedFile(
                sha256=row.sha256,
                name=row.name,
                size=row.size_bytes,
                landed_at=row.landed_at,
                reading=from_text(row.reading),
                extract_hash=row.extract_hash,
                rejected=row.rejected,
                forgotten=row.forgotten,
            )
            for row in files
        ),
        tombstones=frozenset(tombstones),
    )
