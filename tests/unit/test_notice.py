"""What people are told."""

import pytest

from dawn_chorus.errors import BlockedWindowError, BudgetError, EmptyWindowError, InputError
from dawn_chorus.notice import kind_of, make_notice, words_of


def wrapped(cause: Exception) -> Exception:
    """An error as the scheduler gets it."""
    error = RuntimeError("fail without a retry")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (BlockedWindowError("a", remedy="b"), "blocked"),
        (wrapped(EmptyWindowError("a", remedy="b")), "blocked"),
        (wrapped(BudgetError("a", remedy="b")), "budget"),
        (wrapped(InputError("a", remedy="b")), "failed"),
        (ValueError("a"), "failed"),
        (None, "failed"),
    ],
)
def test_an_error_tells_what_kind_of_notice_it_is(error: Exception | None, kind: str) -> None:
    assert kind_of(error) == kind


def test_our_own_words_about_counts_and_money_are_repeated_and_nothing_else_is() -> None:
    assert (
        words_of(wrapped(BudgetError("0.02 of budget.per_day is left.", remedy="b")))
        == "0.02 of budget.per_day is left."
    )
    for error in (wrapped(InputError("a tweet says boo", remedy="b")), KeyError("a tweet says boo")):
        assert "boo" not in words_of(error)
        assert "log says why" in words_of(error)
    assert words_of(None) == ""


def test_a_notice_says_of_what_and_where_to_look() -> None:
    notice = make_notice("late", "twitter_test", "2026-03-02", "http://127.0.0.1:8080/x", text="why")
    assert notice.body.splitlines() == ["twitter_test 2026-03-02 is late", "why", "http://127.0.0.1:8080/x"]
    assert make_notice("failed", "maintenance", "", "").body == "maintenance failed"
