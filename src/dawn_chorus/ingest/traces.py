"""Traces of tweets in bytes of any format: their ids as numbers, and the longest plain piece of their texts.

A search that finds too much costs a file its raw bytes; one that finds too little keeps what was forgotten. So every
number of the file is compared, whatever it stands for, and spellings of JSON are seen through.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from dawn_chorus.ingest.documents import opened
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.parquet import MAGIC

PIECE_BYTES = 1 << 20
LONGEST_BYTES = 4096  # of what is looked for: pieces of a file overlap by as much
FEW_IDS = 64  # to look for so many one by one is faster than to look at every number
LEAST_BYTES = 24  # a shorter piece of text occurs in other tweets by chance

_NUMBER = re.compile(rb"[0-9]+")
_ESCAPED_DIGIT = re.compile(rb"\\u003([0-9])")
_PLAIN = re.compile(r"[\w ]+")  # what no format writes in another way, but for escapes of JSON


@dataclass(frozen=True)
class Traces:
    """What tells that some tweets are in a file. ``ids``: as decimal digits. ``texts``: pieces of text as bytes."""

    ids: frozenset[bytes]
    texts: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, tweet_ids: Collection[int], texts: Iterable[str] = ()) -> "Traces":
        """The traces of tweets with these ids and, as far as they are known, texts."""
        pieces = filter(None, map(_plainest, texts))
        spellings = {spelling for piece in pieces for spelling in _spellings(piece)}
        return cls(frozenset(str(each).encode() for each in tweet_ids), tuple(sorted(spellings)))

    def are_in(self, content: bytes) -> bool:
        """Whether ``content`` holds any of them."""
        if b"\\u003" in content:
            content = _ESCAPED_DIGIT.sub(rb"\1", content)
        may = len(self.ids) > FEW_IDS or any(each in content for each in self.ids)
        has_id = may and not self.ids.isdisjoint(_NUMBER.findall(content))
        return has_id or any(text in content for text in self.texts)

    def are_in_file(self, path: Path, name: str) -> bool | None:
        """Whether a file, packed or not, holds any of them; None for Parquet, which must be read. Raises InputError.

        Read piece by piece: no more is held than a piece.
        """
        with opened(path, name) as file:
            content = file.read(PIECE_BYTES)
            if content.startswith(MAGIC):
                return None
            while content:
                if self.are_in(content):
                    return True
                piece = file.read(PIECE_BYTES)
                content = content[-LONGEST_BYTES:] + piece if piece else b""
        return False

    def are_in_tweet(self, tweet: ReceivedTweet) -> bool:
        """Whether a record holds any of them."""
        return self.are_in(msgspec.json.encode(tweet))


def is_of(tweet: ReceivedTweet, forgotten: Collection[int]) -> bool:
    """Whether a record goes with forgotten tweets: one of them, another version, or a retweet, which has their text."""
    if tweet.tweet_id in forgotten or tweet.root in forgotten:
        return True
    return tweet.kind == "retweet" and tweet.ref_tweet_id in forgotten


def _plainest(text: str) -> str:
    """The longest piece of a text that every format writes alike."""
    return max((piece.strip() for piece in _PLAIN.findall(text)), key=len, default="")[: LONGEST_BYTES // 8]


def _spellings(piece: str) -> list[bytes]:
    """A piece of text in UTF-8 and as JSON escapes it; none of one that is too short to tell anything."""
    plain = piece.encode()
    if len(plain) < LEAST_BYTES:
        return []
    units = piece.encode("utf-16-be")
    escaped = [
        chr(unit) if unit < 128 else rf"\u{unit:04x}"
        for unit in (int.from_bytes(units[place : place + 2], "big") for place in range(0, len(units), 2))
    ]
    lower = "".join(escaped)
    upper = "".join(each if len(each) == 1 else rf"\u{each[2:].upper()}" for each in escaped)
    return [plain, lower.encode(), upper.encode()]
