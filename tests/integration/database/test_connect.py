"""Connections: roles, drivers, and one clear line when Postgres is not there."""

import pytest
import sqlalchemy as sa

from dawn_chorus.database import connect
from dawn_chorus.errors import DatabaseError


def test_a_transaction_takes_its_role_and_gives_it_back(database: sa.Engine) -> None:
    with connect.transaction("reader") as connection:
        assert connection.scalar(sa.text("SELECT current_user")) == "chorus_reader"
    with database.connect() as connection:
        assert connection.scalar(sa.text("SELECT current_user")) == "chorus"


def test_a_failed_block_leaves_nothing(database: sa.Engine) -> None:
    def interrupted() -> None:
        with connect.transaction("analyst") as connection:
            connection.execute(sa.text("INSERT INTO stories VALUES ('s', 'c', '2026-01-01', 'n')"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with connect.transaction("reader") as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM stories")) == 0


def test_times_are_utc_whatever_the_host_says(database: sa.Engine) -> None:
    with connect.transaction("reader") as connection:
        assert connection.scalar(sa.text("SHOW timezone")) == "UTC"


def test_a_postgres_that_is_down_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, home: object) -> None:
    monkeypatch.setenv("CHORUS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    connect.reset()
    with pytest.raises(DatabaseError, match="Postgres cannot be reached") as raised, connect.transaction("reader"):
        pass
    assert "\n" not in raised.value.message
    assert "CHORUS_DATABASE_URL" in raised.value.remedy
    assert raised.value.may_pass


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_bare_address_gets_our_driver(scheme: str, monkeypatch: pytest.MonkeyPatch, home: object) -> None:
    monkeypatch.setenv("CHORUS_DATABASE_URL", f"{scheme}://u@h/d")
    connect.reset()
    assert connect.database_url() == "postgresql+psycopg2://u@h/d"


@pytest.mark.parametrize("address", ["mysql://u@h/d", "chorus"])
def test_another_database_is_refused(address: str, monkeypatch: pytest.MonkeyPatch, home: object) -> None:
    monkeypatch.setenv("CHORUS_DATABASE_URL", address)
    connect.reset()
    with pytest.raises(DatabaseError, match="does not name a Postgres"):
        connect.database_url()


def test_an_error_of_a_statement_stays_itself(database: sa.Engine) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match="no_such_table"), connect.transaction("reader") as connection:
        connection.execute(sa.text("SELECT * FROM no_such_table"))
