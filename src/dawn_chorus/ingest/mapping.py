"""Mappings: one small YAML file says which column of a table, or field of a JSON object, is which part of a tweet."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from dawn_chorus.errors import ChannelError
from dawn_chorus.settings import settings
from dawn_chorus.yaml_file import read_mapping


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Theirs by our names: a column of a table, or a field of an object, deeper ones with dots (``user.name``)."""

    tweet_id: str
    text: str
    created_at: str | None = None
    author_handle: str | None = None
    author_id: str | None = None
    author_name: str | None = None
    author_description: str | None = None
    author_followers: str | None = None
    lang: str | None = None
    conversation_id: str | None = None
    is_retweet: str | None = None
    is_quote: str | None = None
    retweet_of: str | None = None
    quote_of: str | None = None
    reply_to: str | None = None
    like_count: str | None = None
    retweet_count: str | None = None
    reply_count: str | None = None
    quote_count: str | None = None
    view_count: str | None = None
    observed_at: str | None = None

    def named(self) -> Iterator[str]:
        """The columns that are named."""
        return (column for column in msgspec.structs.astuple(self) if column is not None)


class ColumnMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a table is read.

    ``author``: the handle of whoever wrote rows that name nobody. ``time_zone``: where times without a zone are of.
    ``time_format``: of times that are not ISO 8601, as ``strptime`` has it. ``separator``: between cells of text.
    """

    columns: Columns
    author: str | None = None
    time_zone: str | None = None
    time_format: str | None = None
    separator: str = ","

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone of times that have none."""
        return ZoneInfo(self.time_zone) if self.time_zone else None


def mappings_folder() -> Path:
    """The folder of the mapping files."""
    return settings().include / "mappings"


def load_mapping(name: str) -> ColumnMapping:
    """The mapping called ``name``. Raises ChannelError that names the file, the fault and the remedy."""
    path = mappings_folder() / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(each.stem for each in path.parent.glob("*.yaml"))) or "none yet"
        raise ChannelError(f"There is no mapping {name!r}.", remedy=f"Known mappings: {known}. A new one is {path}.")
    try:
        mapping = msgspec.convert(read_mapping(path, ChannelError), ColumnMapping)
    except msgspec.ValidationError as error:
        raise ChannelError(f"{path}: {error}.", remedy="include/mappings/README.md says what may stand here.") from None
    if mapping.time_zone is not None and mapping.time_zone not in available_timezones():
        raise ChannelError(f"{path}: time_zone: no such time zone.", remedy="Write it like Asia/Shanghai.")
    if len(mapping.separator) != 1:
        raise ChannelError(f"{path}: separator: is not one character.", remedy=r'Write "," or ";" or "\t".')
    return mapping
