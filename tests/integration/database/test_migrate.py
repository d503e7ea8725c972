"""Migrations on a real Postgres."""

import pytest
import sqlalchemy as sa

from dawn_chorus.database.connect import transaction
from dawn_chorus.database.migrate import Migration, migrate, read_migrations
from dawn_chorus.errors import DatabaseError


def test_a_second_run_applies_nothing(database: sa.Engine) -> None:
    assert migrate() == []


def test_a_changed_migration_is_refused(database: sa.Engine) -> None:
    first, *rest = read_migrations()
    with pytest.raises(DatabaseError, match="0001_roles was changed"):
        migrate([Migration(first.name, first.text + "-- edited\n"), *rest])


def test_a_removed_migration_is_refused(database: sa.Engine) -> None:
    with pytest.raises(DatabaseError, match="0001_roles was changed or removed"):
        migrate(read_migrations()[1:])


def test_a_failing_migration_is_undone_whole(database: sa.Engine) -> None:
    broken = Migration("9000_broken", "CREATE TABLE public.half (a int); SELECT 1 / 0;")
    with pytest.raises(DatabaseError, match="9000_broken failed and was undone"):
        migrate([*read_migrations(), broken])
    with database.connect() as connection:
        assert connection.scalar(sa.text("SELECT to_regclass('public.half')")) is None


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("reader", "INSERT INTO results.stories VALUES ('s', 'c', '2026-01-01', 'n')"),
        ("reader", "DELETE FROM facts.tombstones"),
        ("analyst", "INSERT INTO facts.tombstones VALUES ('c', 1, 'r')"),
        ("loader", "DELETE FROM results.runs"),
    ],
)
def test_a_role_writes_only_what_is_its_own(database: sa.Engine, role: str, statement: str) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), transaction(role) as connection:  # type: ignore[arg-type]
        connection.execute(sa.text(statement))


def test_the_login_is_no_superuser(database: sa.Engine) -> None:
    with database.connect() as connection:
        assert connection.scalar(sa.text("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")) is False


def test_the_ledger_refuses_a_day_that_does_not_balance(database: sa.Engine) -> None:
    row = "INSERT INTO facts.day_ledger VALUES ('c', '2026-01-01', 10, 7, 1, 1, 0, 1, 1, 1, 'h')"
    with (
        pytest.raises(sa.exc.IntegrityError, match="day_ledger_conservation"),
        transaction("loader") as connection,
    ):
        connection.execute(sa.text(row))
