"""The token of a blog's host, from the Airflow Connection that the channel names; None where it names none."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from dawn_chorus.connection import Secret, read_fields, variable
from dawn_chorus.errors import PublishError

LOGIN = "token"  # GitHub, GitLab and Forgejo accept any name beside a token


@dataclass(frozen=True)
class Credential:
    """A token, and the user name that goes with it over https."""

    token: Secret
    login: str = LOGIN


def read_credential(connection: str | None, environment: Mapping[str, str] = os.environ) -> Credential | None:
    """The credential in a Connection. Raises PublishError, which never repeats what it holds."""
    if connection is None:
        return None
    name = variable(connection)
    try:
        fields = read_fields(environment.get(name, "").strip())
        token, login = Secret(str(fields.get("password") or "")), str(fields.get("login") or LOGIN)
    except (ValueError, TypeError, AttributeError):
        raise _wrong(name) from None
    if not token.is_sendable or ":" in login:
        raise _wrong(name)
    return Credential(token, login)


def _wrong(name: str) -> PublishError:
    return PublishError(
        f"The environment variable {name} holds no token: the token is the Connection's password.",
        remedy=f'Set it like {name}=\'https://:TOKEN@\' or \'{{"conn_type": "http", "password": "TOKEN"}}\'.',
    )
