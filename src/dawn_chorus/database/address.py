"""The address of a Postgres as a person or Airflow writes it: a URL, or a connection in JSON. Never printed."""

import json

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from dawn_chorus.errors import DatabaseError

DRIVER = "postgresql+psycopg2"
_SCHEMES = ("postgresql", "postgres")  # Airflow writes the second


def postgres_url(given: str, variable: str) -> sa.URL:
    """Read an address for our driver. Raises DatabaseError that names ``variable`` and never repeats the address."""
    try:
        url = _from_connection(given) if given.lstrip().startswith("{") else sa.make_url(given)
    except (ArgumentError, AttributeError, TypeError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in _SCHEMES:
        raise DatabaseError(
            f"{variable} does not name a Postgres.",
            remedy="Write it like postgresql://login:password@host:5432/chorus (in a password, %40 stands for @).",
        )
    return url.set(drivername=DRIVER)


def _from_connection(document: str) -> sa.URL:
    """An Airflow connection in JSON; its extras are options of the driver, such as sslmode."""
    fields = json.loads(document)
    extra = fields.get("extra") or {}
    options = json.loads(extra) if isinstance(extra, str) else extra
    return sa.URL.create(
        fields.get("conn_type", ""),
        username=fields.get("login"),
        password=fields.get("password"),
        host=fields.get("host"),
        port=int(fields["port"]) if fields.get("port") else None,
        database=fields.get("schema"),
        query={key: str(value) for key, value in options.items()},
    )
