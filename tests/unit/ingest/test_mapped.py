"""Tables and JSON lines through a mapping: what becomes of each column, and every way in which a row can be wrong."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.ingest.mapping import ColumnMapping, Columns
from dawn_chorus.ingest.reading import Reading
from dawn_chorus.ingest.tweet import Author

Maker = Callable[..., Any]
Record = dict[str, Any]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
OLDER = "1800000000000000000"
COLUMNS = Columns(
    tweet_id="id",
    text="body",
    created_at="posted",
    author_handle="user.name",
    author_id="user.id",
    author_name="user.full",
    author_description="user.about",
    author_followers="user.followers",
    lang="lang",
    conversation_id="thread",
    is_retweet="rt",
    is_quote="qt",
    retweet_of="rt_of",
    quote_of="qt_of",
    reply_to="re",
    like_count="likes",
    retweet_count="rts",
    reply_count="res",
    quote_count="qts",
    view_count="views",
)


@pytest.fixture
def cells(id_at: Maker) -> Callable[..., Record]:
    """Makes the cells of a row, all text; keywords replace them."""

    def make(**changes: Any) -> Record:
        whole = {
            "id": str(id_at()),
            "body": "Plans by @NadiaVerrin, $vrnt",
            "posted": "2030-05-04 12:00:00",
            "user.name": "@Brindle_Labs",
            "user.id": "501",
            "user.full": "Brindle",
            "user.about": "We plan",
            "user.followers": "1,200",
            "lang": "en",
            "thread": "77",
            "likes": "7",
            "rts": "2.0",
            "res": "",
            "qts": "nan",
            "views": "1 500",
        }
        rest = dict.fromkeys(("rt", "qt", "rt_of", "qt_of", "re"), "")
        return whole | rest | {key.replace("__", "."): value for key, value in changes.items()}

    return make


@pytest.fixture
def load(read: Maker) -> Callable[..., Any]:
    """Reads rows as a table of text through the mapping of this file; ``settings`` are its own."""

    def of(*rows: Record, **settings: Any) -> Any:
        table = io.StringIO()
        writer = csv.DictWriter(table, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        mapping = ColumnMapping(COLUMNS, **({"time_zone": "Asia/Shanghai"} | settings))
        return read(table.getvalue().encode(), readings=(Reading(mapping),))

    return of


def test_every_column_becomes_a_part_of_the_tweet(load: Maker, cells: Maker, id_at: Maker) -> None:
    result = load(cells())
    tweet = result.tweet
    assert (result.examined.format, tweet.tweet_id, tweet.root, tweet.created_at) == ("mapped", id_at(), id_at(), NOON)
    assert tweet.author == Author("501", "Brindle_Labs", "Brindle", "We plan", 1200)
    assert (tweet.text, tweet.lang, tweet.conversation_id) == ("Plans by @NadiaVerrin, $vrnt", "en", 77)
    assert (tweet.mentions, tweet.mention_keys, tweet.cashtags) == (("nadiaverrin",), ("@nadiaverrin",), ("VRNT",))
    assert (tweet.like_count, tweet.retweet_count, tweet.reply_count) == (7, 2, None)
    assert (tweet.quote_count, tweet.view_count) == (None, 1500)


def test_nested_json_lines_say_the_same(read: Maker, load: Maker, cells: Maker) -> None:
    flat = cells()
    user = {name.partition(".")[2]: flat.pop(name) for name in list(flat) if name.startswith("user.")}
    numbers = {"likes": 7, "rts": 2.0, "res": None, "qts": None, "views": 1500, "posted": NOON.timestamp()}
    mapping = ColumnMapping(COLUMNS)
    lines = read(flat | numbers | {"user": user | {"followers": 1200}}, readings=(Reading(mapping),))
    assert lines.tweet == load(cells()).tweet


@pytest.mark.parametrize(
    ("changes", "relation"),
    [
        ({"rt": "true", "rt_of": OLDER}, ("retweet", int(OLDER), None)),
        ({"rt_of": OLDER}, ("retweet", int(OLDER), None)),
        ({"rt": "1", "body": "RT @NadiaVerrin: A plan"}, ("retweet", None, "@nadiaverrin")),
        ({"body": "RT @NadiaVerrin: A plan"}, ("retweet", None, "@nadiaverrin")),
        ({"rt": "0", "body": "RT @NadiaVerrin: A plan"}, ("original", None, None)),
        ({"qt": "True"}, ("quote", None, None)),
        ({"qt_of": OLDER, "re": "9"}, ("quote", int(OLDER), None)),
        ({"re": OLDER, "qt": "no"}, ("reply", int(OLDER), None)),
    ],
)
def test_relations(load: Maker, cells: Maker, changes: Record, relation: Any) -> None:
    tweet = load(cells(**changes)).tweet
    assert (tweet.kind, tweet.ref_tweet_id, tweet.ref_author_key) == relation


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": "1.8999999999999e+18"}, "float_id"),
        ({"id": "1.23E18"}, "float_id"),
        ({"id": "1234567890123456768.0"}, "float_id"),
        ({"id": ""}, "missing_id"),
        ({"id": "nan"}, "missing_id"),
        ({"id": "12a"}, "bad_id"),
        ({"id": "99999999999999999999"}, "id_out_of_range"),
        ({"qt_of": "1.8e18"}, "float_id"),
        ({"re": "1234567890123456768.0"}, "float_id"),
        ({"user__id": "501.0"}, "float_id"),
        ({"user__name": ""}, "missing_author"),
        ({"user__name": "not a handle"}, "bad_handle"),
        ({"user__followers": "many"}, "bad_count"),
        ({"likes": "1.2K"}, "bad_count"),
        ({"likes": "-1"}, "bad_count"),
        ({"rt": "perhaps"}, "wrong_type"),
        ({"posted": "soon"}, "bad_date"),
        ({"posted": "2030-05-06 12:00"}, "date_against_id"),
        ({"body": "a\0b"}, "nul_in_text"),
        ({"body": "x" * 110_000}, "text_too_long"),
    ],
)
def test_a_faulty_row_is_refused_by_itself_and_booked_to_its_day(
    load: Maker, cells: Maker, changes: Record, reason: str
) -> None:
    result = load(cells(), cells(**changes), cells())
    assert (result.reasons, len(result.tweets)) == ([reason], 2)
    assert result.refused[0].record_no == 2
    assert result.refused[0].day in (dt.date(2030, 5, 4), dt.date(2030, 5, 6), None)


def test_a_float_id_is_booked_to_the_day_of_its_time(load: Maker, cells: Maker) -> None:
    (refused,) = load(cells(id="1.9e18")).refused
    assert (refused.day, refused.detail) == (
        dt.date(2030, 5, 4),
        "The id is '1.9e18', not a whole number.",
    )


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"id": 1.9e18, "body": "t"}', "float_id"),
        (b'{"id": 1899999999999999999.0, "body": "t"}', "float_id"),
        (b'{"id": true, "body": "t"}', "wrong_type"),
        (b'{"id": [1], "body": "t"}', "wrong_type"),
        (b'{"id": 9, "body": ["t"]}', "wrong_type"),
        (b'{"id": 9}', "missing_text"),
        (b'{"id": 9, "body": "a\\ud83d"}', "lone_surrogate"),
        (b'{"id": 9, "body": "\xff"}', "bad_utf8"),
        (b'{"id": 9, "body": "t', "broken_json"),
        (b"[9]", "wrong_type"),
        (b"7", "wrong_type"),
    ],
)
def test_a_faulty_line_of_json_is_refused(read: Maker, cells: Maker, raw: bytes, reason: str) -> None:
    mapping = ColumnMapping(Columns("id", "body"), author="Brindle_Labs")
    result = read({"id": cells()["id"], "body": "good"}, raw, readings=(Reading(mapping),))
    assert (len(result.tweets), result.reasons) == (1, [reason])


@pytest.mark.parametrize(
    ("line", "reason"),
    [(b"9,t,more", "broken_row"), (b'9,"t', "broken_row"), (b"9,\xff", "bad_utf8"), (b"9,\0,", "nul_in_text")],
)
def test_a_row_that_cannot_be_cut_is_refused(read: Maker, id_at: Maker, line: bytes, reason: str) -> None:
    mapping = ColumnMapping(Columns("id", "body"), author="Brindle_Labs")
    good = f"{id_at()},good".encode()
    result = read(b"id,body", good, line, good, readings=(Reading(mapping),))
    assert (len(result.tweets), result.reasons) == (2, [reason])
    assert result.refused[0].raw == line


def test_rows_that_name_nobody_are_of_the_mappings_author(load: Maker, cells: Maker) -> None:
    nobody, somebody = load(cells(user__name="", user__id="7"), cells(), author="NadiaVerrin").tweets
    assert nobody.author.key == "@nadiaverrin"
    assert somebody.author.key == "501"


def test_the_id_may_stand_in_a_link(load: Maker, cells: Maker, id_at: Maker) -> None:
    assert load(cells(id=f"https://x.com/Brindle_Labs/status/{id_at()}?s=20")).tweet.tweet_id == id_at()


def test_other_separators(read: Maker, id_at: Maker) -> None:
    mapping = ColumnMapping(Columns("id", "body"), author="Brindle_Labs", separator="\t")
    content = f'\ufeffbody\tid\r\n"a\tb, c"\t{id_at()}\r\n'.encode()
    assert read(content, readings=(Reading(mapping),)).tweet.text == "a\tb, c"


def test_the_last_row_may_be_cut_off(read: Maker, id_at: Maker) -> None:
    mapping = ColumnMapping(Columns("id", "body"), author="Brindle_Labs")
    content = f'id,body\n{id_at()},good\n{id_at()},"cut o'.encode()
    result = read(content, readings=(Reading(mapping),))
    assert (len(result.tweets), result.reasons) == (1, ["broken_row"])
    assert result.refused[0].raw.endswith(b'"cut o')


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ("2030-05-05T01:00:00Z", NOON.replace(day=5, hour=1)),
        (1904173200, NOON.replace(day=5, hour=1)),
        ("?", None),
        ("", None),
    ],
)
def test_counters_were_seen_when_their_column_says(
    read: Maker, id_at: Maker, seen: object, expected: dt.datetime | None
) -> None:
    mapping = ColumnMapping(Columns("id", "body", observed_at="seen"), author="NadiaVerrin")
    content = json.dumps({"id": str(id_at()), "body": "Plans.", "seen": seen}).encode()
    assert read(content, readings=(Reading(mapping=mapping),)).tweet.observed_at == expected
