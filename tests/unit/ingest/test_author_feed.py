"""Snapshots of some authors' tweets: tweets, empty days, and days on which their program could read nobody."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.ingest.tweet import Author

Maker = Callable[..., Any]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def entry(id_at: Maker) -> Callable[..., dict[str, Any]]:
    """Makes a tweet of a snapshot; keywords replace its fields, None removes them."""

    def make(**changes: Any) -> dict[str, Any]:
        whole = {
            "id": str(id_at()),
            "text": "Plans are public now. $VRNT",
            "createdAt": "2030-05-04T04:00:00.000Z",
            "likes": 7,
            "retweets": 2,
            "replies": 1,
            "isQuote": False,
        }
        return {key: value for key, value in (whole | changes).items() if value is not None}

    return make


def test_an_entry_becomes_a_tweet(read: Maker, feed: Maker, entry: Maker, id_at: Maker) -> None:
    result = read(json.dumps(feed(entry()), indent=2).encode())
    tweet = result.tweet
    assert (result.examined.format, tweet.tweet_id, tweet.created_at) == ("author_feed", id_at(), NOON)
    assert tweet.author == Author("@brindle_labs", "Brindle_Labs", "Brindle", "We plan")
    assert (tweet.like_count, tweet.retweet_count, tweet.reply_count, tweet.quote_count) == (7, 2, 1, None)
    assert (tweet.kind, tweet.cashtags) == ("original", ("VRNT",))


@pytest.mark.parametrize(
    ("changes", "relation"),
    [
        ({"isQuote": True, "quotedTweetId": "1800000000000000000"}, ("quote", 1_800_000_000_000_000_000, None)),
        ({"isQuote": True}, ("quote", None, None)),
        ({"text": "RT @NadiaVerrin: A plan"}, ("retweet", None, "@nadiaverrin")),
    ],
)
def test_relations(read: Maker, feed: Maker, entry: Maker, changes: dict[str, Any], relation: Any) -> None:
    tweet = read(feed(entry(**changes))).tweet
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == relation


def test_an_empty_snapshot_has_no_records(read: Maker, feed: Maker) -> None:
    result = read(feed() | {"x": []})
    assert (result.examined.format, result.tweets, result.reasons) == ("author_feed", [], [])


def test_what_could_not_be_read_is_in_the_books_of_that_day(read: Maker, feed: Maker) -> None:
    result = read(feed(errors=["X API: @nadiaverrin HTTP 402", "Skipped @stranger: user not found"]))
    assert result.reasons == ["source_failed"] * 2
    assert {refused.day for refused in result.refused} == {dt.date(2030, 5, 4)}
    assert result.refused[0].detail == "X API: @nadiaverrin HTTP 402"


@pytest.mark.parametrize("note", ["null", "{}", "7"])
def test_a_note_that_is_no_text_is_refused_all_the_same(read: Maker, feed: Maker, note: str) -> None:
    document = json.dumps(feed(errors=["?"])).replace('"?"', note)
    assert read(document.encode()).reasons == (["wrong_type"])


@pytest.mark.parametrize(
    ("changes", "account", "reason"),
    [
        ({"id": None}, {}, "missing_id"),
        ({"id": 1.9e18}, {}, "float_id"),
        ({"text": None}, {}, "missing_text"),
        ({"likes": "7,000"}, {}, "bad_count"),
        ({"createdAt": "yesterday"}, {}, "bad_date"),
        ({"quotedTweetId": "x", "isQuote": True}, {}, "bad_id"),
        ({}, {"handle": None}, "missing_author"),
        ({}, {"handle": "not a handle"}, "bad_handle"),
        ({}, {"name": 5}, "wrong_type"),
    ],
)
def test_a_faulty_entry_is_refused(
    read: Maker, feed: Maker, entry: Maker, changes: dict[str, Any], account: dict[str, Any], reason: str
) -> None:
    assert read(feed(entry(**changes), **account)).reasons == [reason]


def test_a_broken_account_is_one_record(read: Maker, feed: Maker, entry: Maker) -> None:
    snapshot = feed(entry())
    snapshot["x"].append(7)
    result = read(snapshot)
    assert (len(result.tweets), result.reasons) == (1, ["wrong_type"])


@pytest.mark.parametrize(("made", "expected"), [("2030-05-05T01:00:00Z", NOON.replace(day=5, hour=1)), ("soon", None)])
def test_counters_were_seen_when_the_snapshot_was_made(
    read: Maker, feed: Maker, entry: Maker, made: str, expected: dt.datetime | None
) -> None:
    assert read(json.dumps(feed(entry()) | {"generatedAt": made}).encode()).tweet.observed_at == expected
