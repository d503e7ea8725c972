"""What an answer about tweets says: gone is only what it says is gone, of a tweet that was asked for."""

import json
from typing import Any

import pytest

from dawn_chorus.errors import FetchDelayedError
from dawn_chorus.ingest.x_api.lookup import outcomes

ASKED = (11, 12, 13)
NOT_FOUND = "https://api.x.com/2/problems/resource-not-found"
NOT_AUTHORIZED = "https://api.x.com/2/problems/not-authorized-for-resource"


def problem(tweet_id: int | str, kind: str, detail: str = "", **changes: Any) -> dict[str, Any]:
    """One of ``errors``."""
    return {"resource_type": "tweet", "resource_id": str(tweet_id), "type": kind, "detail": detail} | changes


def said(*errors: Any, data: Any = None, **more: Any) -> dict[int, str]:
    """What is made of an answer."""
    answer = {"errors": list(errors), **({"data": data} if data is not None else {}), **more}
    return dict(outcomes(json.dumps(answer).encode(), ASKED))


def test_each_tweet_is_there_or_gone_for_a_reason() -> None:
    suspended = problem(13, NOT_AUTHORIZED, "The account of this Tweet has been SUSPENDED.")
    data = [{"id": "11", "text": "Plan"}]
    assert said(problem(12, NOT_FOUND), suspended, data=data) == {11: "there", 12: "deleted", 13: "suspended"}
    assert said(problem(12, NOT_AUTHORIZED, "Sorry, you are not authorized.")) == {12: "protected"}


@pytest.mark.parametrize("older", ["https://api.twitter.com/2/problems/resource-not-found"])
def test_the_platforms_older_name_and_newer_words_are_known(older: str) -> None:
    assert said(problem(12, older, resource_type="post")) == {12: "deleted"}
    assert said(problem("", older, value="12")) == {12: "deleted"}


@pytest.mark.parametrize(
    "error",
    [
        problem(12, "https://api.x.com/2/problems/service-unavailable"),
        problem(12, "https://api.x.com/2/problems/operational-disconnect"),
        problem(12, "https://api.x.com/2/problems/field-not-authorized"),
        problem(12, "about:blank", "Could not find tweet with ids: [12]."),
        problem(12, NOT_FOUND, resource_type="user"),
        problem(12, NOT_FOUND, resource_type=""),
        problem(99, NOT_FOUND),
        problem("", NOT_FOUND, value=["12"]),
        problem("12\u0000", NOT_FOUND),
        {"message": "Could not find tweet with ids: [12]."},
        "Could not find tweet with ids: [12].",
        None,
        12,
    ],
)
def test_no_other_problem_is_a_deletion(error: Any) -> None:
    assert said(error) == {}


def test_what_is_not_answered_is_not_known() -> None:
    assert said(data=[{"id": "11"}]) == {11: "there"}
    assert said(data=[]) == {}


def test_a_tweet_that_is_given_is_there_whatever_else_is_said() -> None:
    assert said(problem(11, NOT_FOUND), data=[{"id": "11"}]) == {11: "there"}


def test_tweets_that_were_not_asked_for_count_for_nothing() -> None:
    assert said(data=[{"id": "77"}, {"text": "no id"}, 5, None]) == {}


@pytest.mark.parametrize("body", [b"{}", b'{"meta": {}}', b'{"title": "Forbidden"}', b"[]", b"", b'{"da'])
def test_what_is_no_answer_is_refused(body: bytes) -> None:
    with pytest.raises(FetchDelayedError, match="neither data nor errors"):
        outcomes(body, ASKED)
