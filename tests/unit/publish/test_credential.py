"""The token of a blog's host: both forms of a Connection, and errors that never repeat it."""

import pytest

from dawn_chorus.errors import PublishError
from dawn_chorus.publish.credential import read_credential


@pytest.mark.parametrize(
    ("given", "login"),
    [
        ("https://:t0ken%2F1@", "token"),
        ("http://ada:t0ken%2F1@git.example", "ada"),
        ('{"password": "t0ken/1"}', "token"),
        ('{"conn_type": "http", "login": "ada", "password": "t0ken/1"}', "ada"),
    ],
)
def test_the_token_is_the_password(given: str, login: str) -> None:
    credential = read_credential("blog", {"AIRFLOW_CONN_BLOG": given})
    assert credential is not None
    assert (credential.token.reveal(), credential.login) == ("t0ken/1", login)
    assert "t0ken" not in repr(credential)


@pytest.mark.parametrize("given", ["", "https://t0ken@", "{}", '{"password": "t0ken\\nx: y"}', '{"password": "t0ken"'])
def test_a_connection_without_a_token_is_told_without_what_it_holds(given: str) -> None:
    with pytest.raises(PublishError, match="AIRFLOW_CONN_BLOG holds no token") as caught:
        read_credential("blog", {"AIRFLOW_CONN_BLOG": given})
    assert "t0ken" not in str(caught.value)


def test_no_connection_is_no_credential() -> None:
    assert read_credential(None, {}) is None
