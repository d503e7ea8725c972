"""Rows into Postgres by COPY, the only bulk path that keeps up.

Rows are written as JSON arrays, a line each, which costs nothing, and these lines turned into COPY's CSV by a few
replacements: texts stay as they are quoted, and only what JSON writes as a letter behind a backslash (a line's end, a
tab) becomes itself again.
"""

import itertools
import re
from collections.abc import Generator, Iterable, Iterator, Sequence

import msgspec
import psycopg2
import sqlalchemy as sa
from psycopg2 import sql

from dawn_chorus.database.trouble import said, shortage
from dawn_chorus.errors import DatabaseError

Row = tuple[object, ...]

CHUNK_ROWS = 500  # rows encoded at once: about half a megabyte
READ_BYTES = 1 << 16  # that the driver takes at once
_COPY = sql.SQL("COPY {} FROM STDIN (FORMAT csv, QUOTE '\"', ESCAPE E'\\\\', NULL 'null')")
_ENCODER = msgspec.json.Encoder()
_ESCAPED = re.compile(rb"\\(?:[\\bfnrt]|u00..)")
_MEANT = {msgspec.json.encode(chr(code))[1:-1]: bytes([code]) for code in range(1, 32)}


def copy_rows(connection: sa.Connection, table: str, rows: Iterable[Row], before: Row = ()) -> None:
    """Copy rows into ``facts.<table>``, the values ``before`` and then those of a row in the order of its columns.

    Values are None, bool, int, text, dates, aware datetimes or, in the same places of all rows, tuples of text. Raises
    DatabaseError when Postgres goes away or has no room. What ends the rows, an interruption above all, is raised as
    itself.
    """
    cursor = connection.connection.cursor()
    command = _COPY.format(sql.Identifier("facts", table))
    stream = _Stream(rows, before)
    try:
        cursor.copy_expert(command, stream, READ_BYTES)
    except (psycopg2.OperationalError, psycopg2.InterfaceError, psycopg2.InternalError) as error:
        if stream.raised:
            raise stream.raised[0] from None
        if connection.connection.closed:
            connection.invalidate(error)
        stopped = DatabaseError(f"Loading stopped: {said(error)}", remedy="Run it again; nothing was changed.")
        raise (shortage(error) or stopped) from error


class _Stream:
    """What psycopg2 reads from: encodes rows as they are asked for, so that memory stays small.

    ``read`` gives at most so many bytes, none at the end. What is raised inside it is kept in ``raised``, for psycopg2
    makes another error of it. ``read`` is a generator's method because a signal's handler may raise before the first
    line of a function, where no ``try`` of that function catches it; a generator goes on inside its ``try``.
    """

    def __init__(self, rows: Iterable[Row], before: Row = ()) -> None:
        self.raised: list[BaseException] = []
        pieces = _pieces(_chunks(rows, before), self.raised)
        next(pieces)
        self.read = pieces.send


def _pieces(chunks: Iterator[bytes], raised: list[BaseException]) -> Generator[bytes, int, None]:
    """The bytes of ``chunks``, in pieces of the size that is sent each time; the first one, without a size, is none."""
    piece, left = b"", memoryview(b"")
    try:
        while True:
            size = yield piece
            left = left or memoryview(next(chunks, b""))
            piece, left = bytes(left[:size]), left[size:]
    except BaseException as error:
        raised.append(error)
        raise


def _chunks(rows: Iterable[Row], before: Row) -> Iterator[bytes]:
    rows = iter(rows)
    while chunk := list(itertools.islice(rows, CHUNK_ROWS)):
        yield encode(chunk, before)


def encode(rows: Sequence[Row], before: Row = ()) -> bytes:
    """Rows, at least one, as lines of COPY's CSV."""
    lines = _ENCODER.encode_lines(_with_arrays(rows))
    start = _ENCODER.encode(before)[1:-1] + b"," if before else b""
    csv = start + lines[1:-2].replace(b"]\n[", b"\n" + start) + b"\n"
    return _ESCAPED.sub(_itself, csv)


def _itself(escape: re.Match[bytes]) -> bytes:
    """What JSON writes as an escape; COPY knows a backslash before a backslash, or a quotation mark, and no other."""
    return _MEANT.get(escape[0], escape[0])


def _with_arrays(rows: Sequence[Row]) -> Iterable[Row | list[object]]:
    """The rows, their tuples written as Postgres writes arrays."""
    places = [place for place, value in enumerate(rows[0]) if isinstance(value, tuple)]
    return [_with_array(row, places) for row in rows] if places else rows


def _with_array(row: Row, places: Sequence[int]) -> list[object]:
    values = list(row)
    for place in places:
        items: tuple[str, ...] = row[place]  # type: ignore[assignment]
        values[place] = _array(items) if items else "{}"
    return values


def _array(items: Iterable[str]) -> str:
    """Texts as an array."""
    quoted = [item.replace("\\", r"\\").replace('"', r"\"") for item in items]
    return '{"' + '","'.join(quoted) + '"}'
