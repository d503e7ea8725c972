"""Purging: whatever landing keeps of forgotten tweets goes; see docs/decisions/0013-forgetting.md.

A landed file with a trace of one is replaced by its extract: the extract is written, then noted in the index, then the
bytes are removed. Killed in between, the next call finds tombstones without ``purged_at`` and does the rest again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import InputError
from dawn_chorus.ingest import extracting, files
from dawn_chorus.ingest.examine import examine
from dawn_chorus.ingest.extracting import REMOVED, Kept
from dawn_chorus.ingest.found import FoundFile
from dawn_chorus.ingest.indexing import NewFile, record_anew
from dawn_chorus.ingest.reading import from_text
from dawn_chorus.ingest.traces import Traces

Row: TypeAlias = "sa.Row[Any]"


@dataclass(frozen=True)
class Purged:
    """What a purge found: landed files, by source and name, that are extracts now; and all versions' ids."""

    files: frozenset[tuple[str, str]] = frozenset()
    tweet_ids: frozenset[int] = frozenset()

    def __or__(self, other: "Purged") -> "Purged":
        return Purged(self.files | other.files, self.tweet_ids | other.tweet_ids)


def purge(channel: Channel, landing: Path) -> Purged:
    """Remove from landing every trace of tweets that were forgotten since the last purge; nothing to do is cheap.

    Safe to run again and at any time. Raises InputError for a landed file that cannot be read.
    """
    purged = Purged()
    while pending := _pending(channel):
        traces = Traces.of(pending, _texts(channel, pending))
        _discard_unlanded(channel, landing, traces)
        purged |= Purged(_extract_all(channel, landing, traces), frozenset(pending))
        with transaction("loader") as connection:
            parameters = {"channel": channel.name, "tweet_ids": pending}
            connection.execute(statement("ingest/mark_purged"), parameters)
    return purged


def _pending(channel: Channel) -> list[int]:
    """Tombstones that are still to do. Who lands anything after this call, knows of them; who began before, is done."""
    with transaction("loader") as connection:
        connection.execute(statement("ingest/lock_tombstones"), {"channel": channel.name})
        rows = connection.execute(statement("ingest/read_pending_tombstones"), {"channel": channel.name})
        return [row.tweet_id for row in rows]


def _texts(channel: Channel, tweet_ids: Collection[int]) -> list[str]:
    """Texts of the tweets that are still loaded."""
    with transaction("loader") as connection:
        parameters = {"channel": channel.name, "tweet_ids": list(tweet_ids)}
        return list(connection.execute(statement("ingest/read_texts"), parameters).scalars())


def _extract_all(channel: Channel, landing: Path, traces: Traces) -> frozenset[tuple[str, str]]:
    """Replace every landed file of the channel that holds a trace by its extract; source and name of these."""
    with transaction("loader") as connection:
        hashes = list(connection.execute(statement("ingest/read_landed_hashes"), {"channel": channel.name}).scalars())
    touched = set()
    for sha256 in hashes:
        with transaction("loader") as connection:
            connection.execute(statement("ingest/lock_landed"), {"sha256": sha256})
            identity = {"channel": channel.name, "sha256": sha256}
            row = connection.execute(statement("ingest/read_landing_file"), identity).one_or_none()
            if row is None:
                continue  # forgotten since, and landed anew with another reading: checked then
            is_touched = _extract(connection, channel, row, landing, traces)
            if is_touched or row.rejected:
                _purge_quarantine(connection, identity, traces)
        if is_touched:
            touched.add((str(row.source), str(row.name)))
        if is_touched or row.extract_hash is not None:
            sweep(sha256, landing)
    return frozenset(touched)


def _extract(connection: sa.Connection, channel: Channel, row: Row, landing: Path, traces: Traces) -> bool:
    """Write and note the extract of a file that holds a trace, under its lock; the bytes are still there.

    They are read for the last time: the index is brought up to the code of today, so that it and the extract agree.
    """
    kept = _kept(channel, row, landing)
    if not kept.path.exists() or not kept.holds(channel, traces):
        return False
    if not kept.is_extract:
        found = FoundFile(kept.path, row.source, row.name)
        parsed = examine(kept.path, row.name, channel.zone, readings=(kept.reading,))
        size = kept.path.stat().st_size
        record_anew(connection, channel, NewFile(found, row.sha256, size, parsed, row.landed_at))
    tombstones = extracting.read_tombstones(connection, channel)
    made = extracting.extracted(channel, kept, row.sha256, tombstones, landing)
    extracting.note_extract(connection, channel, row.sha256, made)
    return True


def _kept(channel: Channel, row: Row, landing: Path) -> Kept:
    """How a landed file is kept now."""
    if row.extract_hash is None:
        return Kept(files.landed_path(landing, row.sha256), row.name, from_text(row.reading))
    path = files.extract_path(landing, row.sha256, channel.name, row.extract_hash)
    return Kept(path, row.name, from_text(row.reading), is_extract=True)


def _purge_quarantine(connection: sa.Connection, identity: Mapping[str, str], traces: Traces) -> None:
    """Remove what refused records of a file say, where a trace is in it."""
    for row in connection.execute(statement("ingest/read_quarantined"), identity).all():
        if traces.are_in(bytes(row.raw)) or traces.are_in(row.detail.encode()):
            parameters = {**identity, "record_no": row.record_no, "detail": REMOVED}
            connection.execute(statement("ingest/delete_raw"), parameters)


def sweep(sha256: str, landing: Path) -> None:
    """Remove all that the landing folder keeps of a file and no channel needs; what another one needs stays."""
    with transaction("loader") as connection:
        connection.execute(statement("ingest/lock_landed"), {"sha256": sha256})
        rows = connection.execute(statement("ingest/read_landed"), {"sha256": sha256}).all()
        needed = {
            files.landed_path(landing, sha256)
            if row.extract_hash is None
            else files.extract_path(landing, sha256, row.channel, row.extract_hash)
            for row in rows
        }
        files.discard(landing, sha256, needed)


def _discard_unlanded(channel: Channel, landing: Path, traces: Traces) -> None:
    """Remove what killed processes left and nobody landed, where a trace is in it: it comes again, and is checked."""
    with transaction("loader") as connection:
        landed = set(connection.execute(statement("ingest/read_all_hashes")).scalars())
    for sha256 in sorted(files.hashes(landing) - landed):
        files.discard_parsed(landing, sha256)
        if any(_may_hold(path, traces) for path in files.kept(landing, sha256)):
            sweep(sha256, landing)
    copies = files.incoming_copies(landing, channel.name)
    copied = (path for path in copies.parent.glob(f"{copies.name}*/**/*") if path.is_file())
    waiting = [path for path in (files.incoming_path(landing, channel.name), *copied) if path.exists()]
    files.remove(path for path in waiting if _may_hold(path, traces))


def _may_hold(path: Path, traces: Traces) -> bool:
    """Whether something unlanded holds a trace; also where that cannot be told, as of a copy that was cut off."""
    try:
        return traces.are_in_file(path, path.name) is not False
    except InputError:
        return True
