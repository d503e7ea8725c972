"""Addresses of a Postgres: as a URL or as Airflow writes connections, and never shown to anybody."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.database.address import postgres_url
from dawn_chorus.errors import DatabaseError

CONNECTION = {"conn_type": "postgres", "host": "db.example", "login": "ada", "schema": "chorus", "port": 6432}
SECRET = "Geh3im"


def _connection(**changes: Any) -> sa.URL:
    return postgres_url(json.dumps(CONNECTION | changes), "AIRFLOW_CONN_DAWN_CHORUS")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+asyncpg"])
def test_any_postgres_is_reached_through_our_driver(scheme: str) -> None:
    url = postgres_url(f"{scheme}://ada:p%40ss@db.example:6432/chorus?sslmode=require", "CHORUS_DATABASE_URL")
    assert url.drivername == "postgresql+psycopg2"
    assert (url.username, url.password, url.host, url.port, url.database) == (
        "ada",
        "p@ss",
        "db.example",
        6432,
        "chorus",
    )
    assert dict(url.query) == {"sslmode": "require"}


def test_a_connection_in_json_is_the_same_address_as_its_url() -> None:
    url = postgres_url("postgres://ada@db.example:6432/chorus", "AIRFLOW_CONN_DAWN_CHORUS")
    assert _connection() == url


@pytest.mark.parametrize("password", ["p@ss:w/rd", "100%", "a b", "%40", "密码", "'\"\\"])
def test_a_password_of_a_connection_is_taken_literally(password: str) -> None:
    url = _connection(password=password)
    assert url.password == password
    assert sa.make_url(url.render_as_string(hide_password=False)).password == password


@pytest.mark.parametrize("extra", [{"sslmode": "verify-full"}, '{"sslmode": "verify-full"}'])
def test_the_extras_of_a_connection_reach_the_driver(extra: object) -> None:
    assert dict(_connection(extra=extra).query) == {"sslmode": "verify-full"}


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_a_connection_leaves_empty_is_left_to_the_driver(nothing: str | None) -> None:
    url = _connection(port=nothing, extra=nothing)
    assert url.port is None
    assert not url.query


def test_a_port_in_quotes_is_a_number() -> None:
    assert _connection(port="6432").port == 6432


@pytest.mark.parametrize(
    "address",
    [
        "chorus",
        f"mysql://ada:{SECRET}@db.example/chorus",
        f"sqlite:///{SECRET}.db",
        f"host=db.example user=ada password={SECRET}",
        f"postgresql:/ada:{SECRET}@db.example/chorus",
        f"postgresql://ada:{SECRET}@db.example:port/chorus",
        f'{{"conn_type": "postgres", "password": "{SECRET}"',
        f'{{"conn_type": "mysql", "password": "{SECRET}"}}',
        f'{{"host": "db.example", "password": "{SECRET}"}}',
        f'{{"conn_type": "postgres", "password": "{SECRET}", "port": "many"}}',
        f'{{"conn_type": "postgres", "password": "{SECRET}", "extra": ["sslmode"]}}',
        f'{{"conn_type": "postgres", "password": "{SECRET}", "extra": "sslmode"}}',
    ],
)
@pytest.mark.parametrize("variable", ["CHORUS_DATABASE_URL", "AIRFLOW_CONN_DAWN_CHORUS"])
def test_anything_else_is_refused_by_the_name_of_its_variable_and_not_repeated(address: str, variable: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        postgres_url(address, variable)
    assert caught.value.message == f"{variable} does not name a Postgres."
    assert "postgresql://" in caught.value.remedy
    assert SECRET not in str(caught.value)


def test_printing_an_address_hides_its_password() -> None:
    assert SECRET not in str(_connection(password=SECRET))
    assert SECRET not in repr(_connection(password=SECRET))
