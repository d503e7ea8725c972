"""Connections: roles, drivers, and one clear line when Postgres is not there."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from dawn_chorus.database import connect
from dawn_chorus.errors import DatabaseError


def test_a_transaction_takes_its_role_and_gives_it_back(database: sa.Engine) -> None:
    with connect.transaction("reader") as connection:
        assert connection.scalar(sa.text("SELECT current_user")) == "chorus_reader"
    with database.connect() as connection:
        assert connection.scalar(sa.text("SELECT current_user")) == "chorus"


def test_a_database_that_was_never_prepared_is_told_with_what_prepares_it(database: sa.Engine) -> None:
    told = '"chorus_stranger" does not exist'
    with pytest.raises(DatabaseError, match=told) as raised, connect.transaction("stranger"):  # type: ignore[arg-type]
        pass
    assert "chorus refresh" in raised.value.remedy


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


def test_the_variable_that_led_to_a_postgres_that_is_down_is_named(
    monkeypatch: pytest.MonkeyPatch, home: object
) -> None:
    monkeypatch.delenv("CHORUS_DATABASE_URL", raising=False)
    monkeypatch.setenv("AIRFLOW_CONN_DAWN_CHORUS", "postgres://nobody:Geh3im@127.0.0.1:1/nothing")
    connect.reset()
    with pytest.raises(DatabaseError) as raised, connect.transaction("reader"):
        pass
    assert "mend AIRFLOW_CONN_DAWN_CHORUS;" in raised.value.remedy
    assert "Geh3im" not in str(raised.value)


def test_an_option_that_postgres_does_not_know_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, home: object) -> None:
    monkeypatch.setenv("CHORUS_DATABASE_URL", "postgresql://ada:Geh3im@127.0.0.1:1/chorus?sslmod=require")
    connect.reset()
    told = 'invalid connection option "sslmod"'
    with pytest.raises(DatabaseError, match=told) as raised, connect.transaction("reader"):
        pass
    assert "mend CHORUS_DATABASE_URL" in raised.value.remedy
    assert "Geh3im" not in str(raised.value)


def test_an_embedded_server_that_went_away_is_told_with_its_log(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.delenv("CHORUS_DATABASE_URL", raising=False)
    monkeypatch.delenv("AIRFLOW_CONN_DAWN_CHORUS", raising=False)
    connect.reset()
    monkeypatch.setattr(connect, "database_url", lambda: sa.make_url("postgresql+psycopg2://127.0.0.1:1/chorus"))
    with pytest.raises(DatabaseError, match="cannot be reached") as raised, connect.transaction("reader"):
        pass
    assert raised.value.remedy == f"Run it again: it is started anew. Its log: {home}/postgres/server.log"


def test_an_airflow_connection_in_json_leads_to_the_database(
    database: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = database.url
    fields = {"conn_type": "postgres", "login": url.username, "schema": url.database, "extra": dict(url.query)}
    monkeypatch.delenv("CHORUS_DATABASE_URL")
    monkeypatch.setenv("AIRFLOW_CONN_DAWN_CHORUS", json.dumps(fields))
    connect.reset()
    with connect.transaction("reader") as connection:
        assert connection.scalar(sa.text("SELECT current_database()")) == url.database


def test_an_error_of_a_statement_stays_itself(database: sa.Engine) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match="no_such_table"), connect.transaction("reader") as connection:
        connection.execute(sa.text("SELECT * FROM no_such_table"))


@pytest.mark.parametrize(
    ("state", "told", "remedy"),
    [
        ("53100", "Postgres is short of disk space: no room", "Make room on its disk"),
        ("53200", "Postgres is short of memory: no room", "Give it more memory"),
        ("53300", "Postgres is short of connections: no room", "raise max_connections"),
        ("53400", "Postgres is short of what it needs: no room", "Its log says more"),
        ("58030", "Postgres is short of a disk that works: no room", "Its log says more"),
        ("57P01", "Postgres cannot be reached: no room", "Start it"),
        ("57P03", "Postgres cannot be reached: no room", "Start it"),
    ],
)
def test_a_postgres_in_trouble_is_one_clear_line_and_may_pass(
    database: sa.Engine, state: str, told: str, remedy: str
) -> None:
    fail = sa.text(f"DO $$BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '{state}'; END$$")
    with pytest.raises(DatabaseError) as raised, connect.transaction("reader") as connection:
        connection.execute(fail)
    assert raised.value.message.startswith(told)
    assert remedy in raised.value.remedy
    assert raised.value.may_pass
