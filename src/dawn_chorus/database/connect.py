"""Connections: one engine a process, one transaction a block, and the role that the block needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, ProgrammingError

from dawn_chorus.database import trouble
from dawn_chorus.database.address import postgres_url
from dawn_chorus.errors import DatabaseError
from dawn_chorus.settings import settings

Role = Literal["owner", "loader", "analyst", "reader"]

DATABASE = "chorus"
CONNECT_TIMEOUT_SECONDS = 10
# A connection whose peer has vanished fails after about 11 s instead of keeping its locks for two hours.
KEEPALIVE = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 11_000,
}
# The same on the server's side: one whose client has vanished gives its locks back. A unix socket ignores it.
SESSION = (
    "-c timezone=UTC",
    "-c tcp_keepalives_idle=5",
    "-c tcp_keepalives_interval=2",
    "-c tcp_keepalives_count=3",
    "-c tcp_user_timeout=11000",
)


def database_url() -> sa.URL:
    """The address of the project's database; starts the embedded server where no other is set. Raises DatabaseError."""
    given = settings().database_url
    if given:
        return postgres_url(given, settings().database_variable)
    from dawn_chorus.database import embedded

    return sa.make_url(embedded.start(settings().home).url(DATABASE))


@cache
def engine() -> sa.Engine:
    """This process's engine. Does not connect yet."""
    return sa.create_engine(
        database_url(),
        pool_size=2,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "application_name": "dawn_chorus",
            "options": " ".join(SESSION),
            **KEEPALIVE,
        },
    )


def reset() -> None:
    """Forget engine and settings, so that a changed environment counts (tests, forked workers)."""
    if engine.cache_info().currsize:
        engine().dispose()
    engine.cache_clear()
    settings.cache_clear()


@contextmanager
def transaction(role: Role) -> Iterator[sa.Connection]:
    """One transaction under ``chorus_<role>``; commits at the end, rolls back on any error. Raises DatabaseError."""
    with reachable(), engine().begin() as connection:
        _take_role(connection, role)
        connection.execute(sa.text("SET LOCAL search_path = facts, results"))
        yield connection


@contextmanager
def reachable() -> Iterator[None]:
    """Turn what is no statement's fault (no server, one that goes down, no disk left) into one clear line.

    Other errors pass.
    """
    try:
        yield
    except DBAPIError as error:
        short = trouble.shortage(error.orig)
        if short is not None:
            raise short from error
        if error.connection_invalidated or error.statement is None or _goes_down(error):
            raise DatabaseError(f"Postgres cannot be reached: {trouble.said(error.orig)}", remedy=_remedy()) from error
        raise


def _goes_down(error: DBAPIError) -> bool:
    return trouble.sqlstate(error.orig).startswith(trouble.UNREACHABLE)


def _take_role(connection: sa.Connection, role: Role) -> None:
    """Work as ``chorus_<role>`` from now on."""
    try:
        connection.execute(sa.text(f"SET LOCAL ROLE chorus_{role}"))
    except (DataError, ProgrammingError) as error:  # no such role; may not take it on
        raise DatabaseError(
            f"Cannot work as chorus_{role}: {trouble.said(error.orig)}",
            remedy="Prepare the database with any command, such as: chorus refresh CHANNEL",
        ) from error


def _remedy() -> str:
    """What to do about a Postgres that does not answer."""
    if settings().database_url is None:
        return f"Run it again: it is started anew. Its log: {settings().home / 'postgres' / 'server.log'}"
    return f"Start it, or mend {settings().database_variable}; unset that to use the embedded Postgres."
