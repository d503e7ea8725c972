"""What reading a landed file gave, kept by local day, so that a record is parsed once: when it is landed.

A copy that anybody may remove: landing stays the truth, and what is missing, broken or by another version of what reads
is made again from it. It lies beside the landing folder in ``parsed/``, under the file's hash and then under what else
decides about its tweets and days. Written aside and renamed, so that a killed process leaves nothing that looks whole.

A file is blocks of tweets of one day, then the index of the blocks, then the size of the index.
"""

import datetime as dt
import hashlib
import os
import threading
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import msgspec

from dawn_chorus.ingest.examine import Examined, examine
from dawn_chorus.ingest.files import landed_path, parsed_folder, writable
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.given import LandedFile, midnights, reader_version
from dawn_chorus.ingest.reading import PLAIN, Reading
from dawn_chorus.window import local_day

HELD_TWEETS = 500  # before they are written: under a megabyte, which stays in the processor's cache
LEFTOVER_SECONDS = 86_400  # since it was written, after which nobody can be writing a file still
SIZE_BYTES = 8  # of the number at the end
NAME_DIGITS = 16


class DamagedError(Exception):
    """What is kept of a file is not what was written; some of its tweets may have been heard."""


class Block(msgspec.Struct, frozen=True, array_like=True):
    """Where some tweets of a day stand in the file, and their CRC-32."""

    day: dt.date
    start: int
    size: int
    checksum: int


class Parsed(msgspec.Struct, frozen=True, array_like=True):
    """What a landed file gave: its examination, and where the tweets stand. ``undated``: refused, without a time.

    ``midnights`` are those that bound each day, as the zone's rules had them then.
    """

    version: str
    format: str
    reading: Reading
    accepted: dict[dt.date, int]
    refused: dict[dt.date, int]
    undated: int
    midnights: dict[dt.date, tuple[float, float]]
    blocks: list[Block]

    def rejected(self, day: dt.date, landed: dt.date) -> int:
        """Refused records that are booked to ``day``, of a file that was landed on the day ``landed``."""
        refused: Counter[dt.date | None] = Counter(self.refused)
        refused[None] = self.undated
        return Examined(self.format, self.reading, Counter(self.accepted), refused).rejected(landed)[day]

    def holds_for(self, day: dt.date, zone: ZoneInfo) -> bool:
        """Whether the same code would read the file alike, and book the same tweets to ``day``."""
        around = (day + dt.timedelta(days=days) for days in (-1, 0, 1))
        return self.version == reader_version() and all(
            self.midnights[each] == midnights(each, zone) for each in around if each in self.midnights
        )


_TWEETS = msgspec.msgpack.Decoder(list[ReceivedTweet])
_PARSED = msgspec.msgpack.Decoder(Parsed)
_ENCODER = msgspec.msgpack.Encoder()


class Parsing:
    """A file that is being parsed: what was found so far lies in ``part``, until it is kept or dropped."""

    def __init__(self, path: Path, name: str, sha256: str, landing: Path, zone: ZoneInfo) -> None:
        self._path, self._name, self._zone = path, name, zone
        self._folder = parsed_folder(landing, sha256)
        self._part = self._folder / f"{os.getpid()}.{threading.get_ident()}.part"

    def examine(self, readings: Sequence[Reading] = (PLAIN,)) -> Examined:
        """Read the file. Raises InputError, also where there is no room for what it gives."""
        with writable(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._part.open("wb") as file:
                held = _Held(file)
                self._examined = examine(self._path, self._name, self._zone, held.add, readings)
                held.finish(self._examined, self._zone)
                os.fsync(file.fileno())
        return self._examined

    def keep(self) -> None:
        """Give what was found its name; what a killed process left unfinished long ago is removed."""
        with writable(self._folder):
            self._part.rename(self._folder / _name(self._examined.reading, self._zone))
            for leftover in self._folder.glob("*.part"):
                with suppress(FileNotFoundError):
                    if leftover.stat().st_mtime < time.time() - LEFTOVER_SECONDS:
                        leftover.unlink()

    def drop(self) -> None:
        """Remove what was not kept."""
        self._part.unlink(missing_ok=True)


class _Held:
    """Tweets on their way into a file, by day."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._days: defaultdict[dt.date, list[ReceivedTweet]] = defaultdict(list)
        self._number = 0
        self._blocks: list[Block] = []

    def add(self, tweet: ReceivedTweet, day: dt.date) -> None:
        """Take a tweet of a local day."""
        self._days[day].append(tweet)
        self._number += 1
        if self._number == HELD_TWEETS:
            self._write()

    def finish(self, examined: Examined, zone: ZoneInfo) -> None:
        """Write what is left, and the index."""
        self._write()
        index = Parsed(
            version=reader_version(),
            format=examined.format,
            reading=examined.reading,
            accepted=dict(examined.accepted),
            refused={day: number for day, number in examined.refused.items() if day is not None},
            undated=examined.refused[None],
            midnights={day: midnights(day, zone) for day in examined.accepted},
            blocks=self._blocks,
        )
        encoded = _ENCODER.encode(index)
        self._file.write(encoded + len(encoded).to_bytes(SIZE_BYTES, "big"))
        self._file.flush()

    def _write(self) -> None:
        """Write a block for each day."""
        for day, tweets in self._days.items():
            encoded = _ENCODER.encode(tweets)
            self._blocks.append(Block(day, self._file.tell(), len(encoded), zlib.crc32(encoded)))
            self._file.write(encoded)
        self._days.clear()
        self._number = 0


def read_parsed(
    file: LandedFile, day: dt.date, zone: ZoneInfo, landing: Path, on_tweets: Callable[[list[ReceivedTweet]], None]
) -> int:
    """The number of refused records of a landed file that are booked to ``day``; ``on_tweets`` hears its tweets.

    Parses the file anew where what is kept does not hold. Raises InputError, DamagedError.
    """
    path = parsed_folder(landing, file.sha256) / _name(file.reading, zone)
    if not _holds(path, day, zone):
        parsing = Parsing(landed_path(landing, file.sha256), file.name, file.sha256, landing, zone)
        try:
            parsing.examine((file.reading,))
            parsing.keep()
        finally:
            parsing.drop()
    with path.open("rb") as kept:
        parsed = _index(kept)
        for block in parsed.blocks:
            if block.day == day:
                on_tweets(_tweets(kept, block))
    return parsed.rejected(day, local_day(file.landed_at, zone))


def _tweets(kept: BinaryIO, block: Block) -> list[ReceivedTweet]:
    """The tweets of a block. Raises DamagedError."""
    kept.seek(block.start)
    encoded = kept.read(block.size)
    if zlib.crc32(encoded) != block.checksum:
        raise DamagedError
    return _TWEETS.decode(encoded)


def _holds(path: Path, day: dt.date, zone: ZoneInfo) -> bool:
    """Whether a file is there, whole, and what parsing would give now."""
    try:
        with path.open("rb") as kept:
            return _index(kept).holds_for(day, zone)
    except (OSError, ValueError):
        return False


def _index(kept: BinaryIO) -> Parsed:
    """The index of a file. Raises OSError or ValueError for one that is not whole."""
    end = kept.seek(-SIZE_BYTES, os.SEEK_END)
    size = int.from_bytes(kept.read(SIZE_BYTES), "big")
    kept.seek(end - size)
    return _PARSED.decode(kept.read(size))


def _name(reading: Reading, zone: ZoneInfo) -> str:
    """What else than its bytes decides about a file's tweets and their days."""
    return hashlib.sha256(msgspec.json.encode((reading, zone.key))).hexdigest()[:NAME_DIGITS]
