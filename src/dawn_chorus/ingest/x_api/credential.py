"""The credential and address of the X API, from an Airflow Connection: the token is its password."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from dawn_chorus.connection import Secret, address, read_fields, variable
from dawn_chorus.errors import FetchError

HOST = "api.x.com"
ARCHIVE_PAUSE_SECONDS = 1.0  # the platform answers one request to the full archive a second


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
        fields = read_fields(given)
        token, pause = Secret(str(fields.get("password") or "")), float(fields["extra"].get("archive_pause", 1.0))
        base_url = address(fields, HOST)
    except (ValueError, TypeError, AttributeError):
        raise _wrong(name, "cannot be read") from None
    if base_url is None:
        raise _wrong(name, "would send the token over plain http")
    if not token.is_sendable:
        raise _wrong(name, "holds no token that can be sent: the token is its password")
    return Credential(base_url, token, max(0.0, pause))


def _wrong(name: str, what: str) -> FetchError:
    return FetchError(
        f"The environment variable {name} {what}.",
        remedy=f'Set it like {name}=\'https://:TOKEN@{HOST}\' or \'{{"conn_type": "http", "password": "TOKEN"}}\'.',
    )
