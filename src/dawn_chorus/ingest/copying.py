"""Rows into Postgres by COPY, the only bulk path that keeps up; its text format is written here."""

import datetime as dt
from collections.abc import Iterable, Iterator

import psycopg2
import sqlalchemy as sa
from psycopg2 import sql

from dawn_chorus.errors import DatabaseError

CHUNK_ROWS = 500  # rows encoded at once: about half a megabyte
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
_IN_ARRAY = str.maketrans({"\\": r"\\", '"': r"\""})


def copy_rows(connection: sa.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Copy rows into ``facts.<table>``, values in the order of its columns.

    Values are None, bool, int, text, dates, aware datetimes or tuples of text. Raises DatabaseError when Postgres goes
    away or has no room.
    """
    cursor = connection.connection.cursor()
    command = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier("facts", table))
    try:
        cursor.copy_expert(command, _Stream(rows))
    except (psycopg2.OperationalError, psycopg2.InterfaceError, psycopg2.InternalError) as error:
        if connection.connection.closed:
            connection.invalidate(error)
        said = " ".join(str(error).split())
        raise DatabaseError(f"Loading stopped: {said}", remedy="Run it again; nothing was changed.") from error


class _Stream:
    """What psycopg2 reads from: encodes rows as they are asked for, so that memory stays small."""

    def __init__(self, rows: Iterable[tuple[object, ...]]) -> None:
        self._chunks = _chunks(rows)
        self._left = memoryview(b"")

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        if not self._left:
            self._left = memoryview(next(self._chunks, b""))
        taken, self._left = self._left[:size], self._left[size:]
        return bytes(taken)


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
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if value is None:
        return r"\N"
    if isinstance(value, tuple):
        return ("{" + ",".join(f'"{item.translate(_IN_ARRAY)}"' for item in value) + "}").translate(_ESCAPES)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
