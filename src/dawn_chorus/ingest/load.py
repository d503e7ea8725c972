"""Load: a local day is built from landing and swapped in whole, in one transaction together with its ledger row.

The day's lock is taken only after the rows are staged, so a loader that hangs keeps nobody waiting. Under the lock it
is checked that landing and tombstones are still what the rows were built from; otherwise the day is built again. A
crash at any instant leaves the old day or the new one: what was staged is gone with the transaction.
"""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import DatabaseError, InputError
from dawn_chorus.ingest import files, swap
from dawn_chorus.ingest.day import Counted, DayRows, Versions, day_rows
from dawn_chorus.ingest.formats import extract
from dawn_chorus.ingest.given import Given, LandedFile, read_given
from dawn_chorus.ingest.parsed import DamagedError, read_parsed
from dawn_chorus.window import local_day

MAX_BUILDS = 5  # of one day in one call, while new files keep coming


@dataclass(frozen=True)
class DayLedger:
    """The account of a loaded day: ``records = loaded + duplicate + rejected + tombstoned``.

    A day without tweets has a row as well, and no rows in the day's tables. ``changed``: this load changed the rows.
    """

    channel: str
    day: dt.date
    records: int
    loaded: int
    duplicate: int
    rejected: int
    tombstoned: int
    files: int
    accounts: int
    hours_covered: int
    content_hash: str
    metrics_hash: str
    observed_at: dt.datetime | None
    changed: bool


class _Outdated(Exception):  # noqa: N818 - no failure: the day is built again
    """Landing, tombstones or the day itself changed while it was being built."""


def load_day(channel: Channel, day: dt.date, landing: Path) -> DayLedger:
    """Bring one local day up to what is landed. Where its rows would be the same, nothing is written.

    A day that was built from just what there is now is not even read again.

    Raises InputError when a landed file is missing, DatabaseError when Postgres is in the way.
    """
    for _ in range(MAX_BUILDS):
        with transaction("loader") as connection:
            connection.execute(statement("ingest/open_channel"), {"channel": channel.name})
            given = read_given(connection, channel, day)
            known = _known(connection, channel, day, given)
        try:
            _check_landed(channel, given, landing)
            if known is not None:
                return known
            ledger, rows = _build(channel, day, given, landing)
            with transaction("loader") as connection:
                return _publish(connection, channel, ledger, rows, given)
        except _Outdated:
            _drop_parsed(channel, day, landing)
        except InputError:
            if not _is_outdated(channel, day, given):
                raise
            _drop_parsed(channel, day, landing)
    raise DatabaseError(f"{channel.name} {day}: new files kept coming while loading.", remedy="Run it again.")


def _known(connection: sa.Connection, channel: Channel, day: dt.date, given: Given) -> DayLedger | None:
    """The account of a day that was built from just this, so that there is nothing to do; None for any other."""
    parameters = {"channel": channel.name, "day": day, "built_from": given.identity(channel, day)}
    row = connection.execute(statement("ingest/read_ledger"), parameters).mappings().one_or_none()
    return None if row is None else DayLedger(**row, changed=False)


def _drop_parsed(channel: Channel, day: dt.date, landing: Path) -> None:
    """Remove what we may have kept of files that became extracts while we read them: it holds what was forgotten."""
    with transaction("loader") as connection:
        given = read_given(connection, channel, day)
    for file in given.files:
        if file.extract_hash is not None:
            files.discard_parsed(landing, file.sha256)


def _is_outdated(channel: Channel, day: dt.date, given: Given) -> bool:
    """Whether a day is to be built from something else by now: files are replaced by extracts at any time."""
    with transaction("loader") as connection:
        return read_given(connection, channel, day) != given


