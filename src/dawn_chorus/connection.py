"""Airflow Connections in their environment form, read without Airflow: a URI or JSON in ``AIRFLOW_CONN_<ID>``."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def variable(connection: str) -> str:
    """The environment variable of an Airflow Connection."""
    return f"AIRFLOW_CONN_{connection.upper()}"


def fields_of(given: str) -> Mapping[str, Any]:
    """The fields of a Connection by Airflow's names, ``extra`` as a mapping. Raises ValueError, TypeError."""
    return _from_json(given) if given.startswith("{") else _from_uri(given)


def _from_json(text: str) -> dict[str, Any]:
    """The fields of the JSON form."""
    fields = dict(json.loads(text))
    extra = fields.get("extra") or {}
    return fields | {"extra": json.loads(extra) if isinstance(extra, str) else dict(extra)}


def _from_uri(text: str) -> dict[str, Any]:
    """The fields of the URI form; the path is the schema, as Airflow has it."""
    parts = urlsplit(text)
    host = unquote(parts.hostname or "")
    extra = dict(parse_qsl(parts.query))
    return {
        "conn_type": parts.scheme,
        "host": f"[{host}]" if ":" in host and "/" not in host else host,
        "port": parts.port,
        "schema": unquote(parts.path.strip("/")),
        "login": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "extra": json.loads(extra["__extra__"]) if "__extra__" in extra else extra,
    }
