"""Input formats: one file each, with the same verbs; a new format is a new file and a place in ``FORMATS``."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from dawn_chorus.ingest.formats import timeline, x_api_v2, x_api_v2_flat
from dawn_chorus.ingest.formats.record import RawRecord, ReceivedTweet


class Format(Protocol):
    """What the module of a format offers."""

    NAME: str
    LOOKS_LIKE: str

    def matches(self, sample: Mapping[str, bytes]) -> bool:
        """Whether a document with these members (undecoded, by name) is in this format."""

    def records(self, document: bytes) -> Iterator[RawRecord]:
        """The records of a document, in order; each is judged by itself later."""

    def parse(self, record: RawRecord) -> ReceivedTweet:
        """The tweet of a record. Raises Rejected."""


FORMATS: tuple[Format, ...] = (x_api_v2, x_api_v2_flat, timeline)
