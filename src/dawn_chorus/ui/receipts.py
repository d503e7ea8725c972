"""What was received: the ledger of a month, and the records that were refused."""

import re
from dataclasses import dataclass

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest.rejection import MEANING, Reason
from dawn_chorus.ui.reading import Row, Rows, rows
from dawn_chorus.window import Window

MOST_RECORDS = 50  # rows
COUNTS = ("records", "loaded", "duplicate", "rejected", "tombstoned")
_RECORD = re.compile(r"([0-9a-f]{12,64}):([1-9][0-9]{0,8})")


@dataclass(frozen=True)
class Refused:
    """The refused records of a span: counts by reason and source, and the first of them one by one."""

    groups: Rows
    records: Rows


@dataclass(frozen=True)
class Record:
    """One refused record: a row of ``ingest/show_quarantined``, what its reason means, and its bytes as lines."""

    row: Row
    meaning: str
    lines: tuple[str, ...]


def read_ledger(connection: sa.Connection, channel: Channel, span: Window) -> Rows:
    """The account of each loaded day of a span, newest first."""
    return rows(connection, "show_ledger", **_own(channel, span))


def totals(ledger: Rows) -> dict[str, int]:
    """The sums of a ledger's counts."""
    return {name: sum(getattr(row, name) for row in ledger) for name in COUNTS}


def read_refused(connection: sa.Connection, channel: Channel, span: Window) -> Refused:
    """What was refused in a span."""
    own = _own(channel, span)
    every = {"reason": None, "source": None, "most": MOST_RECORDS}
    return Refused(rows(connection, "show_refusals", **own), rows(connection, "ingest/show_refused", **own, **every))


def read_record(connection: sa.Connection, channel: Channel, record: str) -> Record:
    """One refused record, named as the list names it. Raises ChorusError where there is none."""
    match = _RECORD.fullmatch(record)
    own = {"channel": channel.name, "sha256": match[1], "record_no": int(match[2])} if match else {}
    found = rows(connection, "ingest/show_quarantined", **own) if match else []
    if not found:
        raise ChorusError(
            f"There is no record {record} in the quarantine of {channel.name}.",
            remedy="It may have been mended since; choose one from the list of a day.",
        )
    row = found[0]
    raw = "" if row.raw is None else bytes(row.raw).decode("utf-8", "backslashreplace")
    return Record(row, meaning_of(row.reason), tuple(raw.splitlines()))


def meaning_of(reason: str) -> str:
    """What a reason means; nothing for one that an older version gave."""
    return MEANING.get(Reason(reason), "") if reason in set(Reason) else ""


def _own(channel: Channel, span: Window) -> dict[str, object]:
    return {"channel": channel.name, "first_day": span.first_day, "last_day": span.last_day}
