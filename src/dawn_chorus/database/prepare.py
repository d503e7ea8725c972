"""Make a database ready for use: exists, migrated."""

import sqlalchemy as sa

from dawn_chorus.database import embedded
from dawn_chorus.database.connect import DATABASE
from dawn_chorus.database.migrate import migrate
from dawn_chorus.settings import settings


def prepare() -> list[str]:
    """Create the embedded server's databases where we use it, then migrate. Returns the migrations applied."""
    if settings().database_url is None:
        create_database(embedded.start(settings().home), DATABASE, embedded.LOGIN)
    return migrate()


def create_database(server: embedded.Embedded, database: str, login: str) -> None:
    """Create a login and a database that it owns, unless they exist: the only thing done as superuser."""
    admin = sa.create_engine(server.url("postgres", embedded.SUPERUSER), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(1)"))
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = :name", login):
            connection.exec_driver_sql(f'CREATE ROLE "{login}" LOGIN CREATEROLE')
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = :name", database):
            connection.exec_driver_sql(f'CREATE DATABASE "{database}" OWNER "{login}"')
    admin.dispose()


def _exists(connection: sa.Connection, query: str, name: str) -> bool:
    return connection.execute(sa.text(query), {"name": name}).first() is not None
