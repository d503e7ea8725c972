"""Pages of the X API v2: both dialects, relations, long notes, edits, withheld tweets, missing authors."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.ingest.tweet import Author

Maker = Callable[..., Any]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
ORIGINAL = 1_800_000_000_000_000_000
LONG = "A plan. " * 60 + "With @nadiaverrin."


def ref(kind: str, tweet_id: int = ORIGINAL) -> list[dict[str, str]]:
    return [{"type": kind, "id": str(tweet_id)}]


def test_an_element_becomes_a_tweet(read: Maker, page: Maker, element: Maker, id_at: Maker) -> None:
    tweet = read(page(element())).tweet
    assert (tweet.tweet_id, tweet.root, tweet.conversation_id) == (id_at(), id_at(), id_at())
    assert tweet.created_at == NOON
    assert tweet.author == Author("501", "Brindle_Labs", "Brindle", "", 1200, None)
    assert (tweet.text, tweet.lang, tweet.kind) == ("Plans are public now.", "en", "original")
    assert (tweet.like_count, tweet.retweet_count, tweet.reply_count, tweet.quote_count) == (7, 2, 1, 0)
    assert tweet.view_count is None


@pytest.mark.parametrize("indent", [None, 2])
def test_pages_come_alone_in_lists_and_one_a_line(read: Maker, page: Maker, element: Maker, indent: int | None) -> None:
    pages = [page(element()), page(element(), element())]
    assert len(read(*pages).tweets) == 3
    assert len(read(json.dumps(pages, indent=indent).encode()).tweets) == 3
    assert len(read(json.dumps(pages[1], indent=indent).encode()).tweets) == 2


def test_data_may_be_one_tweet_or_nothing(read: Maker, page: Maker, element: Maker) -> None:
    single = page() | {"data": element()}
    nothing = [{"meta": {"result_count": 0}}, {"errors": [{"title": "Not Found Error"}]}, {"data": None}, {"data": []}]
    assert len(read(single).tweets) == 1
    result = read(*nothing)
    assert (result.examined.format, result.tweets, result.reasons) == ("x_api_v2", [], [])


def test_both_dialects_say_the_same(read: Maker, page: Maker, element: Maker) -> None:
    versions = ["1900000000000000000", str(element()["id"])]
    note = {"text": LONG}
    tweets = element(
        text="A plan…",
        referenced_tweets=ref("quoted"),
        edit_history_tweet_ids=versions,
        note_tweet=note,
        public_metrics={"retweet_count": 3, "impression_count": 9},
    )
    posts = element(
        text="A plan…",
        referenced_posts=ref("quoted"),
        edit_history_post_ids=versions,
        note_post=note,
        public_metrics={"repost_count": 3, "impression_count": 9},
        edit_history_tweet_ids=None,
    )
    old, new = read(page(tweets)).tweet, read(page(posts)).tweet
    assert old == new
    assert (old.text, old.kind, old.ref_tweet_id, old.root) == (LONG, "quote", ORIGINAL, 1900000000000000000)
    assert (old.retweet_count, old.view_count, old.mentions) == (3, 9, ("nadiaverrin",))


@pytest.mark.parametrize("included", ["tweets", "posts"])
@pytest.mark.parametrize("word", ["retweeted", "reposted"])
def test_a_retweet_has_the_whole_text_of_its_original(
    read: Maker, page: Maker, element: Maker, word: str, included: str
) -> None:
    original = element(ORIGINAL, author_id="502", text="A plan…", note_tweet={"text": LONG})
    retweet = element(text="RT @nadiaverrin: A plan…", referenced_tweets=ref(word))
    document = page(retweet)
    document["includes"][included] = [original]
    tweet = read(document).tweet
    assert tweet.text == f"RT @nadiaverrin: {LONG}"
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == ("retweet", ORIGINAL, "502")
    assert tweet.mentions == ("nadiaverrin",)


def test_a_retweet_of_something_not_included_keeps_its_own_text(read: Maker, page: Maker, element: Maker) -> None:
    document = page(element(text="RT @NadiaVerrin: A plan…", referenced_tweets=ref("retweeted")))
    tweet = read(document).tweet
    assert (tweet.text, tweet.kind, tweet.ref_author_key) == ("RT @NadiaVerrin: A plan…", "retweet", "502")
    stranger = read(page(element(text="RT @stranger: A plan…", referenced_tweets=ref("retweeted")))).tweet
    assert stranger.ref_author_key == "@stranger"


def test_a_retweet_of_an_author_without_a_name_keeps_its_own_text(read: Maker, page: Maker, element: Maker) -> None:
    original = element(ORIGINAL, author_id="777", text="A plan for all")
    tweet = read(page(element(text="A plan…", referenced_tweets=ref("retweeted")), tweets=[original])).tweet
    assert (tweet.text, tweet.kind, tweet.ref_author_key) == ("A plan…", "retweet", "777")


def test_the_strongest_relation_counts(read: Maker, page: Maker, element: Maker) -> None:
    original = element(ORIGINAL, author_id="502")
    answer = element(in_reply_to_user_id="777", referenced_tweets=ref("replied_to", 8) + ref("quoted"))
    tweet = read(page(answer, tweets=[original])).tweet
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == ("quote", ORIGINAL, "502")


def test_a_reply_names_whom_it_answers_even_when_that_is_gone(read: Maker, page: Maker, element: Maker) -> None:
    tweet = read(page(element(in_reply_to_user_id="777", referenced_tweets=ref("replied_to")))).tweet
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == ("reply", ORIGINAL, "777")
    bare = read(page(element(in_reply_to_user_id="777"))).tweet
    assert (bare.kind, bare.ref_tweet_id, bare.ref_author_key) == ("reply", None, "777")
    lost = read(page(element(referenced_tweets=ref("replied_to")))).tweet
    assert (lost.kind, lost.ref_author_key) == ("reply", None)


def test_an_edit_counts_for_its_first_version_and_time(read: Maker, page: Maker, element: Maker, id_at: Maker) -> None:
    first, later = id_at(NOON), id_at(NOON + dt.timedelta(minutes=9))
    edited = element(later, created_at="2030-05-04T04:09:00.000Z", edit_history_tweet_ids=[str(first), str(later)])
    tweet = read(page(edited)).tweet
    assert (tweet.tweet_id, tweet.root, tweet.created_at) == (later, first, NOON)


def test_listed_entities_are_believed(read: Maker, page: Maker, element: Maker) -> None:
    listed = {
        "mentions": [{"username": "NadiaVerrin", "id": "502"}, {"username": "Old_Friend"}, {"username": "x y"}],
        "hashtags": [{"tag": "人工智能"}, {"tag": "Plans"}],
        "cashtags": [{"tag": "vrnt"}],
        "urls": [
            {
                "url": "https://t.co/1",
                "expanded_url": "https://short.example/1",
                "unwound_url": "https://long.example/1",
            },
            {"url": "https://t.co/2", "expanded_url": "https://pages.example/2"},
            {"url": "https://t.co/3", "expanded_url": "https://x.com/a/photo/1", "media_key": "3_1"},
            {"url": "https://t.co/4", "expanded_url": "javascript:alert(1)"},
        ],
    }
    tweet = read(page(element(text="@elsewhere #other", entities=listed))).tweet
    assert (tweet.mentions, tweet.mention_keys) == (("nadiaverrin", "old_friend"), ("502", "@old_friend"))
    assert (tweet.hashtags, tweet.cashtags) == (("人工智能", "plans"), ("VRNT",))
    assert tweet.urls == ("https://long.example/1", "https://pages.example/2")


def test_without_a_list_the_text_is_searched_and_the_page_knows_numbers(
    read: Maker, page: Maker, element: Maker
) -> None:
    tweet = read(page(element(text="@NadiaVerrin and @stranger on #Plans"))).tweet
    assert (tweet.mentions, tweet.mention_keys) == (("nadiaverrin", "stranger"), ("502", "@stranger"))
    assert tweet.hashtags == ("plans",)


@pytest.mark.parametrize(
    ("user", "is_verified"),
    [
        ({}, None),
        ({"verified": False}, False),
        ({"verified": True}, True),
        ({"verified_type": "blue"}, True),
        ({"verified_type": "none"}, False),
    ],
)
def test_the_verified_mark(
    read: Maker, page: Maker, element: Maker, user: dict[str, Any], is_verified: bool | None
) -> None:
    document = page(element(author_id="9"))
    document["includes"]["users"].append({"id": "9", "username": "ninth"} | user)
    assert read(document).tweet.author.is_verified is is_verified


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "missing_id"),
        ({"id": 2.028765091609712e18}, "float_id"),
        ({"id": "12x"}, "bad_id"),
        ({"id": str(2**63)}, "id_out_of_range"),
        ({"id": [1]}, "wrong_type"),
        ({"text": None}, "missing_text"),
        ({"text": "a\0b"}, "nul_in_text"),
        ({"text": "a\ud83d"}, "lone_surrogate"),
        ({"lang": "e\0"}, "nul_in_text"),
        ({"created_at": "2030-02-30T25:61:00.000Z"}, "bad_date"),
        ({"created_at": "2030-05-04T04:00:00"}, "date_without_zone"),
        ({"created_at": "2031-05-04T04:00:00Z"}, "date_against_id"),
        ({"author_id": None}, "missing_author"),
        ({"author_id": "999"}, "missing_author"),
        ({"author_id": "503"}, "author_unavailable"),
        ({"public_metrics": {"like_count": -1}}, "bad_count"),
        ({"public_metrics": {"impression_count": 2**63}}, "bad_count"),
        ({"public_metrics": {"like_count": True}}, "wrong_type"),
        ({"conversation_id": "x"}, "bad_id"),
        ({"referenced_tweets": [{"type": "quoted", "id": 1.9e18}]}, "float_id"),
        ({"edit_history_tweet_ids": ["0"]}, "id_out_of_range"),
        ({"entities": {"hashtags": [{"tag": "a\0"}]}}, "nul_in_text"),
        ({"entities": {"urls": [{"expanded_url": "https://a.example/\0"}]}}, "nul_in_text"),
        ({"withheld": {"copyright": True, "country_codes": ["XY"]}}, "withheld"),
        ({"withheld": {"country_codes": ["XX"]}}, "withheld"),
        ({"text": None, "author_id": None}, "not_a_tweet"),
    ],
)
def test_a_faulty_element_is_refused_by_itself(
    read: Maker, page: Maker, element: Maker, changes: dict[str, Any], reason: str
) -> None:
    gone = [{"resource_type": "user", "resource_id": "503", "parameter": "author_id", "title": "Not Found Error"}]
    result = read(page(element(), element(**changes), element(), errors=gone))
    assert result.reasons == [reason]
    assert len(result.tweets) == 2
    assert json.loads(result.refused[0].raw) == element(**changes)
    assert result.refused[0].record_no == 2


def test_withheld_in_some_countries_is_kept(read: Maker, page: Maker, element: Maker) -> None:
    assert read(page(element(withheld={"copyright": False, "country_codes": ["XN"]}))).tweet


def test_unknown_fields_and_broken_company_do_no_harm(read: Maker, page: Maker, element: Maker) -> None:
    document = page(element(author_id="502", brand_new={"deep": [1]}), extra=1)
    document["includes"] |= {
        "media": [7],
        "users": [None, 5, {"id": "501", "username": 8}, *document["includes"]["users"][1:]],
    }
    assert read(document).tweet.author.handle == "nadiaverrin"


def test_a_line_that_is_no_page_is_one_refused_record(read: Maker, page: Maker, element: Maker) -> None:
    cut = json.dumps(page(element())).encode()[:40]
    result = read(page(element()), cut, b"not json", {"hello": "there"}, page(element()))
    assert result.reasons == ["broken_json", "broken_json", "not_a_tweet"]
    assert [refused.record_no for refused in result.refused] == [2, 3, 4]
    assert len(result.tweets) == 2


def test_pages_of_users_lists_or_counts_are_refused_record_by_record(read: Maker) -> None:
    users = {
        "data": [{"id": "1", "username": "a", "created_at": "2012-01-01T00:00:00Z"}, {"start": "x", "tweet_count": 5}]
    }
    result = read(users)
    assert result.reasons == ["not_a_tweet"] * 2
    assert [refused.day for refused in result.refused] == [None, None]


def test_a_flattened_tweet_reads_like_its_page(read: Maker, page: Maker, element: Maker) -> None:
    original = element(ORIGINAL, author_id="502", text="A plan", created_at=None)
    retweet = element(text="RT @nadiaverrin: A pl…", referenced_tweets=ref("retweeted"))
    document = page(retweet, tweets=[original])
    author, other = document["includes"]["users"]
    flat = retweet | {"author": author, "referenced_tweets": [ref("retweeted")[0] | original | {"author": other}]}
    result = read(flat)
    assert result.examined.format == "x_api_v2_flat"
    assert result.tweet == read(document).tweet


def test_a_poll_has_its_options_in_order(read: Maker, page: Maker, element: Maker) -> None:
    document = page(element(text="When?", attachments={"poll_ids": ["31", "32"]}))
    options = [{"position": 2, "label": "Later", "votes": 3}, {"position": 1, "label": "Now", "votes": 9}]
    document["includes"]["polls"] = [{"id": "31", "options": options, "voting_status": "closed"}, {"id": "7"}, 5]
    assert read(document).tweet.text == "When?\n○ Now\n○ Later"
    assert read(page(element(text="When?", attachments={"poll_ids": ["31"]}))).tweet.text == "When?"


def test_an_option_that_cannot_be_stored_refuses_its_tweet(read: Maker, page: Maker, element: Maker) -> None:
    document = page(element(attachments={"poll_ids": ["31"]}))
    document["includes"]["polls"] = [{"id": "31", "options": [{"position": 1, "label": "a\0"}]}]
    assert read(document).reasons == ["nul_in_text"]


def test_an_article_has_its_title(read: Maker, page: Maker, element: Maker) -> None:
    article = {"title": "A long plan", "entities": {"urls": []}}
    assert read(page(element(text="https://t.co/x1", article=article))).tweet.text == "https://t.co/x1\nA long plan"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ({"retrieved_at": "2030-05-05T01:00:00+00:00"}, NOON.replace(day=5, hour=1)),
        ({"retrieved_at": "soon"}, None),
        ({"retrieved_at": 5}, None),
        ({}, None),
    ],
)
def test_counters_were_seen_when_the_collector_noted_it(
    read: Maker, page: Maker, element: Maker, note: dict[str, Any], expected: dt.datetime | None
) -> None:
    whole = page(element(), __twarc=note)
    flat = element(author=page()["includes"]["users"][0], __twarc=note)
    assert [read(json.dumps(each).encode()).tweet.observed_at for each in (whole, flat)] == [expected, expected]