def _build(channel: Channel, day: dt.date, given: Given, landing: Path) -> tuple[DayLedger, DayRows]:
    """Make the day's rows of the landed files, and the account of them."""
    counted, rejected = _read(channel, day, given, landing)
    tombstoned = counted.tombstoned + sum(file.forgotten for file in given.files)
    rows = day_rows(counted, channel.zone)
    ledger = DayLedger(
        channel=channel.name,
        day=day,
        records=len(rows.tweets) + counted.duplicate + rejected + tombstoned,
        loaded=len(rows.tweets),
        duplicate=counted.duplicate,
        rejected=rejected,
        tombstoned=tombstoned,
        files=len(given.files),
        accounts=len(rows.account_snapshots),
        hours_covered=rows.hours_covered,
        content_hash=rows.content_hash(),
        metrics_hash=rows.metrics_hash(),
        observed_at=rows.observed_at,
        changed=True,
    )
    return ledger, rows


def _read(channel: Channel, day: dt.date, given: Given, landing: Path) -> tuple[Counted, int]:
    """Take what the landed files gave: the day's tweets that count, and the number of records refused."""
    versions = Versions(given.tombstones)
    rejected = sum(_read_file(channel, file, day, landing, versions) for file in given.files)
    return versions.counted(), rejected


def _read_file(channel: Channel, file: LandedFile, day: dt.date, landing: Path, versions: Versions) -> int:
    """Add a file's tweets of the day; the number of its records that were refused."""
    if file.extract_hash is None:
        return _read_landed(channel, file, day, landing, versions)
    tweets = extract.read(file.path(channel, landing), file.name)
    versions.extend((each for each in tweets if local_day(each.created_at, channel.zone) == day), file.landed_at)
    return file.rejected


def _read_landed(channel: Channel, file: LandedFile, day: dt.date, landing: Path, versions: Versions) -> int:
    """The same for a file that nothing was forgotten of. Raises _Outdated when what was kept of it was damaged."""
    try:
        return read_parsed(file, day, channel.zone, landing, lambda tweets: versions.extend(tweets, file.landed_at))
    except DamagedError:
        files.discard_parsed(landing, file.sha256)
        raise _Outdated from None


def _check_landed(channel: Channel, given: Given, landing: Path) -> None:
    """Raise InputError when bytes of a landed file are gone or cut off: a day without them would lie."""
    for file in given.files:
        path = file.path(channel, landing)
        if not path.exists() or path.stat().st_size != file.size:
            raise InputError(
                f"The landing folder has lost {file.name} ({path}).",
                remedy="Restore the folder from its backup, or ingest that file again.",
            )


def _publish(connection: sa.Connection, channel: Channel, ledger: DayLedger, rows: DayRows, given: Given) -> DayLedger:
    """Stage what is new, then swap it in under the day's lock. Raises _Outdated when the day must be built again."""
    is_new = _differs(connection, ledger)
    suffix = swap.stage(connection, channel, ledger.day, rows) if is_new and ledger.loaded else None
    return swap.patiently(connection, lambda: _swap_in(connection, channel, ledger, given, suffix))


def _swap_in(
    connection: sa.Connection, channel: Channel, ledger: DayLedger, given: Given, suffix: str | None
) -> DayLedger:
    """Lock the day, compare, swap, write the ledger; write nothing where nothing differs."""
    swap.lock(connection, channel, ledger.day)
    if read_given(connection, channel, ledger.day) != given:
        raise _Outdated
    changed = _differs(connection, ledger)
    if changed and suffix is None and ledger.loaded:
        raise _Outdated
    if changed:
        swap.swap(connection, channel, ledger.day, suffix)
    elif suffix is not None:
        swap.drop(connection, suffix)
    row = asdict(ledger) | {"built_from": given.identity(channel, ledger.day)}
    connection.execute(statement("ingest/write_ledger"), row)
    return replace(ledger, changed=changed)


def _differs(connection: sa.Connection, ledger: DayLedger) -> bool:
    """Whether other rows than these are loaded, or none ever were."""
    parameters = {"channel": ledger.channel, "day": ledger.day}
    row = connection.execute(statement("ingest/read_hashes"), parameters).one_or_none()
    return row is None or tuple(row) != (ledger.content_hash, ledger.metrics_hash)
