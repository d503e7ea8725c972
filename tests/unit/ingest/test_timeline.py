"""The timeline format, with every trap that real files of it hold."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.ingest.tweet import Author

Maker = Callable[..., Any]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)


def test_a_row_becomes_a_tweet(read: Maker, row: Maker, id_at: Maker) -> None:
    tweet = read([row(id_at(), fullText="Plans by @NadiaVerrin: https://t.co/x1 #OpenPlans $vrnt")]).tweet
    assert tweet.tweet_id == tweet.root == id_at()
    assert tweet.created_at == NOON
    assert tweet.author == Author("@brindle_labs", "Brindle_Labs", "Brindle", "We plan", 1200, None)
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == ("original", None, None)
    assert (tweet.mentions, tweet.mention_keys) == (("nadiaverrin",), ("@nadiaverrin",))
    assert (tweet.urls, tweet.hashtags, tweet.cashtags) == (("https://t.co/x1",), ("openplans",), ("VRNT",))
    assert tweet.like_count is tweet.view_count is tweet.lang is None


def test_without_a_time_the_id_gives_it(read: Maker, row: Maker, id_at: Maker) -> None:
    moment = NOON + dt.timedelta(milliseconds=123)
    assert read([row(id_at(moment), createdAt=None)]).tweet.created_at == moment


def test_a_retweet_is_known_by_its_mark(read: Maker, row: Maker) -> None:
    tweet = read([row(fullText="RT @NadiaVerrin: Plans by @brindle_labs")]).tweet
    assert (tweet.kind, tweet.ref_author_key, tweet.ref_tweet_id) == ("retweet", "@nadiaverrin", None)


@pytest.mark.parametrize("text", ["RT if you agree", "So RT @nadiaverrin: it", "RT@nadiaverrin: it"])
def test_other_words_are_no_retweet(read: Maker, row: Maker, text: str) -> None:
    assert read([row(fullText=text)]).tweet.kind == "original"


@pytest.mark.parametrize(
    "url",
    [
        "https://twitter.com/a/status/{id}",
        "https://x.com/i/web/status/{id}?s=20",
        "/a/statuses/{id}#m",
        "https://x.com/undefined/status/{id}",
    ],
)
def test_the_id_stands_in_any_form_of_link(read: Maker, row: Maker, id_at: Maker, url: str) -> None:
    assert read([row(tweetUrl=url.format(id=id_at()))]).tweet.tweet_id == id_at()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"user": {}}, "missing_author"),
        ({"user": None}, "missing_author"),
        ({"user": {"screenName": ""}}, "missing_author"),
        ({"user": {"screenName": "not a handle"}}, "bad_handle"),
        ({"user": {"screenName": "a", "followersCount": -1}}, "bad_count"),
        ({"user": {"screenName": "a", "name": "N\0"}}, "nul_in_text"),
        ({"user": {"screenName": "a", "description": "\0"}}, "nul_in_text"),
        ({"user": [1]}, "wrong_type"),
        ({"fullText": None}, "missing_text"),
        ({"fullText": 5}, "wrong_type"),
        ({"fullText": "a\0b"}, "nul_in_text"),
        ({"fullText": "a\ud83d"}, "lone_surrogate"),
        ({"fullText": "\udc00b"}, "lone_surrogate"),
        ({"fullText": "x" * 1_000_000}, "text_too_long"),
        ({"tweetUrl": "https://x.com/a"}, "missing_id"),
        ({"tweetUrl": "https://x.com/a/status/undefined"}, "bad_id"),
        ({"tweetUrl": "https://x.com/a/status/1.99e18"}, "float_id"),
        ({"tweetUrl": "https://x.com/a/status/99999999999999999999"}, "id_out_of_range"),
        ({"createdAt": "Sat May 04 2030"}, "bad_date"),
        ({"createdAt": "2030-05-04T04:00:00"}, "date_without_zone"),
        ({"createdAt": "Sun May 05 04:00:00 +0000 2030"}, "date_against_id"),
        ({"createdAt": 1_904_000_000}, "wrong_type"),
    ],
)
def test_a_faulty_row_is_refused_by_itself(read: Maker, row: Maker, changes: dict[str, Any], reason: str) -> None:
    result = read([row(), row(**changes), row()])
    assert result.reasons == [reason]
    assert len(result.tweets) == 2
    (refused,) = result.refused
    assert refused.record_no == 2
    assert json.dumps(row(**changes)).encode().startswith(refused.raw)


def test_a_valid_pair_of_surrogates_is_an_emoji(read: Maker, row: Maker) -> None:
    assert read([row(fullText="plans 😀")]).tweet.text == "plans 😀"


def test_bad_utf8_and_cut_off_rows_are_refused_by_themselves(read: Maker, row: Maker) -> None:
    good = json.dumps(row()).encode()
    lines = read(good, good.replace(b"public", b"\xff\xfe"), good, good[: len(good) // 2])
    array = read(b"[" + b",".join([good, good.replace(b"public", b"\xff\xfe"), good, good[: len(good) // 2]]))
    assert lines.reasons == array.reasons == ["bad_utf8", "broken_json"]
    assert len(lines.tweets) == len(array.tweets) == 2


def test_duplicate_keys_count_once_the_last_one(read: Maker, row: Maker) -> None:
    twice = json.dumps(row()).encode().replace(b'"fullText"', b'"fullText": "first", "fullText"')
    assert read(twice).tweet.text == "Plans are public now."


def test_records_that_are_no_objects_are_refused(read: Maker, row: Maker) -> None:
    assert read(json.dumps([row(), None, 7, "text", []]).encode()).reasons == ["wrong_type"] * 4
