"""The time of a tweet: given, in its id, or neither; and every way in which it can be wrong."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.ingest import moments
from dawn_chorus.ingest.rejection import Reason, Rejected

NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
OLD_ID = 25_000_000_000  # from the time when ids were a plain count


def test_a_published_example_of_a_snowflake_is_read_to_the_millisecond() -> None:
    # The platform's documentation: id 1541815603606036480 was given on 2022-06-28 at 16:07:40.105 UTC.
    expected = dt.datetime(2022, 6, 28, 16, 7, 40, 105000, tzinfo=dt.UTC)
    assert moments.time_of_id(1541815603606036480) == expected


def test_ids_of_the_first_years_hold_no_time() -> None:
    assert moments.time_of_id(OLD_ID) is None


@pytest.mark.parametrize(
    ("given_time", "expected"),
    [
        ("Sat May 04 04:00:00 +0000 2030", NOON),
        ("Sat May 04 12:00:00 +0800 2030", NOON),
        ("Fri May 03 23:30:00 -0430 2030", NOON),
        ("2030-05-04T04:00:00.000Z", NOON),
        ("2030-05-04T12:00:00+08:00", NOON),
    ],
)
def test_both_forms_of_time_are_read_in_any_zone(given_time: str, expected: dt.datetime) -> None:
    moment = moments.parse_time(given_time)
    assert moment == expected
    assert moment.utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize(
    ("given_time", "reason"),
    [
        ("yesterday", Reason.BAD_DATE),
        ("", Reason.BAD_DATE),
        ("2030-02-30T10:00:00Z", Reason.BAD_DATE),
        ("Sat Mai 04 04:00:00 +0000 2030", Reason.BAD_DATE),
        ("Sat Feb 31 04:00:00 +0000 2030", Reason.BAD_DATE),
        ("Sat May 04 24:00:00 +0000 2030", Reason.BAD_DATE),
        ("Sat May 04 04:00:00 +9900 2030", Reason.BAD_DATE),
        ("2030-05-04T04:00:00", Reason.DATE_WITHOUT_ZONE),
        ("2030-05-04", Reason.DATE_WITHOUT_ZONE),
        ("1999-05-04T04:00:00Z", Reason.DATE_OUT_OF_RANGE),
        ("2100-01-01T00:00:00Z", Reason.DATE_OUT_OF_RANGE),
        ("0001-01-01T00:00:00+14:00", Reason.DATE_OUT_OF_RANGE),
        ("9999-12-31T23:59:59-14:00", Reason.DATE_OUT_OF_RANGE),
    ],
)
def test_a_time_that_cannot_be_has_its_own_reason(given_time: str, reason: Reason) -> None:
    with pytest.raises(Rejected) as refusal:
        moments.parse_time(given_time)
    assert refusal.value.reason is reason


@given(st.text(max_size=40))
def test_no_text_gets_past_as_anything_but_an_aware_time_or_a_refusal(text: str) -> None:
    try:
        moment = moments.parse_time(text)
    except Rejected:
        return
    assert moment.tzinfo is dt.UTC


def test_without_a_time_the_id_tells_it(id_at: Callable[..., int]) -> None:
    assert moments.written_at(None, id_at(NOON)) == NOON
    assert moments.written_at("", id_at(NOON)) == NOON


def test_without_a_time_an_old_id_is_refused() -> None:
    with pytest.raises(Rejected) as refusal:
        moments.written_at(None, OLD_ID)
    assert refusal.value.reason is Reason.MISSING_DATE


def test_an_old_id_believes_any_plausible_time() -> None:
    assert moments.written_at("2010-01-01T00:00:00Z", OLD_ID) == dt.datetime(2010, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(("seconds", "is_accepted"), [(0, True), (-59, True), (61, False), (-900, False)])
def test_time_and_id_must_agree_within_a_minute(id_at: Callable[..., int], seconds: int, is_accepted: bool) -> None:
    written = (NOON + dt.timedelta(seconds=seconds)).isoformat()
    if is_accepted:
        assert moments.written_at(written, id_at(NOON)).isoformat() == written
    else:
        with pytest.raises(Rejected) as refusal:
            moments.written_at(written, id_at(NOON))
        assert refusal.value.reason is Reason.DATE_AGAINST_ID


def test_a_refused_record_is_booked_by_its_id_then_by_its_time_or_not_at_all(id_at: Callable[..., int]) -> None:
    hour_later = "2030-05-04T05:00:00Z"
    assert moments.presumed(hour_later, str(id_at(NOON))) == NOON
    assert moments.presumed(hour_later, 1.9e18) == NOON + dt.timedelta(hours=1)
    assert moments.presumed(hour_later, None) == NOON + dt.timedelta(hours=1)
    assert moments.presumed("nonsense", None) is None
    assert moments.presumed(None, "nonsense") is None


def test_an_edit_keeps_the_time_of_its_first_version(id_at: Callable[..., int]) -> None:
    first, later = id_at(NOON), id_at(NOON + dt.timedelta(minutes=20))
    assert moments.first_written_at(NOON + dt.timedelta(minutes=20), later, first) == NOON
    assert moments.first_written_at(NOON, first, first) == NOON
    assert moments.first_written_at(NOON, OLD_ID + 1, OLD_ID) == NOON
