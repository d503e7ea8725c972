"""A file as the JSON documents in it: one a line, the elements of a list, or one over many lines; gzip or not."""

import gzip
import itertools
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.archive import ASSIGNMENT
from dawn_chorus.ingest.splitting import elements, streamed_elements

GZIP_MAGIC = b"\x1f\x8b"
UTF8_MARK = b"\xef\xbb\xbf"  # a byte order mark that some editors put in front
WHOLE_BYTES = 8 << 20  # of a list that is read at once: far more than a day of tweets
PIECE_BYTES = 1 << 20


@contextmanager
def opened(path: Path, name: str) -> Iterator[BinaryIO]:
    """The plain bytes of a file, unpacked by magic bytes. Raises InputError, also for faults found while reading."""
    try:
        with path.open("rb") as file:
            is_packed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
            file.seek(0)
            if is_packed:
                with gzip.open(file) as unpacked:
                    yield unpacked  # type: ignore[misc]
            else:
                yield file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{name}: broken gzip: {error}.", remedy="Get the file again; nothing was read.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{name}: cannot be read: {reason}.", remedy="Mend its path or permissions.") from None


def documents(file: BinaryIO) -> Iterator[bytes]:
    """Every JSON document of a file, blank lines left out; lines end at LF only, since texts hold other line ends.

    Lines are read one by one, a long list piece by piece; only a document over many lines is read whole.
    """
    first = first_line(file)
    if first.lstrip().startswith(b"["):
        yield from _elements(first, file)
    elif first.strip() == b"{":
        yield first + file.read()
    elif _is_open(first.strip()):
        yield from _one_or_lines(first + file.read(WHOLE_BYTES) + file.readline(), file)
    elif first:
        yield first.strip()
        yield from _lines(file)


def _elements(first: bytes, file: BinaryIO) -> Iterable[bytes]:
    """The elements of a list: a short one is cut at once, a long one piece by piece, thirty times slower."""
    whole = first + file.read(max(0, WHOLE_BYTES - len(first)))
    piece = file.read(PIECE_BYTES)
    if not piece:
        return elements(whole)
    return streamed_elements(itertools.chain([whole, piece], iter(lambda: file.read(PIECE_BYTES), b"")))


def _one_or_lines(head: bytes, file: BinaryIO) -> Iterator[bytes]:
    """One document over many lines, or else lines of which the first was cut off."""
    if _is_json(head):
        yield head
    else:
        yield from _lines(head.split(b"\n"))
    yield from _lines(file)


def first_line(file: BinaryIO) -> bytes:
    """The first line that is not blank, without a byte order mark; empty at the end of the file.

    Of a long list that is all one line it is only the beginning. Of an account's archive, whose files are scripts, only
    the list counts that they assign.
    """
    line = file.readline(WHOLE_BYTES).removeprefix(UTF8_MARK)
    while line and not (rest := ASSIGNMENT.sub(b"", line, count=1)).strip():
        line = file.readline(WHOLE_BYTES)
    if not line or rest.lstrip().startswith(b"["):
        return rest if line else b""
    return rest if rest.endswith(b"\n") else rest + file.readline()


def _lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines that are not blank."""
    return filter(None, map(bytes.strip, lines))


def _is_open(line: bytes) -> bool:
    """Whether a first line may begin a document that goes on over the next lines."""
    return line.startswith(b"{") and not line.endswith(b"}")


def _is_json(document: bytes) -> bool:
    try:
        msgspec.json.decode(document, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True
