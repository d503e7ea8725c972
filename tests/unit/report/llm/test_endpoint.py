"""Where the language model answers, as an Airflow Connection says it; the key is repeated nowhere."""

import pytest

from dawn_chorus.errors import ChorusError
from dawn_chorus.report.llm.endpoint import NO_KEY, read_endpoint

KEY = "sparrow-sparrow-key-1"
EXTRA = r'"extra": "{\"model\": \"thrush\"}"'


@pytest.mark.parametrize(
    ("given", "base_url"),
    [
        (f"https://:{KEY}@api.example.com/v1?model=thrush", "https://api.example.com/v1"),
        (f"http://:{KEY}@127.0.0.1:8000/v1?model=thrush", "http://127.0.0.1:8000/v1"),
        (f"openai://:{KEY}@api.example.com:8443?model=thrush", "https://api.example.com:8443"),
        (f'{{"host": "https://api.example.com/v1/", "password": "{KEY}", {EXTRA}}}', "https://api.example.com/v1"),
    ],
)
def test_both_forms_of_a_connection_name_it(given: str, base_url: str) -> None:
    endpoint = read_endpoint("llm", {"AIRFLOW_CONN_LLM": given})
    assert endpoint is not None
    assert (endpoint.base_url, endpoint.model, endpoint.key.reveal()) == (base_url, "thrush", KEY)
    assert KEY not in repr(endpoint)


def test_without_a_connection_there_is_none() -> None:
    assert read_endpoint("llm", {"AIRFLOW_CONN_OTHER": "https://x"}) is None


def test_a_server_on_this_machine_may_want_no_key() -> None:
    endpoint = read_endpoint("llm", {"AIRFLOW_CONN_LLM": "http://localhost:11434/v1?model=thrush"})
    assert endpoint is not None
    assert endpoint.key.reveal() == NO_KEY


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (f'{{"host": "http://api.example.com", "password": "{KEY}", "extra": {{"model": "x"}}}}', "plain http"),
        (f"https://:{KEY}@api.example.com/v1", "names no model"),
        ("https://api.example.com/v1?model=x", "holds no key"),
        (f"https://:{KEY}%20two@api.example.com/v1?model=x", "holds no key"),
        (f"https://:{KEY}@?model=x", "names no host"),
        (f'{{"password": "{KEY}", ', "cannot be read"),
        (f"https://:{KEY}@api.example.com:port/v1?model=x", "cannot be read"),
    ],
)
def test_a_wrong_connection_is_one_clear_line_without_the_key(given: str, what: str) -> None:
    with pytest.raises(ChorusError, match=what) as caught:
        read_endpoint("llm", {"AIRFLOW_CONN_LLM": given})
    assert "sparrow" not in str(caught.value)
    assert "AIRFLOW_CONN_LLM" in str(caught.value)
