"""The official archive of an account: a script with a list, and its owner in another file."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.ingest.archive import Note, Owner, notes_beside, owner_beside
from dawn_chorus.ingest.reading import Reading
from dawn_chorus.ingest.tweet import Author

Maker = Callable[..., Any]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
OWNED = (Reading(owner=Owner("501", "Brindle_Labs", "Brindle")),)
ACCOUNT = {"account": {"accountId": "501", "username": "Brindle_Labs", "accountDisplayName": "Brindle", "email": "-"}}


@pytest.fixture
def script(status: Maker) -> Callable[..., bytes]:
    """Makes a script of entries, each a tweet without user whose counters are texts; dicts replace its fields."""

    def make(*changes: dict[str, Any], name: str = "tweets", indent: int | None = 2) -> bytes:
        archived = {"user": None, "text": None, "full_text": "Plans are public now.", "favorite_count": "7"}
        entries = [{"tweet": status(**(archived | each))} for each in changes]
        return f"window.YTD.{name}.part0 = {json.dumps(entries, indent=indent)}".encode()

    return make


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ["tweets", "tweet", "community_tweet"])
def test_an_entry_becomes_a_tweet_of_the_owner(
    read: Maker, script: Maker, id_at: Maker, name: str, indent: int | None
) -> None:
    result = read(script({}, name=name, indent=indent), readings=OWNED)
    tweet = result.tweet
    assert (result.examined.format, tweet.tweet_id, tweet.created_at) == ("account_archive", id_at(), NOON)
    assert tweet.author == Author("501", "Brindle_Labs", "Brindle")
    assert (tweet.text, tweet.like_count) == ("Plans are public now.", 7)


def test_retweets_replies_and_edits_keep_their_meaning(read: Maker, script: Maker, id_at: Maker) -> None:
    listed = {"user_mentions": [{"screen_name": "NadiaVerrin", "id_str": "502"}]}
    first = id_at(NOON - dt.timedelta(minutes=9))
    retweet, reply, edited = read(
        script(
            {"full_text": "RT @NadiaVerrin: A plan", "entities": listed, "retweeted": False},
            {"in_reply_to_status_id_str": "9", "in_reply_to_user_id_str": "502"},
            {"edit_info": {"initial": {"editTweetIds": [str(first), str(id_at())], "editsRemaining": "4"}}},
        ),
        readings=OWNED,
    ).tweets
    assert (retweet.kind, retweet.ref_author_key) == ("retweet", "502")
    assert (reply.kind, reply.ref_tweet_id, reply.ref_author_key) == ("reply", 9, "502")
    assert (edited.kind, edited.root) == ("original", first)


@pytest.mark.parametrize(
    ("changes", "readings", "reason"),
    [
        ({}, (Reading(),), "missing_author"),
        ({"deleted_at": "Sun May 05 04:00:00 +0000 2030"}, OWNED, "deleted"),
        ({"favorite_count": "-7"}, OWNED, "bad_count"),
        ({"full_text": None}, OWNED, "missing_text"),
    ],
)
def test_a_tweet_that_cannot_be_taken_is_booked_to_its_day(
    read: Maker, script: Maker, changes: dict[str, Any], readings: Any, reason: str
) -> None:
    (refused,) = read(script(changes), readings=readings).refused
    assert (refused.reason.value, refused.day) == (reason, dt.date(2030, 5, 4))


def test_an_entry_of_something_else_is_no_tweet(read: Maker, script: Maker) -> None:
    content = script({}, {}).replace(b'"tweet"', b'"like"', 1)
    assert read(content, readings=OWNED).reasons == ["not_a_tweet"]


def test_a_script_whose_list_begins_on_the_next_line(read: Maker, script: Maker) -> None:
    content = script({}, {}).replace(b"= [", b"=\n\n[")
    assert len(read(content, readings=OWNED).tweets) == 2


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (b"window.YTD.account.part0 = " + json.dumps([ACCOUNT], indent=2).encode(), OWNED[0].owner),
        (b"window.YTD.account.part0 = [ ]", None),
        (b"window.YTD.account.part0 = [{}]", None),
        (b"nonsense \xff", None),
        (b"", None),
        (None, None),
    ],
)
def test_the_owner_stands_in_the_file_beside(tmp_path: Path, account: bytes | None, expected: Owner | None) -> None:
    if account is not None:
        (tmp_path / "account.js").write_bytes(account)
    assert owner_beside(tmp_path / "tweets.js") == expected


def test_a_folder_in_the_place_of_the_file_beside_names_nobody(tmp_path: Path) -> None:
    (tmp_path / "account.js").mkdir()
    assert owner_beside(tmp_path / "tweets.js") is None


def test_a_file_that_is_no_script_has_no_owner(tmp_path: Path) -> None:
    (tmp_path / "account.js").write_text(f"window.YTD.account.part0 = {json.dumps([ACCOUNT])}")
    assert owner_beside(tmp_path / "tweets.json") is None


BEGUN = (
    "Plans for the year, in some detail, for all who asked and for those who did not & still want to know what comes"
)
CUT_OFF = f"{BEGUN.replace('&', '&amp;')}… https://t.co/abc123"
WHOLE = f"{BEGUN}: three engines, @NadiaVerrin says, and #plans at https://t.co/def456"


def noted(text: str = WHOLE, seconds: float = 0.5) -> Note:
    return Note(
        text, (NOON + dt.timedelta(seconds=seconds)).isoformat(), (("https://t.co/def456", "https://plans.example/"),)
    )


def test_a_long_text_is_whole_where_its_note_is_known(read: Maker, script: Maker) -> None:
    listed = {"user_mentions": [{"screen_name": "NadiaVerrin", "id_str": "502"}]}
    content = script({"full_text": CUT_OFF, "entities": listed})
    tweet = read(content, readings=(Reading(owner=OWNED[0].owner, notes=(noted(),)),)).tweet
    assert (tweet.text, tweet.hashtags, tweet.urls) == (WHOLE, ("plans",), ("https://plans.example/",))
    assert (tweet.mentions, tweet.mention_keys) == (("nadiaverrin",), ("502",))


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (CUT_OFF, [noted(seconds=60)]),
        (CUT_OFF, [noted("Something else" + WHOLE)]),
        (CUT_OFF, [noted(), noted(WHOLE + " and more", 1)]),
        (CUT_OFF, [Note(WHOLE, "soon")]),
        ("Plans…", [noted("Plans for the year")]),
        (CUT_OFF, [noted(BEGUN)]),
    ],
    ids=["another time", "another text", "two of them", "no time", "a short text", "nothing more"],
)
def test_a_text_stays_cut_off_where_no_note_is_surely_its(
    read: Maker, script: Maker, text: str, notes: list[Note]
) -> None:
    readings = (Reading(owner=OWNED[0].owner, notes=tuple(notes)),)
    assert read(script({"full_text": text}), readings=readings).tweet.text == text


def test_notes_stand_in_the_file_beside_and_broken_ones_are_passed_over(tmp_path: Path) -> None:
    core = {"text": WHOLE, "urls": [{"shortUrl": "https://t.co/def456", "expandedUrl": "https://plans.example/"}]}
    whole = {"noteTweet": {"noteTweetId": "7", "createdAt": noted().created_at, "core": core}}
    entries = [whole, {"noteTweet": {"core": 5}}, {"other": {}}]
    (tmp_path / "note-tweet.js").write_bytes(b"window.YTD.note_tweet.part0 = " + json.dumps(entries, indent=2).encode())
    assert notes_beside(tmp_path / "tweets.js") == (noted(),)
    assert notes_beside(tmp_path / "tweets.json") == ()
