"""Tweets of the X API v1.1: streams, lists, searches; retweets, quotes, replies, long texts, edits, withheld ones."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.ingest.tweet import Author

Maker = Callable[..., Any]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
LONG = "A plan. " * 60 + "With @nadiaverrin."
ORIGINAL = 1_800_000_000_000_000_000
NADIA = {"id_str": "502", "screen_name": "NadiaVerrin", "name": "Nadia Verrin", "followers_count": 900}


@pytest.fixture
def original(status: Maker) -> Callable[..., dict[str, Any]]:
    """Makes an older tweet by account 502, as it stands inside another."""

    def make(**changes: Any) -> dict[str, Any]:
        older = {"created_at": None, "user": NADIA, "favorite_count": 40, "retweet_count": 12}
        return dict(status(ORIGINAL, **(older | changes)))

    return make


def test_an_object_becomes_a_tweet(read: Maker, status: Maker, id_at: Maker) -> None:
    tweet = read(status()).tweet
    assert (tweet.tweet_id, tweet.root, tweet.created_at) == (id_at(), id_at(), NOON)
    assert tweet.author == Author("501", "Brindle_Labs", "Brindle", "We plan", 1200, False)
    assert (tweet.text, tweet.lang, tweet.kind) == ("Plans are public now.", "en", "original")
    assert (tweet.like_count, tweet.retweet_count, tweet.reply_count, tweet.view_count) == (7, 2, None, None)
    assert (tweet.mentions, tweet.hashtags, tweet.cashtags, tweet.urls) == ((), (), (), ())


@pytest.mark.parametrize("wrap", [lambda tweets: tweets, lambda tweets: {"statuses": tweets, "search_metadata": {}}])
def test_tweets_come_one_a_line_in_lists_and_in_the_answer_of_a_search(read: Maker, status: Maker, wrap: Maker) -> None:
    assert len(read(status(), status()).tweets) == 2
    result = read(json.dumps(wrap([status(), status()]), indent=1).encode())
    assert (result.examined.format, len(result.tweets)) == ("x_api_v1", 2)


def test_a_search_without_results_has_no_records(read: Maker) -> None:
    result = read({"statuses": [], "search_metadata": {"count": 15}})
    assert (result.examined.format, result.tweets, result.reasons) == ("x_api_v1", [], [])


def test_listed_entities_count_and_pictures_are_none(read: Maker, status: Maker) -> None:
    listed = {
        "user_mentions": [{"screen_name": "NadiaVerrin", "id_str": "502"}, {"screen_name": "gone", "id": -1}],
        "hashtags": [{"text": "OpenPlans"}],
        "symbols": [{"text": "vrnt"}],
        "urls": [{"url": "https://t.co/x1", "expanded_url": "https://pages.example/plan"}, {"url": "https://t.co/x2"}],
        "media": [{"url": "https://t.co/x3", "expanded_url": "https://x.com/a/status/1/photo/1"}],
    }
    tweet = read(status(text="without any sign", entities=listed)).tweet
    assert (tweet.mentions, tweet.mention_keys) == (("nadiaverrin", "gone"), ("502", "@gone"))
    assert (tweet.hashtags, tweet.cashtags) == (("openplans",), ("VRNT",))
    assert tweet.urls == ("https://pages.example/plan", "https://t.co/x2")


def test_without_listed_entities_the_text_has_them(read: Maker, status: Maker) -> None:
    tweet = read(status(text="@NadiaVerrin $vrnt", entities=None)).tweet
    assert (tweet.mentions, tweet.cashtags) == (("nadiaverrin",), ("VRNT",))


def test_a_retweet_has_the_text_entities_and_counters_of_its_original(
    read: Maker, status: Maker, original: Maker
) -> None:
    inside = original(extended_tweet={"full_text": LONG, "entities": {"hashtags": [{"text": "Long"}]}})
    tweet = read(status(text="RT @NadiaVerrin: A plan…", retweeted_status=inside, favorite_count=0)).tweet
    assert tweet.text == f"RT @NadiaVerrin: {LONG}"
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == ("retweet", ORIGINAL, "502")
    assert (tweet.like_count, tweet.retweet_count) == (40, 12)
    assert (tweet.mentions, tweet.mention_keys, tweet.hashtags) == (("nadiaverrin",), ("502",), ("long",))


def test_a_retweet_without_its_original_is_known_by_the_mark(read: Maker, status: Maker) -> None:
    listed = {"user_mentions": [{"screen_name": "NadiaVerrin", "id_str": "502"}]}
    named = read(status(text="RT @NadiaVerrin: A plan…", entities=listed)).tweet
    assert (named.kind, named.ref_tweet_id, named.ref_author_key) == ("retweet", None, "502")
    assert read(status(text="RT @stranger: A plan…", entities={})).tweet.ref_author_key == "@stranger"


@pytest.mark.parametrize(
    ("changes", "ref_author_key"),
    [
        ({"quoted_status": {"id_str": str(ORIGINAL), "user": NADIA}}, "502"),
        (
            {"quoted_status_permalink": {"expanded": f"https://twitter.com/NadiaVerrin/status/{ORIGINAL}"}},
            "@nadiaverrin",
        ),
        ({"quoted_status_permalink": {"expanded": f"https://twitter.com/i/status/{ORIGINAL}"}}, None),
        ({}, None),
    ],
)
def test_a_quote_names_whom_it_quotes(
    read: Maker, status: Maker, changes: dict[str, Any], ref_author_key: str | None
) -> None:
    tweet = read(status(quoted_status_id_str=str(ORIGINAL), in_reply_to_user_id=777, **changes)).tweet
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == ("quote", ORIGINAL, ref_author_key)


@pytest.mark.parametrize(
    ("changes", "ref"),
    [
        ({"in_reply_to_status_id_str": "9", "in_reply_to_user_id_str": "502"}, (9, "502")),
        ({"in_reply_to_status_id": 9, "in_reply_to_user_id": 502}, (9, "502")),
        ({"in_reply_to_screen_name": "NadiaVerrin"}, (None, "@nadiaverrin")),
        ({"in_reply_to_status_id": 9}, (9, None)),
    ],
)
def test_a_reply_names_whom_it_answers(read: Maker, status: Maker, changes: dict[str, Any], ref: Any) -> None:
    tweet = read(status(**changes)).tweet
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == ("reply", *ref)


@pytest.mark.parametrize(
    "changes",
    [{"full_text": LONG, "text": None}, {"text": "A plan…", "extended_tweet": {"full_text": LONG}, "truncated": True}],
)
def test_a_long_text_is_whole(read: Maker, status: Maker, changes: dict[str, Any]) -> None:
    tweet = read(status(entities=None, **changes)).tweet
    assert (tweet.text, tweet.mentions) == (LONG, ("nadiaverrin",))


def test_an_edit_counts_for_its_first_version_and_time(read: Maker, status: Maker, id_at: Maker) -> None:
    first, later = id_at(NOON), id_at(NOON + dt.timedelta(minutes=9))
    history = {"initial_tweet_id": str(first), "edit_tweet_ids": [str(first), str(later)]}
    tweet = read(status(later, created_at="Sat May 04 04:09:00 +0000 2030", edit_history=history)).tweet
    assert (tweet.tweet_id, tweet.root, tweet.created_at) == (later, first, NOON)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"withheld_copyright": True}, "withheld"),
        ({"withheld_in_countries": ["XX"]}, "withheld"),
        ({"withheld_in_countries": ["XY", "FR"]}, "withheld"),
        ({"user": None, "retweeted": 1}, "missing_author"),
        ({"user": {"id_str": "501"}}, "missing_author"),
        ({"user": {"screen_name": "a b"}}, "bad_handle"),
        ({"text": None}, "missing_text"),
        ({"text": 7}, "wrong_type"),
        ({"id_str": None, "id": 1.8e18}, "float_id"),
        ({"id_str": "1.8e+18"}, "float_id"),
        ({"id_str": "x"}, "bad_id"),
        ({"favorite_count": -1}, "bad_count"),
        ({"created_at": "Sun May 05 04:00:00 +0000 2030"}, "date_against_id"),
        ({"retweeted_status": {"id_str": "9", "text": "t"}}, "missing_author"),
        ({"quoted_status_id_str": "many"}, "bad_id"),
        ({"entities": {"urls": [{"url": "https://t.co/a\0"}]}}, "nul_in_text"),
    ],
)
def test_a_faulty_tweet_is_refused_by_itself(read: Maker, status: Maker, changes: dict[str, Any], reason: str) -> None:
    faulty = status(**changes)
    result = read(status(), faulty, status())
    assert (result.reasons, len(result.tweets)) == ([reason], 2)
    assert result.refused[0].raw == json.dumps(faulty).encode()


def test_a_tweet_withheld_in_one_country_is_kept(read: Maker, status: Maker) -> None:
    assert read(status(withheld_in_countries=["FR"])).tweet.kind == "original"


def test_a_refused_tweet_is_booked_to_its_own_day(read: Maker, status: Maker) -> None:
    (refused,) = read(status(), status(user={})).refused
    assert refused.day == dt.date(2030, 5, 4)


def test_notices_of_a_stream_are_no_tweets(read: Maker, status: Maker) -> None:
    notices = [{"delete": {"status": {"id": 9}}}, {"limit": {"track": 5}}, {"scrub_geo": {}}]
    assert read(status(), *notices).reasons == ["not_a_tweet"] * 3


def test_an_account_without_a_number_is_known_by_its_handle(read: Maker, status: Maker) -> None:
    assert read(status(user={"screen_name": "Brindle_Labs"})).tweet.author.key == "@brindle_labs"
