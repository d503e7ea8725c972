"""A file as the JSON documents in it: one a line, the elements of a list, or one over many lines; gzip or not."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.splitting import elements

GZIP_MAGIC = b"\x1f\x8b"
UTF8_MARK = b"\xef\xbb\xbf"  # a byte order mark that some editors put in front


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

    A list is read whole; lines are read one by one.
    """
    first = _first_line(file)
    if first.lstrip().startswith(b"["):
        yield from elements(first + file.read())
    elif _is_open(first.strip()):
        whole = first + file.read()
        is_one = first.strip() == b"{" or _is_json(whole)
        yield from [whole] if is_one else _lines(whole.split(b"\n"))
    elif first:
        yield first.strip()
        yield from _lines(file)


def _first_line(file: BinaryIO) -> bytes:
    """The first line that is not blank, without a byte order mark; empty at the end of the file."""
    line = file.readline().removeprefix(UTF8_MARK)
    while line and not line.strip():
        line = file.readline()
    return line


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
