"""Extracts: what is left of a landed file of which a tweet was forgotten, one accepted tweet a line.

No input format: it says what records were parsed to be, so it is read only where the index of landing says that a file
is one, and never taken from a source. Fields of ``ReceivedTweet`` may be added but never renamed: an extract cannot be
made again.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.formats.record import ReceivedTweet

_TWEET = msgspec.json.Decoder(ReceivedTweet)


def line(tweet: ReceivedTweet) -> bytes:
    """The line of a tweet; ``read`` gives back an equal one."""
    return msgspec.json.encode(tweet) + b"\n"


def read(path: Path, name: str) -> Iterator[ReceivedTweet]:
    """The tweets of an extract, called ``name`` in messages. Raises InputError."""
    try:
        with path.open("rb") as file:
            yield from map(_TWEET.decode, file)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"The extract of {name} cannot be read: {error}.", remedy="Restore the landing folder from its backup."
        ) from None
