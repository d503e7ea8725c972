"""An Airflow Connection, read without Airflow, and the secret in it."""

import pytest

from dawn_chorus.connection import Secret, read_fields, variable


def test_each_connection_has_its_variable() -> None:
    assert variable("x_api_two") == "AIRFLOW_CONN_X_API_TWO"


@pytest.mark.parametrize(
    "given",
    [
        "http://ada:t%2Fk@git.example:8443/https?pause=1",
        """{"conn_type": "http", "login": "ada", "password": "t/k", "host": "git.example", "port": 8443,
            "schema": "https", "extra": "{\\"pause\\": \\"1\\"}"}""",
    ],
)
def test_both_forms_say_the_same(given: str) -> None:
    assert read_fields(given) == {
        "conn_type": "http",
        "login": "ada",
        "password": "t/k",
        "host": "git.example",
        "port": 8443,
        "schema": "https",
        "extra": {"pause": "1"},
    }


@pytest.mark.parametrize("text", ["", "two words", "two\nlines", "麻雀"])
def test_what_no_header_can_carry_is_no_token(text: str) -> None:
    assert not Secret(text).is_sendable
    assert Secret("t/k").is_sendable


def test_a_secret_shows_itself_only_by_name() -> None:
    secret = Secret("sparrow-sparrow-1")
    shown = f"{secret} {secret!r} {[secret]} { {'token': secret} }"
    assert "sparrow-sparrow-1" not in shown
    assert secret.hide("a sparrow-sparrow-1 sings") == "a *** sings"
    assert secret.is_in(b'{"seen": "sparrow-sparrow-1"}')
    assert not secret.is_in(b"wren")


def test_a_token_of_a_rehearsal_may_be_a_word() -> None:
    secret = Secret("any")
    assert not secret.is_in(b"many")
    assert secret.hide("many") == "many"
    assert "any" not in repr(secret)
