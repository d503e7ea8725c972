"""Single values: what is accepted as id, counter, text and handle, and with which reason the rest is refused."""

from collections.abc import Callable

import pytest

from dawn_chorus.ingest import values
from dawn_chorus.ingest.rejection import MEANING, Reason, Rejected


def reason_of(check: Callable[[], object]) -> Reason:
    with pytest.raises(Rejected) as refusal:
        check()
    return refusal.value.reason


def test_every_reason_has_a_meaning_and_its_word_is_stable() -> None:
    assert set(MEANING) == set(Reason)
    assert all(reason.value == reason.name.lower() for reason in Reason)


@pytest.mark.parametrize(("value", "expected"), [("17", 17), (17, 17), ("0017", 17), (str(2**63 - 1), 2**63 - 1)])
def test_whole_numbers_are_ids(value: values.Number, expected: int) -> None:
    assert values.whole_id(value) == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, Reason.MISSING_ID),
        ("", Reason.MISSING_ID),
        (2.0e18, Reason.FLOAT_ID),
        ("2.0287650916097124e+18", Reason.FLOAT_ID),
        ("2028765091609712640.0", Reason.FLOAT_ID),
        ("undefined", Reason.BAD_ID),
        ("-5", Reason.BAD_ID),
        (" 5", Reason.BAD_ID),
        ("٥", Reason.BAD_ID),
        (0, Reason.ID_OUT_OF_RANGE),
        (-5, Reason.ID_OUT_OF_RANGE),
        (2**63, Reason.ID_OUT_OF_RANGE),
        (str(2**63), Reason.ID_OUT_OF_RANGE),
        ("9" * 41, Reason.ID_OUT_OF_RANGE),
        ("1" * 5000, Reason.ID_OUT_OF_RANGE),
    ],
)
def test_everything_else_is_refused_as_id(value: values.Number, reason: Reason) -> None:
    assert reason_of(lambda: values.whole_id(value)) is reason


def test_an_absent_id_may_be_none_but_a_broken_one_may_not() -> None:
    assert values.optional_id(None, "id") is None
    assert values.optional_id("", "id") is None
    assert reason_of(lambda: values.optional_id("x", "id")) is Reason.BAD_ID


@pytest.mark.parametrize(
    ("value", "expected"), [(None, None), ("", None), (0, 0), ("149", 149), (3.0, 3), (2**63 - 1, 2**63 - 1)]
)
def test_counters_come_as_numbers_or_digits(value: values.Number, expected: int | None) -> None:
    assert values.count(value, "likes") == expected


@pytest.mark.parametrize("value", [-1, 2**63, "-1", "1.2K", 0.5, 1e30, float("inf"), float("nan"), "9" * 40])
def test_other_counters_are_refused(value: values.Number) -> None:
    assert reason_of(lambda: values.count(value, "likes")) is Reason.BAD_COUNT


def test_texts_become_nfc_and_keep_everything_else() -> None:
    assert values.full_text("Cafe\u0301 \u202eRTL\u202c 👩‍🔬\u2028\t&amp;") == "Café \u202eRTL\u202c 👩‍🔬\u2028\t&amp;"


def test_an_empty_text_is_a_picture_a_missing_one_a_fault() -> None:
    assert values.full_text("") == ""
    assert reason_of(lambda: values.full_text(None)) is Reason.MISSING_TEXT


def test_a_nul_or_a_text_beyond_all_limits_is_refused() -> None:
    assert reason_of(lambda: values.full_text("a\0b")) is Reason.NUL_IN_TEXT
    assert values.full_text("a" * values.MAX_TEXT)
    assert reason_of(lambda: values.full_text("a" * (values.MAX_TEXT + 1))) is Reason.TEXT_TOO_LONG


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, Reason.MISSING_AUTHOR),
        ("", Reason.MISSING_AUTHOR),
        ("two words", Reason.BAD_HANDLE),
        ("../../etc", Reason.BAD_HANDLE),
        ("a" * 21, Reason.BAD_HANDLE),
        ("布林德", Reason.BAD_HANDLE),
        ("a\n", Reason.BAD_HANDLE),
    ],
)
def test_what_no_account_can_be_called_is_refused(value: str | None, reason: Reason) -> None:
    assert reason_of(lambda: values.handle(value)) is reason


def test_keys_of_accounts() -> None:
    assert values.handle("Brindle_Labs") == "Brindle_Labs"
    assert values.handle_key("Brindle_Labs") == "@brindle_labs"
    assert values.account_key("00501") == "501"
