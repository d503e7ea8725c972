"""Pages of the website: where tweets stand in them, both generations of accounts, notes, polls, notices, edits."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.ingest.formats import x_web
from dawn_chorus.ingest.tweet import Author

Maker = Callable[..., Any]
Record = dict[str, Any]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
LONG = "A plan. " * 60 + "With @nadiaverrin."
OLDER = 1_800_000_000_000_000_000


def item(result: Record | None, kind: str = "TimelineTweet") -> Record:
    """What an entry shows."""
    return {"itemType": kind, "tweet_results": {} if result is None else {"result": result}}


def page_of(*instructions: Record) -> Record:
    return {"data": {"user": {"result": {"timeline": {"timeline": {"instructions": list(instructions)}}}}}}


@pytest.fixture
def older(web_tweet: Maker, web_user: Maker) -> Callable[..., Record]:
    """Makes an older tweet by account 502, as it stands inside another."""

    def make(**changes: Any) -> Record:
        core = {"user_results": {"result": web_user(502, "NadiaVerrin", "Nadia Verrin")}}
        own = {"created_at": None, "full_text": "A plan…", "favorite_count": 40}
        return dict(web_tweet(OLDER, own, **({"core": core, "views": {"count": "90"}} | changes)))

    return make


def test_a_shown_tweet_becomes_one(read: Maker, web_page: Maker, web_tweet: Maker, id_at: Maker) -> None:
    result = read(web_page(web_tweet()))
    tweet = result.tweet
    assert result.examined.format == "x_web"
    assert (tweet.tweet_id, tweet.root, tweet.conversation_id, tweet.created_at) == (id_at(), id_at(), id_at(), NOON)
    assert tweet.author == Author("501", "Brindle_Labs", "Brindle", "We plan", 1200, True)
    assert (tweet.text, tweet.lang, tweet.kind) == ("Plans are public now.", "en", "original")
    counters = (tweet.like_count, tweet.retweet_count, tweet.reply_count, tweet.quote_count, tweet.view_count)
    assert counters == (7, 2, 1, 0, 1500)


def test_an_account_of_an_older_page_says_the_same(
    read: Maker, web_page: Maker, web_tweet: Maker, web_user: Maker
) -> None:
    legacy = {"screen_name": "Brindle_Labs", "name": "Brindle", "description": "We plan", "followers_count": 1200}
    old = {"__typename": "User", "rest_id": "501", "legacy": legacy | {"verified": False}, "is_blue_verified": True}
    by_old = read(web_page(web_tweet(core={"user_results": {"result": old}}))).tweet
    assert by_old == read(web_page(web_tweet())).tweet


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({"is_blue_verified": None}, None),
        ({"is_blue_verified": False}, False),
        ({"is_blue_verified": False, "verification": {"verified": False, "verified_type": "Business"}}, True),
    ],
)
def test_marks_of_an_account(
    read: Maker, web_page: Maker, web_tweet: Maker, web_user: Maker, marks: Record, expected: bool | None
) -> None:
    core = {"user_results": {"result": web_user(**marks)}}
    assert read(web_page(web_tweet(core=core))).tweet.author.is_verified is expected


@pytest.mark.parametrize(
    "place",
    [
        lambda shown: page_of({"entries": [{"entryId": "a", "content": {"itemContent": shown}}]}),
        lambda shown: page_of({"entry": {"entryId": "a", "content": {"itemContent": shown}}}),
        lambda shown: page_of({"entries": [{"content": {"items": [{"item": {"itemContent": shown}}]}}]}),
        lambda shown: page_of({"moduleItems": [{"entryId": "a", "item": {"itemContent": shown}}]}),
        lambda shown: {"entryId": "a", "sortIndex": "9", "content": {"itemContent": shown}},
        lambda shown: {"data": {"tweetResult": shown["tweet_results"]}},
    ],
    ids=["entry", "pinned", "module", "module items", "bare entry", "single"],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_tweet_is_found_wherever_pages_have_it(
    read: Maker, web_tweet: Maker, place: Callable[[Record], Record], indent: int | None
) -> None:
    document = json.dumps(place(item(web_tweet())), indent=indent).encode()
    assert read(document).tweet.text == "Plans are public now."


def test_cursors_and_prompts_are_layout_and_accounts_no_tweets(read: Maker, web_tweet: Maker, web_user: Maker) -> None:
    user = {"itemType": "TimelineUser", "user_results": {"result": web_user()}}
    cursor = {"itemType": "TimelineTimelineCursor", "value": "x"}
    prompt = {"itemType": "TimelineMessagePrompt", "content": {}}
    shown = [{"content": {"itemContent": each}} for each in (item(web_tweet()), user, cursor, prompt)]
    result = read(page_of({"entries": shown}))
    assert (len(result.tweets), result.reasons) == (1, ["not_a_tweet"])


def test_a_page_that_shows_no_entries_is_one_record(read: Maker, web_user: Maker) -> None:
    assert read({"data": {"user": {"result": web_user()}}}).reasons == ["not_a_tweet"]


def test_a_note_has_the_whole_text_and_its_entities(read: Maker, web_page: Maker, web_tweet: Maker) -> None:
    listed = {"user_mentions": [{"screen_name": "NadiaVerrin", "id_str": "502"}], "hashtags": [{"text": "Long"}]}
    note = {"is_expandable": True, "note_tweet_results": {"result": {"text": LONG, "entity_set": listed}}}
    tweet = read(web_page(web_tweet(legacy={"full_text": "A plan…"}, note_tweet=note))).tweet
    assert (tweet.text, tweet.hashtags, tweet.mention_keys) == (LONG, ("long",), ("502",))


def test_a_retweet_has_the_note_and_the_counters_of_its_original(
    read: Maker, web_page: Maker, web_tweet: Maker, older: Maker
) -> None:
    inside = older(note_tweet={"note_tweet_results": {"result": {"text": LONG}}})
    own = {
        "full_text": "RT @NadiaVerrin: A plan…",
        "favorite_count": 0,
        "retweeted_status_result": {"result": inside},
    }
    tweet = read(web_page(web_tweet(legacy=own, views={}))).tweet
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == ("retweet", OLDER, "502")
    assert (tweet.text, tweet.like_count, tweet.view_count) == (f"RT @NadiaVerrin: {LONG}", 40, 90)


def test_a_retweet_whose_original_is_gone_keeps_its_own_text(read: Maker, web_page: Maker, web_tweet: Maker) -> None:
    gone = {"result": {"__typename": "TweetTombstone"}}
    own = {"full_text": "RT @NadiaVerrin: A plan…", "retweeted_status_result": gone}
    tweet = read(web_page(web_tweet(legacy=own))).tweet
    assert (tweet.kind, tweet.ref_author_key, tweet.text) == ("retweet", "@nadiaverrin", "RT @NadiaVerrin: A plan…")


@pytest.mark.parametrize("is_included", [True, False])
def test_a_quote_points_at_what_it_quotes(
    read: Maker, web_page: Maker, web_tweet: Maker, older: Maker, is_included: bool
) -> None:
    own = {
        "quoted_status_id_str": str(OLDER),
        "quoted_status_permalink": {"expanded": f"https://twitter.com/NadiaVerrin/status/{OLDER}"},
    }
    quoted = {"result": older()} if is_included else {}
    tweet = read(web_page(web_tweet(legacy=own, quoted_status_result=quoted))).tweet
    assert (tweet.kind, tweet.ref_tweet_id) == ("quote", OLDER)
    assert tweet.ref_author_key == ("502" if is_included else "@nadiaverrin")
    assert tweet.text == "Plans are public now."


def test_a_reply_points_at_what_it_answers(read: Maker, web_page: Maker, web_tweet: Maker) -> None:
    own = {"in_reply_to_status_id_str": str(OLDER), "in_reply_to_user_id_str": "502", "conversation_id_str": "77"}
    tweet = read(web_page(web_tweet(legacy=own))).tweet
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == ("reply", OLDER, "502")
    assert tweet.conversation_id == 77


def test_a_poll_has_its_options_in_order(read: Maker, web_page: Maker, web_tweet: Maker) -> None:
    values = {"choice2_label": "Later", "choice1_label": "Now", "choice1_count": "3"}
    fields = [{"key": key, "value": {"string_value": text, "type": "STRING"}} for key, text in values.items()]
    card = {"legacy": {"name": "poll2choice_text_only", "binding_values": fields}}
    assert read(web_page(web_tweet(card=card))).tweet.text == "Plans are public now.\n○ Now\n○ Later"


def test_an_article_has_its_title(read: Maker, web_page: Maker, web_tweet: Maker) -> None:
    article = {"article_results": {"result": {"title": "A long plan", "preview_text": "It begins"}}}
    tweet = read(web_page(web_tweet(legacy={"full_text": "https://t.co/x1"}, article=article))).tweet
    assert tweet.text == "https://t.co/x1\nA long plan"


def test_the_card_of_a_link_adds_nothing(read: Maker, web_page: Maker, web_tweet: Maker) -> None:
    fields = [{"key": "title_label", "value": {"string_value": "A page"}}, {"key": "n", "value": {"image_value": {}}}]
    card = {"legacy": {"name": "summary_large_image", "binding_values": fields}}
    assert read(web_page(web_tweet(card=card))).tweet.text == "Plans are public now."


@pytest.mark.parametrize("is_latest", [True, False])
def test_versions_stand_in_two_places(
    read: Maker, web_page: Maker, web_tweet: Maker, id_at: Maker, is_latest: bool
) -> None:
    first, later = id_at(NOON), id_at(NOON + dt.timedelta(minutes=9))
    versions = {"edit_tweet_ids": [str(first), str(later)]}
    control = {"initial_tweet_id": str(first), "edit_control_initial": versions} if is_latest else versions
    own = {"created_at": "Sat May 04 04:09:00 +0000 2030"}
    tweet = read(web_page(web_tweet(later, own, edit_control=control))).tweet
    assert (tweet.tweet_id, tweet.root, tweet.created_at) == (later, first, NOON)


def test_a_tweet_shown_with_restrictions_is_one(read: Maker, web_page: Maker, web_tweet: Maker) -> None:
    shown = {"__typename": "TweetWithVisibilityResults", "tweet": web_tweet()}
    assert read(web_page(shown)).tweet.text == "Plans are public now."


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (None, "tweet_unavailable"),
        ({"__typename": "TweetTombstone", "tombstone": {"text": {"text": "Gone"}}}, "tweet_unavailable"),
        ({"__typename": "TweetUnavailable", "reason": "Suspended"}, "tweet_unavailable"),
        ({"__typename": "Tweet", "rest_id": "9", "legacy": {"full_text": 5}}, "wrong_type"),
    ],
)
def test_a_notice_in_the_place_of_a_tweet_is_refused(
    read: Maker, web_page: Maker, web_tweet: Maker, shown: Record | None, reason: str
) -> None:
    entries = [{"content": {"itemContent": item(each)}} for each in (web_tweet(), shown)]
    result = read(page_of({"entries": entries}))
    assert (len(result.tweets), result.reasons) == (1, [reason])


@pytest.mark.parametrize("user", [{}, {"result": {"__typename": "UserUnavailable", "reason": "Suspended"}}])
def test_a_suspended_author_is_a_reason_and_the_id_tells_the_day(
    read: Maker, web_page: Maker, web_tweet: Maker, user: Record
) -> None:
    (refused,) = read(web_page(web_tweet(core={"user_results": user}))).refused
    assert (refused.reason.value, refused.day) == ("author_unavailable", dt.date(2030, 5, 4))


def test_a_withheld_tweet_is_refused(read: Maker, web_page: Maker, web_tweet: Maker) -> None:
    assert read(web_page(web_tweet(legacy={"withheld_copyright": True}))).reasons == ["withheld"]


def test_an_answer_with_errors_alone_is_no_page_of_ours(web_page: Maker) -> None:
    assert not x_web.matches({"errors": b'[{"message": "x"}]', "data": b"{}"})
    assert not x_web.matches({"data": b'{"id": "1", "__typename": "x"}'})


def test_a_page_nested_beyond_reason_is_read_without_harm(read: Maker) -> None:
    deep = b'{"data":' + b'{"a":' * 10_000 + b'{"instructions":[]}' + b"}" * 10_000 + b"}"
    entry = b'{"entryId":"a","content":' + b'{"content":' * 10_000 + b"1" + b"}" * 10_000 + b"}"
    assert read(deep).reasons == []
    assert read(entry).reasons == []
