"""Which format a file has: told by its content, never by its name."""

from collections.abc import Sequence

import msgspec

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.formats import Format
from dawn_chorus.ingest.splitting import members

SHOWN_KEYS = 8  # of an object nobody knows; more would not fit a line
SHOWN_BYTES = 40


def detect(sample: Sequence[bytes], formats: Sequence[Format]) -> Format | None:
    """The one of ``formats`` that the first known document of a sample has; broken ones are no reason to give up."""
    for document in sample:
        object_members = members(document)
        for known in formats:
            if object_members and known.matches(object_members):
                return known
    return None


def unknown(name: str, found: str, formats: Sequence[Format]) -> InputError:
    """The error of a file that is in none of ``formats``: names it, what was found in it, and the formats."""
    known = ", ".join(each.NAME for each in formats)
    remedy = f"It may be {known}; docs/formats.md shows how each looks."
    return InputError(f"{name}: no known format: found {found}.", remedy=remedy)


def describe(sample: Sequence[bytes]) -> str:
    """What a file of documents holds, in a few words."""
    for document in sample:
        try:
            value = msgspec.json.decode(document)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        if isinstance(value, dict):
            return f"JSON objects with {few(sorted(value)) or 'no keys'}"
        return f"JSON, but no objects ({type(value).__name__})"
    return f"no JSON, but {sample[0][:SHOWN_BYTES]!r}"


def few(names: Sequence[str]) -> str:
    """Some names in one line."""
    return ", ".join(names[:SHOWN_KEYS])
