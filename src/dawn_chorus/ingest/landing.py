"""Landing: files are kept exactly as received, indexed by local day, and their unreadable records quarantined.

Every file of a call is examined before the first is kept: a broken one stops all. Then each is landed in a transaction
of its own, bytes first, so that a killed process leaves nothing but bytes that the next one finds in place.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.ingest import files
from dawn_chorus.ingest.examine import Examined, Refused, examine
from dawn_chorus.ingest.files import FoundFile
from dawn_chorus.ingest.judged import Judging
from dawn_chorus.ingest.objects import collecting
from dawn_chorus.ingest.reading import PLAIN, Reading, from_text, readings_of
from dawn_chorus.window import local_day

BATCH_ROWS = 500  # refused records that are held at once: at most 32 MB


@dataclass(frozen=True)
class LandingSummary:
    """What a call landed: files seen first and files known before; records of the new files."""

    files_new: int
    files_known: int
    records: int
    accepted: int
    rejected: int


@dataclass(frozen=True)
class NewFile:
    """A file that the channel has not landed yet, as far as is known."""

    file: FoundFile
    sha256: str
    size: int
    judging: Judging
    examined: Examined

    @property
    def accepted(self) -> int:
        """Valid records."""
        return self.examined.accepted.total()

    @property
    def rejected(self) -> int:
        """Refused records."""
        return self.examined.refused.total()


def land(channel: Channel, paths: Sequence[Path | str] | None, landing: Path) -> LandingSummary:
    """Land what ``paths`` or addresses, or else the channel's sources, hold; a file that was landed before is skipped.

    A file whose reading changed (a mapping was mended) is landed anew. Raises InputError for the first file that cannot
    be read or has no known format, ChannelError for a mapping that is wrong; then nothing is landed.
    """
    with collecting(channel, landing) as collector:
        found = files.discover(channel, paths, collector.files)
        hashes = {file: files.hash_of(file) for file in found}
        summary = _land(channel, found, hashes, landing)
        collector.remember(hashes)
    return summary


def _land(
    channel: Channel, found: Sequence[FoundFile], hashes: Mapping[FoundFile, tuple[str, int]], landing: Path
) -> LandingSummary:
    """Land the files that are new."""
    first_seen = {sha256: file for file, (sha256, _) in reversed(list(hashes.items()))}
    readings = {file: readings_of(file, channel) for file in first_seen.values()}
    landed_before = _landed_before(channel, first_seen.keys())
    known = {sha256 for sha256, kept in landed_before.items() if kept in readings[first_seen[sha256]]}
    for sha256 in known:
        files.keep(first_seen[sha256], sha256, landing)  # its bytes may have been lost since
    landed = []
    with ExitStack() as unkept:
        new = [
            unkept.enter_context(judged(channel, file, landing, readings[file], hashes[file]))
            for sha256, file in first_seen.items()
            if sha256 not in known
        ]
        for each in sorted(new, key=lambda each: each.file.shown):
            keep(each, landing)
            with transaction("loader") as connection:
                if record(connection, channel, each, landing):
                    landed.append(each)
    return LandingSummary(
        files_new=len(landed),
        files_known=len(found) - len(landed),
        records=sum(each.accepted + each.rejected for each in landed),
        accepted=sum(each.accepted for each in landed),
        rejected=sum(each.rejected for each in landed),
    )


@contextmanager
def judged(
    channel: Channel,
    file: FoundFile,
    landing: Path,
    readings: Sequence[Reading] = (PLAIN,),
    hashed: tuple[str, int] | None = None,
) -> Iterator[NewFile]:
    """A file, hashed and read record by record; what that gave is gone afterwards unless it was kept.

    ``hashed``: its hash and size, where they are known. Raises InputError.
    """
    sha256, size = hashed or files.hash_of(file)
    judging = Judging(file.path, file.shown, sha256, landing, channel.zone)
    try:
        yield NewFile(file, sha256, size, judging, judging.examine(readings))
    finally:
        judging.drop()


def keep(new: NewFile, landing: Path) -> None:
    """Keep a file's bytes in the landing folder, and what reading them gave. Raises InputError."""
    files.keep(new.file, new.sha256, landing)
    new.judging.keep()


def _landed_before(channel: Channel, hashes: Collection[str]) -> dict[str, Reading]:
    """The readings of those of these files that the channel has landed, by hash."""
    with transaction("loader") as connection:
        parameters = {"channel": channel.name, "received": sorted(hashes)}
        rows = connection.execute(statement("ingest/read_known_files"), parameters).all()
    return {row.sha256: from_text(row.reading) for row in rows}


def record(connection: sa.Connection, channel: Channel, new: NewFile, landing: Path) -> bool:
    """Index a file kept in ``landing`` and quarantine its refused records; False when it was landed before."""
    _forget_other_reading(connection, channel, new)
    landed_at = connection.execute(statement("ingest/insert_landing_file"), _file_row(channel, new)).scalar()
    if landed_at is None:
        return False
    landed = local_day(landed_at, channel.zone)
    _insert(connection, "ingest/insert_landing_day", _day_rows(channel, new, landed))
    if new.rejected:
        _quarantine(connection, channel, new, landed, files.landed_path(landing, new.sha256))
    return True


def _forget_other_reading(connection: sa.Connection, channel: Channel, new: NewFile) -> None:
    """Forget what a mapping that was mended since made of the same bytes: all of it, days and quarantine too."""
    parameters = {"channel": channel.name, "sha256": new.sha256, "reading": new.examined.reading.to_text()}
    connection.execute(statement("ingest/delete_other_reading"), parameters)


def _insert(connection: sa.Connection, name: str, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(statement(name), rows)


def _file_row(channel: Channel, new: NewFile) -> dict[str, object]:
    return {
        "channel": channel.name,
        "sha256": new.sha256,
        "source": new.file.source,
        "name": new.file.name.encode("utf-8", "backslashreplace").decode(),
        "format": new.examined.format,
        "reading": new.examined.reading.to_text(),
        "size_bytes": new.size,
        "records": new.accepted + new.rejected,
        "accepted": new.accepted,
        "rejected": new.rejected,
    }


def _day_rows(channel: Channel, new: NewFile, landed: dt.date) -> list[dict[str, object]]:
    accepted, rejected = new.examined.accepted, new.examined.rejected(landed)
    return [
        {
            "channel": channel.name,
            "sha256": new.sha256,
            "day": day,
            "accepted": accepted[day],
            "rejected": rejected[day],
        }
        for day in sorted(accepted | rejected)
    ]


def _quarantine(connection: sa.Connection, channel: Channel, new: NewFile, landed: dt.date, path: Path) -> None:
    """Read a landed file again, now that the day of undated records is known, and keep those that are refused."""
    fallback = new.examined.fallback_day(landed)
    waiting: list[dict[str, object]] = []

    def keep(refused: Refused) -> None:
        waiting.append(_quarantine_row(channel, new, refused, fallback))
        if len(waiting) == BATCH_ROWS:
            _insert(connection, "ingest/insert_quarantined", waiting)
            waiting.clear()

    examine(path, new.file.name, channel.zone, readings=(new.examined.reading,), on_refused=keep)
    _insert(connection, "ingest/insert_quarantined", waiting)


def _quarantine_row(channel: Channel, new: NewFile, refused: Refused, fallback: dt.date) -> dict[str, object]:
    return {
        "channel": channel.name,
        "sha256": new.sha256,
        "record_no": refused.record_no,
        "day": refused.day or fallback,
        "reason": refused.reason.value,
        "detail": refused.detail,
        "raw": refused.raw,
    }
