"""Cells of tables: counters, flags and times in every form that programs write, and what is none of them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.ingest import cells
from dawn_chorus.ingest.mapping import ColumnMapping, Columns
from dawn_chorus.ingest.rejection import Rejected

NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
OLD_ID = 20  # too old to hold a time
Maker = Callable[..., Any]


def mapping(**settings: Any) -> ColumnMapping:
    return ColumnMapping(Columns("id", "text"), **settings)


def reason_of(call: Callable[[], object]) -> str:
    with pytest.raises(Rejected) as refusal:
        call()
    return refusal.value.reason.value


@pytest.mark.parametrize(
    ("column", "expected"),
    [("a", 1), ("b.c", 2), ("b.d.e", 3), ("x.y", 4), ("b.z", None), ("a.c", None), ("z", None), (None, None)],
)
def test_a_column_is_a_name_or_a_path(column: str | None, expected: object) -> None:
    assert cells.pick({"a": 1, "b": {"c": 2, "d": {"e": 3}}, "x.y": 4, "": 5}, column) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1234, 1234),
        (1234.0, 1234),
        ("1234", 1234),
        (" 1234 ", 1234),
        ("1234.0", 1234),
        ("1,234", 1234),
        ("1,234,567", 1_234_567),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234\u202f567", 1_234_567),
        ("1'234", 1234),
        ("1_234", 1234),
        ("0", 0),
        ("", None),
        ("NaN", None),
        ("none", None),
        ("<NA>", None),
        ("-", None),
        (None, None),
    ],
)
def test_counters(value: object, expected: int | None) -> None:
    assert cells.count(value, "likes") == expected


@pytest.mark.parametrize("value", ["1,23", "12,3456", "1.2K", "1.5", 1.5, "-1", -1, "1e3", ",123", "1,234,", "many"])
def test_what_is_no_counter(value: object) -> None:
    assert reason_of(lambda: cells.count(value, "likes")) == "bad_count"


@pytest.mark.parametrize("value", [[1], {"n": 1}, True])
def test_a_counter_of_another_type(value: object) -> None:
    assert reason_of(lambda: cells.count(value, "likes")) == "wrong_type"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[(word, True) for word in (True, "True", "1", 1, "1.0", " yes ")],
        *[(word, False) for word in (False, "false", 0, "no")],
        *[(word, None) for word in ("", None, "nan")],
    ],
)
def test_flags(value: object, expected: bool | None) -> None:
    assert cells.flag(value, "is_quote") is expected


def test_a_flag_that_is_neither() -> None:
    assert reason_of(lambda: cells.flag("perhaps", "is_quote")) == "wrong_type"


@pytest.mark.parametrize(
    ("value", "settings"),
    [
        ("2030-05-04T04:00:00Z", {}),
        ("2030-05-04T12:00:00+08:00", {}),
        ("2030-05-04 04:00:00+00:00", {}),
        ("2030-05-04 04:00:00 UTC", {}),
        ("Sat May 04 04:00:00 +0000 2030", {}),
        ("2030-05-04 12:00:00", {"time_zone": "Asia/Shanghai"}),
        ("2030/05/04 12:00", {"time_zone": "Asia/Shanghai"}),
        ("2030-05-04T04:00:00Z", {"time_zone": "Asia/Shanghai"}),
        ("04.05.2030 12:00", {"time_zone": "Asia/Shanghai", "time_format": "%d.%m.%Y %H:%M"}),
        ("May 4, 2030 4:00 +0000", {"time_format": "%b %d, %Y %H:%M %z"}),
        (1_904_097_600, {}),
        (1_904_097_600.0, {}),
        ("1904097600", {}),
        ("1904097600.000", {}),
        ("1904097600000", {}),
        ("1904097600000000", {}),
        ("1904097600000000000", {}),
    ],
)
def test_times_in_every_form(id_at: Maker, value: object, settings: dict[str, str]) -> None:
    assert cells.moment(value, mapping(**settings), id_at()) == NOON
    assert cells.moment(value, mapping(**settings), OLD_ID) == NOON


@pytest.mark.parametrize("value", [None, "", "NaT", "2030-05-04", "2030/05/04"])
def test_without_a_time_of_day_the_id_has_it(id_at: Maker, value: str | None) -> None:
    moment = NOON + dt.timedelta(milliseconds=250)
    assert cells.moment(value, mapping(time_zone="Asia/Shanghai"), id_at(moment)) == moment


@pytest.mark.parametrize(
    ("value", "settings", "reason"),
    [
        ("2030-05-04 12:00:00", {}, "date_without_zone"),
        ("2030-05-04 12:00:00", {"time_zone": "UTC"}, "date_against_id"),
        ("2030-05-06", {}, "date_against_id"),
        ("04/05/2030 12:00", {"time_zone": "UTC"}, "bad_date"),
        ("2030-05-04T04:00:00Z", {"time_format": "%d.%m.%Y"}, "bad_date"),
        ("soon", {}, "bad_date"),
        ("99999999999999999999", {}, "date_out_of_range"),
        ("1000000000", {}, "date_out_of_range"),
        ([2030], {}, "wrong_type"),
    ],
)
def test_what_is_no_time(id_at: Maker, value: object, settings: dict[str, str], reason: str) -> None:
    assert reason_of(lambda: cells.moment(value, mapping(**settings), id_at())) == reason


def test_an_old_tweet_without_a_time_of_day_is_refused_or_without_zone() -> None:
    assert reason_of(lambda: cells.moment(None, mapping(), OLD_ID)) == "missing_date"
    assert reason_of(lambda: cells.moment("2008-05-04", mapping(), OLD_ID)) == "date_without_zone"


@pytest.mark.parametrize(
    ("value", "tweet_id", "expected"),
    [
        ("2030-05-04T04:00:00Z", None, NOON),
        ("2030-05-04T04:00:00Z", "1.9e18", NOON),
        ("soon", None, None),
        ([1], None, None),
        (None, None, None),
    ],
)
def test_a_refused_row_is_booked_to_the_day_that_can_be_told(value: object, tweet_id: Any, expected: Any) -> None:
    assert cells.presumed(value, mapping(), tweet_id) == expected
