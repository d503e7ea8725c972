"""Rows into Postgres by COPY, the only bulk path that keeps up; its text format is written here."""

import datetime as dt
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from types import NoneType
from typing import Any

import psycopg2
import sqlalchemy as sa
from psycopg2 import sql

from dawn_chorus.database.trouble import said, shortage
from dawn_chorus.errors import DatabaseError

CHUNK_ROWS = 500  # rows encoded at once: about half a megabyte


def copy_rows(connection: sa.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Copy rows into ``facts.<table>``, values in the order of its columns.

    Values are None, bool, int, text, dates, aware datetimes or tuples of text. Raises DatabaseError when Postgres goes
    away or has no room. What ends the rows, an interruption above all, is raised as itself.
    """
    cursor = connection.connection.cursor()
    command = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier("facts", table))
    stream = _Stream(rows)
    try:
        cursor.copy_expert(command, stream)
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

    def __init__(self, rows: Iterable[tuple[object, ...]]) -> None:
        self.raised: list[BaseException] = []
        pieces = _pieces(_chunks(rows), self.raised)
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


def _chunks(rows: Iterable[tuple[object, ...]]) -> Iterator[bytes]:
    lines: list[str] = []
    for row in rows:
        lines.append("\t".join(map(encode, row)))
        if len(lines) == CHUNK_ROWS:
            yield ("\n".join(lines) + "\n").encode()
            lines = []
    if lines:
        yield ("\n".join(lines) + "\n").encode()


def encode(value: object) -> str:
    r"""One value in COPY's text format; ``\N`` is NULL."""
    return _ENCODERS[type(value)](value)


def _array(items: tuple[str, ...]) -> str:
    """An array of text: quoted for itself, then escaped as any value."""
    if not items:
        return "{}"
    quoted = (item.replace("\\", r"\\").replace('"', r"\"") for item in items)
    return _escaped("{" + ",".join(f'"{item}"' for item in quoted) + "}")


def _escaped(text: str) -> str:
    """What COPY would take for its own signs; to replace what hardly ever occurs is faster than to translate all."""
    return text.replace("\\", r"\\").replace("\n", r"\n").replace("\r", r"\r").replace("\t", r"\t")


_ENCODERS: Mapping[type, Callable[[Any], str]] = {
    str: _escaped,
    NoneType: lambda _: r"\N",
    bool: str,
    int: str,
    tuple: _array,
    dt.date: dt.date.isoformat,
    dt.datetime: dt.datetime.isoformat,
}
