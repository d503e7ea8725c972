"""Retrying quarantine: landed files with refused records are read again, with the code and the mappings of today.

Each file in one transaction: its days and its quarantine are replaced together, as when a mapping was mended. So a day
whose file reads otherwise now is no longer built from what there is, and the next load builds it again.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import InputError
from dawn_chorus.ingest import files
from dawn_chorus.ingest.examine import Refused, examine
from dawn_chorus.ingest.found import FoundFile
from dawn_chorus.ingest.indexing import NewFile, record_anew
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.reading import Reading, from_text, readings_of


@dataclass(frozen=True)
class Chosen:
    """Which refused records are meant; None: all."""

    day: dt.date | None = None
    reason: str | None = None
    source: str | None = None


@dataclass
class Retried:
    """What a retry came to: records of the files read again that are accepted now, and that are refused still or anew.

    ``unread``: files that cannot be read again, with the reason. ``days``: loaded days that were built again.
    """

    files: int = 0
    mended: int = 0
    refused: int = 0
    unread: list[str] = field(default_factory=list)
    days: list[dt.date] = field(default_factory=list)


def retry(channel: Channel, folder: Path, chosen: Chosen | None = None) -> Retried:
    """Read the files of the chosen records again, whole, and load the days whose records are parsed otherwise now.

    Safe to run again and to kill: a file is read as before or as now. Raises ChannelError for a wrong mapping.
    """
    retried, days = Retried(), set[dt.date]()
    with transaction("loader") as connection:
        parameters = {"channel": channel.name} | vars(chosen or Chosen())
        hashes = list(connection.execute(statement("ingest/find_quarantined_files"), parameters).scalars())
    for sha256 in hashes:
        with transaction("loader") as connection:
            days |= _read_again(connection, channel, sha256, folder, retried)
    with transaction("loader") as connection:
        parameters = {"channel": channel.name, "days": sorted(days)}
        retried.days = list(connection.execute(statement("ingest/read_loaded_days"), parameters).scalars())
    for day in retried.days:
        load_day(channel, day, folder)
    return retried


def _read_again(
    connection: sa.Connection, channel: Channel, sha256: str, folder: Path, retried: Retried
) -> set[dt.date]:
    """Record a landed file as it reads now, under its lock; the days that this concerns."""
    identity = {"channel": channel.name, "sha256": sha256}
    connection.execute(statement("ingest/lock_tombstones_shared"), {"channel": channel.name})
    connection.execute(statement("ingest/lock_landed"), {"sha256": sha256})
    row = connection.execute(statement("ingest/read_landing_file"), identity).one_or_none()
    if row is None:
        return set()
    before = {each.record_no: each.reason for each in connection.execute(statement("ingest/read_refusals"), identity)}
    try:
        new, now = _parsed(channel, row, folder)
    except InputError as error:
        retried.refused += len(before)
        retried.unread.append(f"{row.source}: {row.name}: {error.message}")
        return set()
    retried.files += 1
    retried.mended += len(before.keys() - now.keys())
    retried.refused += len(now)
    if now == before and new.examined.reading == from_text(row.reading):
        return set()
    days = _days(connection, identity)
    record_anew(connection, channel, new)
    return days | _days(connection, identity)


def _parsed(channel: Channel, row: "sa.Row[Any]", folder: Path) -> tuple[NewFile, dict[int, str]]:
    """A landed file as it reads now, and the reasons of the refused by record. Raises InputError."""
    if row.extract_hash is not None:
        raise InputError("a tweet of it was forgotten, and only an extract is left.", remedy="Nothing is to be done.")
    path = files.landed_path(folder, row.sha256)
    found = FoundFile(path, row.source, row.name)
    reasons: dict[int, str] = {}

    def refused(record: Refused) -> None:
        reasons[record.record_no] = record.reason.value

    readings = _readings(channel, found, from_text(row.reading))
    examined = examine(path, row.name, channel.zone, readings=readings, on_refused=refused)
    return NewFile(found, row.sha256, path.stat().st_size, examined, row.landed_at), reasons


def _readings(channel: Channel, found: FoundFile, before: Reading) -> Sequence[Reading]:
    """The readings of today; whose archive it is, is known from when it was landed."""
    today = readings_of(found, channel)
    return [each if each.mapping else msgspec.structs.replace(each, owner=before.owner) for each in today]


def _days(connection: sa.Connection, identity: dict[str, str]) -> set[dt.date]:
    """The days that a file has records of."""
    return set(connection.execute(statement("ingest/read_landing_days"), identity).scalars())
