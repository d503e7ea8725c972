"""Migrations that are killed half-way: fault 21."""

import random
from collections.abc import Iterator
from signal import SIGKILL
from time import sleep

import pytest
import sqlalchemy as sa
from tests import workers
from tests.chaos.conftest import SEED, Ask
from tests.conftest import superuser
from tests.workers import MIGRATING

from dawn_chorus.database import connect, embedded
from dawn_chorus.database.migrate import read_migrations

# What a database is made of: every column, constraint, index, function and right.
SCHEMA = """
SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
    SELECT concat_ws(' ', c.oid::regclass, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        c.relacl, c.relowner::regrole) AS line
    FROM pg_class AS c INNER JOIN pg_attribute AS a ON a.attrelid = c.oid
    WHERE c.relnamespace::regnamespace::text IN ('facts', 'results', 'public')
    UNION ALL
    SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE connamespace::regnamespace::text IN ('facts', 'results', 'public')
    UNION ALL
    SELECT pg_get_functiondef(oid) || coalesce(proacl::text, '') FROM pg_proc
    WHERE pronamespace::regnamespace::text IN ('facts', 'results', 'public')
    UNION ALL
    SELECT concat_ws(' ', name, sha256) FROM public.schema_migrations
) AS lines
"""
APPLIED = "SELECT name FROM public.schema_migrations ORDER BY name"
LONGEST_SECONDS = 0.03  # a migration lasts about as long


@pytest.fixture
def empty(postgres: embedded.Embedded, home: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database in which nothing was ever migrated."""
    with superuser(postgres) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE empty OWNER {embedded.LOGIN}")
        monkeypatch.setenv("CHORUS_DATABASE_URL", postgres.url("empty"))
        connect.reset()
        yield
        connect.reset()
        connection.exec_driver_sql("DROP DATABASE empty WITH (FORCE)")


def test_migrations_that_are_killed_in_each_of_them_come_to_the_same_database(ask: Ask, empty: None) -> None:
    names = [each.name for each in read_migrations()]
    wanted = ask(SCHEMA)
    chance = random.Random(SEED)
    killed = 0
    for number in range(len(names)):
        worker = workers.start(workers.bring_up_to_date, hold=MIGRATING)
        worker.wait_for(MIGRATING)
        worker.go_on()
        sleep(chance.uniform(0, LONGEST_SECONDS) if number % 2 else 0)
        worker.process.kill()
        killed += worker.end() == -SIGKILL
        worker.close()
        applied = _ask_empty(APPLIED)
        assert applied == [(name,) for name in names[: len(applied)]]
    assert killed >= len(names) / 2
    last = workers.start(workers.bring_up_to_date)
    assert last.end() == 0
    last.close()
    assert _ask_empty(SCHEMA) == wanted


def _ask_empty(query: str) -> list[tuple[object, ...]]:
    with connect.engine().connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]
