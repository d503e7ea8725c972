"""Where the language model answers: an Airflow Connection in its environment form, read without Airflow.

    AIRFLOW_CONN_LLM='{"conn_type": "http", "host": "https://api.example.com/v1", "password": "KEY",
                       "extra": {"model": "NAME"}}'
    AIRFLOW_CONN_LLM='https://:KEY@api.example.com/v1?model=NAME'

A key travels over https only, or to this machine; a server on this machine may want none.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from dawn_chorus.connection import LOOPBACK, Secret, address, read_fields, variable
from dawn_chorus.errors import ChorusError

NO_KEY = "none"  # what a server on this machine is sent that wants no key


@dataclass(frozen=True)
class Endpoint:
    """The API's base address, the key and the model's name there."""

    base_url: str
    key: Secret
    model: str


def read_endpoint(connection: str, environment: Mapping[str, str] = os.environ) -> Endpoint | None:
    """The endpoint of an Airflow Connection; None where it is not set. Raises ChorusError, never with the key."""
    name = variable(connection)
    given = environment.get(name, "").strip()
    if not given:
        return None
    try:
        fields = read_fields(given)
        schema = str(fields.get("schema") or "")
        base_url = address(fields, "")
        key, model = str(fields.get("password") or ""), str(fields["extra"].get("model") or "")
    except (ValueError, TypeError, AttributeError):
        raise _wrong(name, "cannot be read") from None
    if base_url is None:
        raise _wrong(name, "would send the key over plain http")
    host = urlsplit(base_url).hostname
    if not host or not model:
        raise _wrong(name, "names no host" if not host else "names no model")
    secret = Secret(key or NO_KEY)
    if not secret.is_sendable or (not key and host not in LOOPBACK):
        raise _wrong(name, "holds no key that can be sent: the key is its password")
    path = f"/{schema}" if schema not in ("", "http", "https") else ""
    return Endpoint(base_url + path, secret, model)


def _wrong(name: str, what: str) -> ChorusError:
    return ChorusError(
        f"The environment variable {name} {what}.",
        remedy=f"Set it like {name}='https://:KEY@api.example.com/v1?model=NAME', or unset it: templates write then.",
    )
