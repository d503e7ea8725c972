"""Landing: files are kept exactly as received, indexed by local day, and their unreadable records quarantined.

Every file of a call is examined before the first is kept: a broken one stops all. Then each is landed in a transaction
of its own, bytes first, so that a killed process leaves nothing but bytes that the next one finds in place.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.ingest import files
from dawn_chorus.ingest.extracting import Kept, extracted, note_extract, read_tombstones
from dawn_chorus.ingest.found import FoundFile, discover
from dawn_chorus.ingest.indexing import NewFile, record
from dawn_chorus.ingest.objects import collecting
from dawn_chorus.ingest.parsed import Parsing
from dawn_chorus.ingest.purge import purge, sweep
from dawn_chorus.ingest.reading import PLAIN, Reading, from_text, readings_of
from dawn_chorus.ingest.traces import Traces


@dataclass(frozen=True)
class LandingSummary:
    """What a call landed: files seen first and files known before; records of the new files."""

    files_new: int
    files_known: int
    records: int
    accepted: int
    rejected: int


def land(channel: Channel, paths: Sequence[Path | str] | None, landing: Path) -> LandingSummary:
    """Land what ``paths`` or addresses, or else the channel's sources, hold; a file that was landed before is skipped.

    A file whose reading changed (a mapping was mended) is landed anew. Raises InputError for the first file that cannot
    be read or has no known format, ChannelError for a mapping that is wrong; then nothing is landed.
    """
    with collecting(channel, landing) as collector:
        found = discover(channel, paths, collector.files)
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
        _restore(channel, first_seen[sha256], sha256, landing)
    landed = []
    with ExitStack() as unkept:
        new = [
            unkept.enter_context(parsed(channel, file, landing, readings[file], hashes[file]))
            for sha256, file in first_seen.items()
            if sha256 not in known
        ]
        for each in sorted(new, key=lambda each: each.file.shown):
            with transaction("loader") as connection:
                if take(connection, channel, each, landing):
                    landed.append(each)
            if len(files.kept(landing, each.sha256)) > 1:
                sweep(each.sha256, landing)
    purge(channel, landing)
    return LandingSummary(
        files_new=len(landed),
        files_known=len(found) - len(landed),
        records=sum(each.accepted + each.rejected for each in landed),
        accepted=sum(each.accepted for each in landed),
        rejected=sum(each.rejected for each in landed),
    )


@contextmanager
def parsed(
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
    parsing = Parsing(file.path, file.shown, sha256, landing, channel.zone)
    try:
        yield NewFile(file, sha256, size, parsing.examine(readings), parsing=parsing)
    finally:
        parsing.drop()


def keep(new: NewFile, landing: Path) -> None:
    """Keep a file's bytes in the landing folder, and what reading them gave. Raises InputError."""
    files.keep(new.file, new.sha256, landing)
    if new.parsing is not None:
        new.parsing.keep()


def _landed_before(channel: Channel, hashes: Collection[str]) -> dict[str, Reading]:
    """The readings of those of these files that the channel has landed, by hash."""
    with transaction("loader") as connection:
        parameters = {"channel": channel.name, "received": sorted(hashes)}
        rows = connection.execute(statement("ingest/read_known_files"), parameters).all()
    return {row.sha256: from_text(row.reading) for row in rows}


def _restore(channel: Channel, file: FoundFile, sha256: str, landing: Path) -> None:
    """Keep a known file's bytes again where they were lost; never those of which a tweet was forgotten."""
    if files.is_kept(file, sha256, landing):
        return
    with transaction("loader") as connection:
        connection.execute(statement("ingest/lock_landed"), {"sha256": sha256})
        identity = {"channel": channel.name, "sha256": sha256}
        row = connection.execute(statement("ingest/read_landing_file"), identity).one_or_none()
        if row is not None and row.extract_hash is None:
            files.keep(file, sha256, landing)


def take(connection: sa.Connection, channel: Channel, new: NewFile, landing: Path) -> bool:
    """Keep a file in ``landing`` and index it; False when it was landed before.

    One in which there is a trace of a forgotten tweet is never kept as received: its extract is.
    """
    connection.execute(statement("ingest/lock_tombstones_shared"), {"channel": channel.name})
    connection.execute(statement("ingest/lock_landed"), {"sha256": new.sha256})
    tombstones = read_tombstones(connection, channel)
    received = Kept(new.file.path, new.file.shown, new.examined.reading)
    if not tombstones or not received.holds(channel, Traces.of(tombstones)):
        keep(new, landing)
        return record(connection, channel, new, files.landed_path(landing, new.sha256))
    made = extracted(channel, received, new.sha256, tombstones, landing)
    is_new = record(connection, channel, new, new.file.path, Traces.of(tombstones, made.texts))
    if files.hash_of(new.file)[0] != new.sha256:
        raise files.changed(new.file)
    if is_new:
        note_extract(connection, channel, new.sha256, made)
    return is_new
