"""The index of landing: which local days a file has records of, and those of its records that were refused.

Written in the transaction of whoever lands a file, reads it anew or makes its extract, so that index and file agree.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.sql import statement
from dawn_chorus.ingest.examine import Examined, Refused, examine
from dawn_chorus.ingest.extracting import REMOVED
from dawn_chorus.ingest.found import FoundFile
from dawn_chorus.ingest.parsed import Parsing
from dawn_chorus.ingest.traces import Traces
from dawn_chorus.window import local_day

BATCH_ROWS = 500  # refused records that are held at once: at most 32 MB


@dataclass(frozen=True)
class NewFile:
    """A file to be indexed. ``landed_at`` only where it was landed before, and is read anew.

    ``parsing``: what reading it gave, to be kept with its bytes.
    """

    file: FoundFile
    sha256: str
    size: int
    examined: Examined
    landed_at: dt.datetime | None = None
    parsing: Parsing | None = None

    @property
    def accepted(self) -> int:
        """Valid records."""
        return self.examined.accepted.total()

    @property
    def rejected(self) -> int:
        """Refused records."""
        return self.examined.refused.total()


def record(
    connection: sa.Connection, channel: Channel, new: NewFile, path: Path, removed: Traces | None = None
) -> bool:
    """Index the file at ``path`` and quarantine its refused records; False when it was landed before.

    Of records with a trace in them that is to be ``removed`` only the reason is kept.
    """
    _forget_other_reading(connection, channel, new)
    landed_at = connection.execute(statement("ingest/insert_landing_file"), _file_row(channel, new)).scalar()
    if landed_at is None:
        return False
    landed = local_day(landed_at, channel.zone)
    _insert(connection, "ingest/insert_landing_day", _day_rows(channel, new, landed))
    if new.rejected:
        _quarantine(connection, channel, new, landed, path, removed)
    return True


def record_anew(connection: sa.Connection, channel: Channel, new: NewFile) -> None:
    """Index a landed file as it is read now, in the place of how it was read when it was landed."""
    identity = {"channel": channel.name, "sha256": new.sha256}
    connection.execute(statement("ingest/delete_landing_file"), identity)
    record(connection, channel, new, new.file.path)


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
        "landed_at": new.landed_at,
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


def _quarantine(
    connection: sa.Connection, channel: Channel, new: NewFile, landed: dt.date, path: Path, removed: Traces | None
) -> None:
    """Read a file again, now that the day of undated records is known, and keep those that are refused."""
    fallback = new.examined.fallback_day(landed)
    waiting: list[dict[str, object]] = []

    def keep(refused: Refused) -> None:
        row = _quarantine_row(channel, new, refused, fallback)
        is_removed = removed is not None and removed.are_in(refused.raw)
        waiting.append(row | ({"raw": None, "detail": REMOVED} if is_removed else {}))
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
