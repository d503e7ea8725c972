"""One question over real HTTP on loopback: answers, and every way in which there is none."""

import time
from collections.abc import Mapping

import pytest
from tests.stand_in.llm import Behaviour, LlmStandIn, Reply, completion, say, well

from dawn_chorus.report.llm.client import MOST_TOKENS, NoAnswerError, ask
from dawn_chorus.report.llm.endpoint import Endpoint, read_endpoint
from dawn_chorus.report.llm.request import Request

REQUEST = Request("zh", 100)
SECONDS = 20.0


def endpoint_of(model: LlmStandIn) -> Endpoint:
    endpoint = read_endpoint("llm", {"AIRFLOW_CONN_LLM": model.connection})
    assert endpoint is not None
    return endpoint


def failure(behave: Behaviour, seconds: float = SECONDS) -> tuple[str, int]:
    """Of which sort the failure of a question is, and how many requests were sent."""
    with LlmStandIn(behave) as model:
        with pytest.raises(NoAnswerError) as caught:
            ask(endpoint_of(model), REQUEST, seconds)
        assert "sparrow" not in str(caught.value)
        return caught.value.failure, len(model.asked)


def test_a_good_answer_is_parsed_and_its_tokens_are_counted() -> None:
    with LlmStandIn(well) as model:
        reply = ask(endpoint_of(model), REQUEST)
    assert (reply.answer.claims, reply.input_tokens, reply.output_tokens) == ([], 1_200, 300)
    assert model.keys == ["Bearer sparrow-sparrow-key-1"]


def test_no_tool_is_offered_and_tweets_are_no_instructions() -> None:
    with LlmStandIn(well) as model:
        ask(endpoint_of(model), REQUEST)
    (asked,) = model.asked
    assert not asked.get("tools")
    assert [message["content"] for message in asked["messages"] if message["role"] == "user"] == [REQUEST.data]
    assert asked["max_tokens" if "max_tokens" in asked else "max_completion_tokens"] > 0


def _once(first: Reply) -> Behaviour:
    return lambda things, number: first if number == 1 else well(things, number)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again_after_the_time_it_asks_for(status: int) -> None:
    begin = time.monotonic()
    with LlmStandIn(_once(Reply(status=status, headers={"Retry-After": "1"}))) as model:
        assert ask(endpoint_of(model), REQUEST, SECONDS).answer.claims == []
    assert len(model.asked) == 2
    assert time.monotonic() - begin >= 1


FAILURES: Mapping[str, tuple[Reply, str]] = {
    "lasting rate limit": (Reply(status=429, headers={"Retry-After": "0.01"}), "unavailable"),
    "lasting failure": (Reply(status=502, headers={"Retry-After": "0.01"}), "unavailable"),
    "wrong key": (Reply(status=401), "refused"),
    "unknown model": (Reply(status=404, body=b'{"error": {"message": "no such model"}}'), "refused"),
    "half JSON": (Reply('{"claims": [{"thing": "s1", "sente'), "malformed"),
    "prose": (Reply("Certainly! Here is what I found."), "malformed"),
    "another form": (Reply('{"claims": "none"}'), "malformed"),
    "half body": (Reply(body=completion("x")[:60]), "unavailable"),
    "HTML": (Reply(body=b"<html>We'll be right back.</html>"), "unavailable"),
    "no choice": (Reply(body=b'{"id": "1", "object": "chat.completion", "choices": []}'), "malformed"),
    "huge": (Reply(body=b" " * 1_100_000), "unavailable"),
    "without end": (Reply(endless=True), "unavailable"),
    "packed": (Reply(headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8b"), "unavailable"),
}


@pytest.mark.parametrize("what", FAILURES)
def test_every_other_failure_ends_soon_and_says_of_which_sort_it_is(what: str) -> None:
    reply, expected = FAILURES[what]
    begin = time.monotonic()
    sort, sent = failure(lambda things, number: reply)
    assert sort == expected
    assert sent <= 3
    assert time.monotonic() - begin < SECONDS


@pytest.mark.parametrize("reply", [Reply(seconds=60), Reply(status=429, headers={"Retry-After": "60"})])
def test_who_hangs_or_makes_wait_is_left_when_the_time_is_over(reply: Reply) -> None:
    begin = time.monotonic()
    assert failure(lambda things, number: reply, seconds=0.5)[0] == "unavailable"
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize("tokens", [-5, 10**30])
def test_absurd_counts_of_tokens_are_bounded(tokens: int) -> None:
    body = completion('{"claims": []}', {"prompt_tokens": tokens, "completion_tokens": 1, "total_tokens": 1})
    with LlmStandIn(lambda things, number: Reply(body=body)) as model:
        reply = ask(endpoint_of(model), REQUEST, SECONDS)
    assert 0 <= reply.input_tokens <= MOST_TOKENS


def test_a_redirection_takes_key_and_tweets_nowhere() -> None:
    with LlmStandIn(well) as other:
        there = other.connection.replace(":sparrow-sparrow-key-1@", "").partition("?")[0]
        moved = Reply(status=307, headers={"Location": f"{there}/chat/completions"})
        assert failure(lambda things, number: moved)[1] == 1
    assert other.asked == []


def test_nobody_listening_is_unavailable() -> None:
    with LlmStandIn(lambda things, number: say([])) as model:
        endpoint = endpoint_of(model)
    with pytest.raises(NoAnswerError) as caught:
        ask(endpoint, REQUEST, SECONDS)
    assert caught.value.failure == "unavailable"
