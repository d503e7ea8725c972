"""The credential in an Airflow Connection: both environment forms, and errors that never repeat it."""

import json

import pytest

from dawn_chorus.connection import variable
from dawn_chorus.errors import FetchError
from dawn_chorus.ingest.x_api.credential import Credential, Secret, read_credential

TOKEN = "AAAA%3Dsparrow-sparrow-1"  # as the platform writes them


def read(given: str) -> Credential:
    return read_credential("x_api", {"AIRFLOW_CONN_X_API": given})


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://:{}@api.x.com", "https://api.x.com"),
        ("https://:{}@api.x.com/", "https://api.x.com"),
        ("http://:{}@api.x.com", "https://api.x.com"),  # Airflow's word for the type, not for the protocol
        ("x-api://:{}@", "https://api.x.com"),
        ("http://:{}@proxy.example:8443/https", "https://proxy.example:8443"),
        ("http://:{}@127.0.0.1:8100", "http://127.0.0.1:8100"),
        ("http://:{}@localhost:8100/?archive_pause=0", "http://localhost:8100"),
        ("http://:{}@[::1]:8100", "http://[::1]:8100"),
        ("https://:{}@127.0.0.1:8100", "https://127.0.0.1:8100"),
        ("http://:{}@https%3A%2F%2Fproxy.example%2Fx", "https://proxy.example/x"),
    ],
)
def test_the_uri_form_is_read_as_airflow_reads_it(given: str, address: str) -> None:
    credential = read(given.format(TOKEN.replace("%", "%25")))
    assert credential.base_url == address
    assert credential.token.reveal() == TOKEN


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({}, "https://api.x.com"),
        ({"conn_type": "http", "host": "api.x.com", "schema": "https", "port": 443}, "https://api.x.com:443"),
        ({"host": "http://127.0.0.1", "port": "8100"}, "http://127.0.0.1:8100"),
        ({"host": None, "port": None, "extra": None}, "https://api.x.com"),
    ],
)
def test_the_json_form_is_read_as_airflow_reads_it(fields: dict[str, object], address: str) -> None:
    credential = read(json.dumps({"password": TOKEN, **fields}))
    assert (credential.base_url, credential.token.reveal()) == (address, TOKEN)


@pytest.mark.parametrize("extra", [{"archive_pause": 0.5}, '{"archive_pause": "0.5"}'])
def test_the_pause_between_requests_to_the_archive_is_an_extra(extra: object) -> None:
    assert read(json.dumps({"password": TOKEN, "extra": extra})).archive_pause == 0.5
    assert read("https://:t@api.x.com").archive_pause == 1.0
    assert read("https://:t@api.x.com?archive_pause=-3").archive_pause == 0.0


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("", "is not set"),
        ("   ", "is not set"),
        ("https://api.x.com", "holds no token"),
        ("https://sparrow-sparrow-1@api.x.com", "holds no token"),
        ("{}", "holds no token"),
        ('{"password": "sparrow-sparrow-1 wren"}', "holds no token"),
        ('{"password": "sparrow-sparrow-1\\nHost: evil.example"}', "holds no token"),
        ('{"password": "麻雀sparrow-sparrow-1"}', "holds no token"),
        ('{"password": "sparrow-sparrow-1"', "cannot be read"),
        ('{"password": "sparrow-sparrow-1", "port": "many"}', "cannot be read"),
        ('{"password": "sparrow-sparrow-1", "extra": "sparrow-sparrow-1"}', "cannot be read"),
        ('{"password": "sparrow-sparrow-1", "extra": {"archive_pause": "sparrow-sparrow-1"}}', "cannot be read"),
        ("https://:sparrow-sparrow-1@api.x.com:port", "cannot be read"),
        ('{"password": "sparrow-sparrow-1", "host": "http://api.x.com"}', "plain http"),
        ("http://:sparrow-sparrow-1@proxy.example/http", "plain http"),
        ('{"password": "sparrow-sparrow-1", "host": "http://127.0.0.1@evil.example"}', "plain http"),
    ],
)
def test_a_connection_that_is_none_is_told_without_what_it_holds(given: str, what: str) -> None:
    with pytest.raises(FetchError, match=what) as caught:
        read(given)
    assert caught.value.message.startswith("The environment variable AIRFLOW_CONN_X_API ")
    assert "sparrow-sparrow-1" not in f"{caught.value} {caught.value.__cause__}"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert "AIRFLOW_CONN_X_API=" in caught.value.remedy


def test_each_connection_has_its_variable() -> None:
    assert variable("x_api_two") == "AIRFLOW_CONN_X_API_TWO"
    with pytest.raises(FetchError, match="AIRFLOW_CONN_OTHER"):
        read_credential("other", {"AIRFLOW_CONN_X_API": "https://:t@api.x.com"})


def test_a_secret_shows_itself_only_by_name() -> None:
    secret = Secret("sparrow-sparrow-1")
    shown = f"{secret} {secret!r} {[secret]} {Credential('https://api.x.com', secret)}"
    assert "sparrow-sparrow-1" not in shown
    assert secret.hide("a sparrow-sparrow-1 sings") == "a *** sings"
    assert secret.is_in(b'{"seen": "sparrow-sparrow-1"}')
    assert not secret.is_in(b"wren")


def test_a_token_of_a_rehearsal_may_be_a_word() -> None:
    secret = Secret("any")
    assert not secret.is_in(b"many")
    assert secret.hide("many") == "many"
    assert "any" not in repr(secret)
