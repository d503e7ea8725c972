"""Input formats: one file each, with the same verbs; a new format is a new file and a place in ``FORMATS``."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from dawn_chorus.ingest.formats import author_feed, timeline, x_api_v1, x_api_v2, x_api_v2_flat, x_web
from dawn_chorus.ingest.formats.account_archive import AccountArchive
from dawn_chorus.ingest.formats.mapped import Mapped
from dawn_chorus.ingest.formats.record import RawRecord, ReceivedTweet
from dawn_chorus.ingest.reading import PLAIN, Reading


class Format(Protocol):
    """What the module of a format offers, or an object where a format must be told something beside a file's bytes."""

    NAME: str

    def matches(self, sample: Mapping[str, bytes]) -> bool:
        """Whether a document with these members (undecoded, by name) is in this format."""

    def records(self, document: bytes) -> Iterable[RawRecord | ReceivedTweet]:
        """The records of a document, in order: tweets, or what is parsed by itself later."""

    def parse(self, record: RawRecord) -> ReceivedTweet:
        """The tweet of a record. Raises Rejected."""


FORMATS: tuple[Format, ...] = (x_api_v2, x_api_v2_flat, x_api_v1, x_web, timeline, author_feed)


def formats_for(reading: Reading = PLAIN) -> tuple[Format, ...]:
    """The formats that a file may have: what a mapping describes, or any of those that we know."""
    if reading.mapping is not None:
        return (Mapped(reading.mapping),)
    return *FORMATS, AccountArchive(reading.owner, reading.notes)
