"""Migrations: numbered, forward only, each in one transaction, recorded with its checksum."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from dawn_chorus.database import trouble
from dawn_chorus.database.connect import engine, reachable
from dawn_chorus.errors import DatabaseError
from dawn_chorus.settings import settings

_NAME = re.compile(r"\d{4}_[a-z0-9_]+")
LOCK_KEY = 0x6461776E  # "dawn": one migration at a time in a database

_CREATE = """
CREATE TABLE IF NOT EXISTS public.schema_migrations (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""


@dataclass(frozen=True)
class Migration:
    """One numbered file."""

    name: str
    text: str

    @property
    def sha256(self) -> str:
        """Hash of the file; an applied file must never change."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_migrations(folder: Path | None = None) -> list[Migration]:
    """The migrations in order. Raises DatabaseError for a badly named or doubly numbered file, or where none are."""
    folder = folder or settings().sql / "migrations"
    migrations = []
    for path in sorted(folder.glob("*.sql")):
        if not _NAME.fullmatch(path.stem):
            raise DatabaseError(f"{path} is not named like a migration.", remedy="Name it 0005_what_it_does.sql.")
        migrations.append(Migration(path.stem, path.read_text(encoding="utf-8")))
    if not migrations:
        raise DatabaseError(f"There are no migrations in {folder}.", remedy="Set CHORUS_PROJECT to the checkout.")
    numbers = [each.name[:4] for each in migrations]
    if len(set(numbers)) != len(numbers):
        raise DatabaseError("Two migrations have one number.", remedy="Give the newer one the next free number.")
    return migrations


def migrate(migrations: Sequence[Migration] | None = None) -> list[str]:
    """Apply what the database lacks; returns the names applied. Safe to run again, by many at once.

    Raises DatabaseError when an applied migration was changed or removed, or when one fails (the failed one is undone).
    """
    wanted = read_migrations() if migrations is None else list(migrations)
    applied_now = []
    with reachable(), engine().connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": LOCK_KEY})
        try:
            pending = _pending(wanted, _applied(connection))
            for migration in pending:
                _apply(connection, migration)
                applied_now.append(migration.name)
        finally:
            connection.rollback()
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK_KEY})
            connection.commit()
    return applied_now


def _applied(connection: sa.Connection) -> dict[str, str]:
    """Checksum by name of what was applied already."""
    connection.execute(sa.text(_CREATE))
    rows = connection.execute(sa.text("SELECT name, sha256 FROM public.schema_migrations")).all()
    connection.commit()
    return {row.name: row.sha256 for row in rows}


def _pending(wanted: Sequence[Migration], applied: Mapping[str, str]) -> list[Migration]:
    """What is still to apply. Raises DatabaseError when history was rewritten."""
    known = {each.name: each.sha256 for each in wanted}
    changed = sorted(name for name, sha256 in applied.items() if known.get(name) != sha256)
    if changed:
        raise DatabaseError(
            f"Migration {changed[0]} was changed or removed after it was applied.",
            remedy="Restore the file; write a new migration for the change. (A demo installation: remove .local.)",
        )
    return [each for each in wanted if each.name not in applied]


def _apply(connection: sa.Connection, migration: Migration) -> None:
    """Run one migration and record it, in one transaction."""
    record = sa.text("INSERT INTO public.schema_migrations (name, sha256) VALUES (:name, :sha256)")
    try:
        connection.exec_driver_sql(migration.text.replace("%", "%%"))
        connection.exec_driver_sql("RESET ROLE")
        connection.execute(record, {"name": migration.name, "sha256": migration.sha256})
        connection.commit()
    except SQLAlchemyError as error:
        connection.rollback()
        orig = getattr(error, "orig", error)
        failed = DatabaseError(
            f"Migration {migration.name} failed and was undone: {trouble.said(orig)}",
            remedy="The login needs CREATE on the database and CREATEROLE; see docs/runbook.md, Own Postgres.",
        )
        raise (trouble.shortage(orig) or failed) from error
