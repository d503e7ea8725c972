"""Reading a file record by record: what is accepted, what is refused and why, and which day each record is booked to.

Landing and loading read through the same function, so that the ledger of a day and the index of a file cannot differ.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from dawn_chorus.ingest.documents import opened
from dawn_chorus.ingest.formats.record import RawRecord, ReceivedTweet
from dawn_chorus.ingest.reading import PLAIN, Reading
from dawn_chorus.ingest.recognise import recognise
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.window import LocalDays, local_day

EMPTY = "empty"  # the format of a file without a single document
MAX_RAW = 64 * 1024  # bytes of a refused record that are kept


@dataclass(frozen=True)
class Refused:
    """A refused record. ``record_no`` counts from 1 in its file; ``day`` is None where its time cannot be read."""

    record_no: int
    reason: Reason
    detail: str
    raw: bytes
    day: dt.date | None


OnTweet = Callable[[ReceivedTweet, dt.date], None]
OnRefused = Callable[[Refused], None]


@dataclass
class Examined:
    """What a file holds: records by local day, accepted and refused; a refused one whose time cannot be read has none.

    Numbers only, so that memory does not grow with the file.
    """

    format: str = EMPTY
    reading: Reading = PLAIN
    accepted: Counter[dt.date] = field(default_factory=Counter)
    refused: Counter[dt.date | None] = field(default_factory=Counter)

    def fallback_day(self, landed: dt.date) -> dt.date:
        """The day of records whose time cannot be read: the file's most frequent, else the day it was landed."""
        return min(self.accepted, key=lambda day: (-self.accepted[day], day), default=landed)

    def rejected(self, landed: dt.date) -> Counter[dt.date]:
        """Refused records by the day they are booked to."""
        fallback = self.fallback_day(landed)
        booked: Counter[dt.date] = Counter()
        for day, number in self.refused.items():
            booked[day or fallback] += number
        return booked


def _ignore(*_: object) -> None:
    """Do nothing with a record."""


def examine(
    path: Path,
    name: str,
    zone: ZoneInfo,
    on_tweet: OnTweet = _ignore,
    readings: Sequence[Reading] = (PLAIN,),
    on_refused: OnRefused = _ignore,
) -> Examined:
    """Read the file ``path``, called ``name`` in messages.

    ``on_tweet`` hears each accepted tweet and its local day, ``on_refused`` each refused record.

    The first of ``readings`` that fits counts. Raises InputError when the file cannot be read or has no known format.
    """
    examined, days = Examined(), LocalDays(zone)
    with opened(path, name) as file:
        recognised = recognise(file, name, readings)
        if recognised is None:
            return examined
        kind = recognised.format
        examined.format, examined.reading = kind.NAME, recognised.reading
        for record_no, record in enumerate(recognised.records, 1):
            if isinstance(record, RawRecord):
                try:
                    tweet = kind.parse(record)
                except Rejected as refusal:
                    refused = _refused(record_no, record.raw, refusal, zone)
                    examined.refused[refused.day] += 1
                    on_refused(refused)
                    continue
            else:
                tweet = record
            day = days.of(tweet.created_at)
            examined.accepted[day] += 1
            on_tweet(tweet, day)
    return examined


def _refused(record_no: int, raw: bytes, refusal: Rejected, zone: ZoneInfo) -> Refused:
    """The quarantine's view of a refusal."""
    day = local_day(refusal.created_at, zone) if refusal.created_at else None
    detail = refusal.detail.encode("utf-8", "backslashreplace").decode().replace("\0", r"\0")
    return Refused(record_no, refusal.reason, detail, raw[:MAX_RAW], day)
