"""What must be known beside a file's bytes to read it; kept with the landed file, which so reads alike for ever."""

from collections.abc import Sequence

import msgspec

from dawn_chorus.channel import Channel
from dawn_chorus.ingest.archive import Note, Owner, notes_beside, owner_beside
from dawn_chorus.ingest.found import DATA, FoundFile
from dawn_chorus.ingest.mapping import ColumnMapping, load_mapping


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """The mapping of a table, or the owner and the long texts of an account's archive; most files need neither."""

    mapping: ColumnMapping | None = None
    owner: Owner | None = None
    notes: tuple[Note, ...] = ()

    def to_text(self) -> str | None:
        """As the index of landed files keeps it."""
        return None if self == PLAIN else msgspec.json.encode(self).decode()


PLAIN = Reading()


def from_text(text: str | None) -> Reading:
    """The reading that a landed file was kept with."""
    return PLAIN if text is None else msgspec.json.decode(text, type=Reading)


def readings_of(file: FoundFile, channel: Channel) -> tuple[Reading, ...]:
    """The readings that may fit a file, first to last. Raises ChannelError for a mapping that cannot be read.

    A source with a mapping is read through it; a file that was given by hand by its own format, or else through a
    mapping of the channel.
    """
    plain = Reading(owner=owner_beside(file.path), notes=notes_beside(file.path))
    by_source = {source.name: source.mapping for source in channel.sources if source.mapping}
    if file.source == DATA:
        return plain, *_mapped(sorted(set(by_source.values())))
    return _mapped([by_source[file.source]]) if file.source in by_source else (plain,)


def _mapped(names: Sequence[str]) -> tuple[Reading, ...]:
    return tuple(Reading(mapping=load_mapping(name)) for name in names)
