"""An Airflow Connection in its environment form, read without Airflow, and the secret in it.

Airflow's own grammar: a URI (``https://:TOKEN@host``) or JSON (``{"conn_type": "http", "password": "TOKEN"}``) in the
variable ``AIRFLOW_CONN_<NAME>``. The token is the password. It is written nowhere: into no log, error, row or file.
"""

import json
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TELLING_LENGTH = 16  # characters; a shorter token, as in a rehearsal, occurs in answers by chance


class Secret:
    """A text that shows itself only when asked to by name."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "***"

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def hide(self, text: str) -> str:
        """``text`` with every occurrence of the secret made unreadable."""
        return text.replace(self._text, "***") if self._is_telling else text

    def is_in(self, content: bytes) -> bool:
        """Whether ``content`` holds the secret."""
        return self._is_telling and self._text.encode() in content

    @property
    def is_sendable(self) -> bool:
        """Whether it is one word that a header can carry."""
        return bool(self._text) and self._text.isascii() and self._text.isprintable() and " " not in self._text

    @property
    def _is_telling(self) -> bool:
        return len(self._text) >= TELLING_LENGTH


def variable(connection: str) -> str:
    """The environment variable of an Airflow Connection."""
    return f"AIRFLOW_CONN_{connection.upper()}"


def is_configured(connection: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether there is an Airflow Connection of that name."""
    return bool(environment.get(variable(connection), "").strip())


def read_fields(given: str) -> dict[str, Any]:
    """The fields of a Connection, by Airflow's names. Raises ValueError, TypeError, AttributeError for what is none."""
    return _from_json(given) if given.startswith("{") else _from_uri(given)


def address(fields: Mapping[str, Any], usual_host: str) -> str | None:
    """The address that a Connection names, without a slash at its end; None where a token would travel readable.

    https, or plain http to this machine. Raises ValueError for a port that is none.
    """
    host = str(fields.get("host") or usual_host).rstrip("/")
    parts = urlsplit(host if "://" in host else f"//{host}")
    is_local = parts.hostname in LOOPBACK
    asked = [parts.scheme, fields.get("schema"), fields.get("conn_type") if is_local else ""]
    scheme = next((each for each in asked if each in ("http", "https")), "http" if is_local else "https")
    if scheme != "https" and not is_local:
        return None
    port = f":{int(fields['port'])}" if fields.get("port") else ""
    return f"{scheme}://{parts.netloc.rpartition('@')[2]}{port}{parts.path}"


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
        "login": unquote(parts.username or ""),
        "host": f"[{host}]" if ":" in host and "/" not in host else host,
        "port": parts.port,
        "schema": unquote(parts.path.strip("/")),
        "password": unquote(parts.password or ""),
        "extra": json.loads(extra["__extra__"]) if "__extra__" in extra else extra,
    }
