"""The credential and address of the X API, from an Airflow Connection in its environment form.

Airflow's own grammar, read without Airflow: a URI (``https://:TOKEN@api.x.com``) or JSON (``{"conn_type": "http",
"password": "TOKEN"}``). The token is the password. It is written nowhere: not into logs, errors, rows or files.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dawn_chorus.connection import fields_of, variable
from dawn_chorus.errors import FetchError

HOST = "api.x.com"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TELLING_LENGTH = 16  # characters; a shorter token, as in a rehearsal, occurs in answers by chance
ARCHIVE_PAUSE_SECONDS = 1.0  # the platform answers one request to the full archive a second


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
    def _is_telling(self) -> bool:
        return len(self._text) >= TELLING_LENGTH


@dataclass(frozen=True)
class Credential:
    """Where the API is and what it wants to see; ``archive_pause``: seconds between requests to the full archive."""

    base_url: str
    token: Secret
    archive_pause: float = ARCHIVE_PAUSE_SECONDS


def read_credential(connection: str, environment: Mapping[str, str] = os.environ) -> Credential:
    """The credential in an Airflow Connection. Raises FetchError, which never repeats what it holds."""
    name = variable(connection)
    given = environment.get(name, "").strip()
    if not given:
        raise _wrong(name, "is not set")
    try:
        fields = fields_of(given)
        token, pause = str(fields.get("password") or ""), float(fields["extra"].get("archive_pause", 1.0))
        base_url = _base_url(fields)
    except (ValueError, TypeError, AttributeError):
        raise _wrong(name, "cannot be read") from None
    if base_url is None:
        raise _wrong(name, "would send the token over plain http")
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise _wrong(name, "holds no token that can be sent: the token is its password")
    return Credential(base_url, Secret(token), max(0.0, pause))


def _wrong(name: str, what: str) -> FetchError:
    return FetchError(
        f"The environment variable {name} {what}.",
        remedy=f'Set it like {name}=\'https://:TOKEN@{HOST}\' or \'{{"conn_type": "http", "password": "TOKEN"}}\'.',
    )


def _base_url(fields: Mapping[str, Any]) -> str | None:
    """The API's address without a slash at its end; None where a token would travel readable for others."""
    host = str(fields.get("host") or HOST).rstrip("/")
    parts = urlsplit(host if "://" in host else f"//{host}")
    is_local = parts.hostname in LOOPBACK
    asked = [parts.scheme, fields.get("schema"), fields.get("conn_type") if is_local else ""]
    scheme = next((each for each in asked if each in ("http", "https")), "http" if is_local else "https")
    if scheme != "https" and not is_local:
        return None
    port = f":{int(fields['port'])}" if fields.get("port") else ""
    return f"{scheme}://{parts.netloc.rpartition('@')[2]}{port}{parts.path}"
