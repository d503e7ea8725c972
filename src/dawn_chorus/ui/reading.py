"""Reading for a page: one snapshot, as ``chorus_reader``, in a transaction that cannot write, for a few seconds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement

LONGEST_MS = 5_000  # a page answers in a fifth of a second; what takes this long holds up everybody else

Row = sa.Row[Any]
Rows = Sequence[Row]


@contextmanager
def snapshot() -> Iterator[sa.Connection]:
    """All that a page shows is of one moment, and nothing can be changed. Raises DatabaseError."""
    with transaction("reader") as connection:
        connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        connection.execute(sa.text(f"SET LOCAL statement_timeout = {LONGEST_MS}"))
        connection.execute(sa.text("SET LOCAL jit = off"))  # compiling takes longer than any statement of a page
        yield connection


def rows(connection: sa.Connection, name: str, **parameters: object) -> Rows:
    """The rows of ``sql/ui/<name>.sql``, or of another folder where ``name`` says so."""
    return connection.execute(statement(name if "/" in name else f"ui/{name}"), parameters).all()
