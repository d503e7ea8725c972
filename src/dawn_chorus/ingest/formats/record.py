"""What every format works with: a raw record, and the tweet it becomes."""

import datetime as dt
import re
from typing import TypeVar

import msgspec

from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.tweet import Tweet

T = TypeVar("T")

# Half of an escaped surrogate pair: a high one without a low one behind it, or a low one without a high one before.
_LONE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


RETWEET_MARK = re.compile(r"RT @([A-Za-z0-9_]{1,20}): ", re.ASCII)  # how the platform begins a retweet's text


class RawRecord(msgspec.Struct, frozen=True):
    """One record as received, and what its surroundings say about it (for a page: its users and referenced tweets).

    The context of a row of a table is its cells by column.
    """

    raw: bytes
    context: object = None


UNCUT = "uncut"  # the context of a row of a table that could not be cut into cells


class ReceivedTweet(Tweet, frozen=True, gc=False, array_like=True):
    """A tweet and the keys of the accounts it mentions: ``mention_keys[i]`` belongs to ``mentions[i]``.

    An account's number is known here only, where the input names it; the tables keep it as an interaction.
    ``observed_at``: when its counters were seen, aware UTC, where the input says it.
    """

    mention_keys: tuple[str, ...] = ()
    observed_at: dt.datetime | None = None

    @property
    def root(self) -> int:
        """The id under which all versions of this tweet count once."""
        return self.edit_root_id or self.tweet_id


def decode(raw: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Decode one record. Raises Rejected with the reason that its bytes give."""
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise Rejected(Reason.WRONG_TYPE, str(error)) from None
    except UnicodeDecodeError as error:
        raise Rejected(Reason.BAD_UTF8, f"Byte {error.start} is not UTF-8.") from None
    except msgspec.DecodeError as error:
        raise _broken(raw, str(error)) from None
    except RecursionError:
        raise Rejected(Reason.BROKEN_JSON, "It is nested too deeply.") from None


def _broken(raw: bytes, said: str) -> Rejected:
    """The verdict on bytes that are not JSON."""
    if b"\0" in raw:
        return Rejected(Reason.NUL_IN_TEXT, "It holds a NUL byte.")
    if _LONE.search(raw):
        return Rejected(Reason.LONE_SURROGATE, "A text holds half of a surrogate pair.")
    return Rejected(Reason.BROKEN_JSON, f"{said}.")
