"""Which format a file has: told by its content, never by its name."""

from collections.abc import Sequence

import msgspec

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.formats import FORMATS, Format
from dawn_chorus.ingest.splitting import members

SHOWN_KEYS = 8  # of an object nobody knows; more would not fit a line
SHOWN_BYTES = 40


def detect(sample: Sequence[bytes], name: str) -> Format:
    """The format that the first known document of ``sample`` has; broken ones between are no reason to give up.

    Raises InputError that names the file, what was found in it, and the formats there are.
    """
    for document in sample:
        object_members = members(document)
        for known in FORMATS:
            if object_members and known.matches(object_members):
                return known
    formats = "; ".join(f"{each.NAME}: {each.LOOKS_LIKE}" for each in FORMATS)
    raise InputError(f"{name}: no known format: {_found(sample)}.", remedy=f"Known formats: {formats}.")


def _found(sample: Sequence[bytes]) -> str:
    """What a file holds, in a few words."""
    for document in sample:
        try:
            value = msgspec.json.decode(document)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        if isinstance(value, dict):
            keys = ", ".join(sorted(value)[:SHOWN_KEYS]) or "no keys"
            return f"found JSON objects with {keys}"
        return f"found JSON, but no objects ({type(value).__name__})"
    return f"found no JSON, but {sample[0][:SHOWN_BYTES]!r}"
