"""The envelope of a page: ids, the next token, problems, missing fields; and whatever a hostile answer holds."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.errors import FetchError
from dawn_chorus.ingest.x_api.page import read_envelope

WHOLE = {
    "created_at": "2030-05-04T04:00:00.000Z",
    "author_id": "501",
    "public_metrics": {},
    "lang": "en",
    "conversation_id": "1",
}
USER = {"id": "501", "username": "ada_tester", "public_metrics": {}}


def read(**page: Any) -> Any:
    return read_envelope(json.dumps(page).encode())


def test_what_a_page_holds_is_told_apart() -> None:
    page = read(
        data=[{"id": "1", **WHOLE}, {"id": "2", **WHOLE}],
        includes={"users": [USER, {"id": "502"}], "tweets": [{"id": "2"}, {"id": "3"}]},
        meta={"next_token": "b26v89c19zqg8o3f", "result_count": 2},
    )
    assert page.tweet_ids == ("1", "2")
    assert page.post_ids == {"1", "2", "3"}
    assert page.user_ids == {"501", "502"}
    assert page.next_token == "b26v89c19zqg8o3f"
    assert page.problems == page.missing == ()


def test_included_tweets_of_the_newer_dialect_are_posts() -> None:
    page = read(data=[{"id": "1", **WHOLE}], includes={"users": [USER], "posts": [{"id": "3"}]}, meta={})
    assert page.post_ids == {"1", "3"}


@pytest.mark.parametrize(
    "page",
    [
        {"meta": {"result_count": 0}},
        {"data": None, "meta": {"result_count": 0}},
        {"data": [], "meta": {}},
        {"errors": [{"title": "Not Found Error"}]},
        {"meta": {"next_token": None}},
        {"meta": {"next_token": ""}},
        {"meta": []},
    ],
)
def test_a_page_without_tweets_is_an_end(page: dict[str, Any]) -> None:
    envelope = read(**page)
    assert (envelope.tweet_ids, envelope.next_token, envelope.missing) == ((), None, ())


@pytest.mark.parametrize(
    "meta",
    [
        None,
        [],
        "x",
        {"next_token": 7},
        {"next_token": ["t"]},
        {"next_token": "a\nb"},
        {"next_token": "a\0"},
        {"next_token": "t" * 5000},
    ],
)
def test_tweets_that_do_not_say_whether_more_follow_are_an_error(meta: Any) -> None:
    with pytest.raises(FetchError, match="whether another follows"):
        read(data=[{"id": "1", **WHOLE}], includes={"users": [USER]}, meta=meta)


@pytest.mark.parametrize("body", [b"{}", b'{"data": {"text": "no id"}}', b'{"html": 1, "meta": {}}', b'{"cat": "Mog"}'])
def test_json_that_is_no_page_is_an_error_that_says_what_it_has(body: bytes) -> None:
    with pytest.raises(FetchError, match="is no page of tweets: it has"):
        read_envelope(body)


@pytest.mark.parametrize("name", ["created_at", "author_id", "public_metrics", "lang", "conversation_id"])
def test_a_field_that_no_tweet_has_is_missing(name: str) -> None:
    bare = {key: value for key, value in WHOLE.items() if key != name}
    some = [{"id": "1", **bare}, {"id": "2", **WHOLE}]
    assert read(data=some, includes={"users": [USER]}, meta={}).missing == ()
    assert read(data=some[:1], includes={"users": [USER]}, meta={}).missing == (name,)


@pytest.mark.parametrize("includes", [{}, {"users": []}, {"users": None}, None, [], {"users": [{"id": "501"}]}])
def test_authors_that_did_not_arrive_are_missing(includes: Any) -> None:
    page = read(data=[{"id": "1", **WHOLE}], includes=includes, meta={})
    assert page.missing == ("user.username", "user.public_metrics")


def test_problems_are_read_whatever_they_hold() -> None:
    page = read(
        meta={},
        errors=[
            {"title": "Not Found Error", "detail": "gone", "resource_type": "user", "resource_id": "9", "value": "8"},
            {"title": "Authorization Error", "value": "8", "parameter": "id"},
            {"title": "Odd", "value": {"deep": [1]}},
            {"title": 7},
            "words",
        ],
    )
    assert [(each.title, each.resource) for each in page.problems] == [
        ("Not Found Error", "9"),
        ("Authorization Error", "8"),
        ("Odd", ""),
        ("unreadable", ""),
        ("unreadable", ""),
    ]


@pytest.mark.parametrize(
    ("element", "ids"),
    [
        ({"id": 7}, ("7",)),
        ({"id": None}, ()),
        ({"id": ""}, ()),
        ({"text": "no id"}, ()),
        ("a text", ()),
        (None, ()),
        ({"id": "9" * 5000}, ("9" * 40,)),
    ],
)
def test_odd_elements_do_not_break_the_page(element: Any, ids: tuple[str, ...]) -> None:
    assert read(data=[element], meta={}).tweet_ids == ids


def test_one_broken_element_does_not_take_the_others_with_it() -> None:
    body = b'{"data": [{"id": "1", "text": "\\ud800"}, {"id": "2"}], "meta": {"next_token": "t2"}}'
    assert read_envelope(body).tweet_ids == ("1", "2")


def test_a_page_is_before_a_moment_when_one_of_its_tweets_is(id_at: Callable[..., int]) -> None:
    noon = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
    page = read(data=[{"id": str(id_at(noon))}, {"id": "odd"}, {"id": "9" * 30}], meta={})
    assert page.is_before(noon + dt.timedelta(seconds=1))
    assert not page.is_before(noon)
    assert not read(data=[], meta={}).is_before(noon)
