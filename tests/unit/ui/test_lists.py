"""The lists: strips of stories, ranks that changed, money against caps, rejects and refusals summed."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.ui.conftest import DAY, row

from dawn_chorus.channel import Channel
from dawn_chorus.ingest.rejection import MEANING, Reason
from dawn_chorus.report import checker
from dawn_chorus.ui.leaderboard import change_of
from dawn_chorus.ui.receipts import meaning_of, totals
from dawn_chorus.ui.rejects import MEANINGS, rejects_of
from dawn_chorus.ui.spending import month_of, share, spending_of
from dawn_chorus.ui.stories import strip_of
from dawn_chorus.window import Window


def channel(name: str = "twitter_test", **budget: Any) -> Channel:
    """A channel that reads nothing."""
    return Channel.model_validate(
        {
            "name": name,
            "title": "测试",
            "short_title": "Twitter Test",
            "start_date": "2026-03-01",
            "sources": [{"name": "inbox", "path": "nowhere"}],
            "budget": budget,
        }
    )


def days_after(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("counts", "shades"),
    [({}, [0, 0, 0]), ({0: 1}, [4, 0, 0]), ({0: 1, 2: 100}, [1, 0, 4]), ({0: 25, 1: 50, 2: 100}, [1, 2, 4])],
)
def test_a_strip_has_a_cell_a_day_and_any_tweet_can_be_seen(counts: dict[int, int], shades: list[int]) -> None:
    strip = strip_of({days_after(day): count for day, count in counts.items()}, Window(DAY, days_after(2)))
    assert [cell.shade for cell in strip] == shades
    assert [cell.day for cell in strip] == [DAY, days_after(1), days_after(2)]


@pytest.mark.parametrize(
    ("previous_rank", "is_new", "change"),
    [
        (5, False, "▲ 2"),
        (1, False, "▼ 2"),
        (3, False, "="),
        (None, True, "new"),
        (None, False, "back"),
        (None, None, ""),
    ],
)
def test_a_rank_says_how_it_changed(previous_rank: int | None, is_new: bool | None, change: str) -> None:
    assert change_of(row(rank=3, previous_rank=previous_rank, is_new=is_new)) == change


@pytest.mark.parametrize(
    ("cost", "cap", "part"),
    [("2.5", "10", 0.25), ("0", "10", 0.0), ("15", "10", 1.5), ("0", "0", 0.0), ("1", "0", 1.0)],
)
def test_money_is_held_against_its_cap(cost: str, cap: str, part: float) -> None:
    assert share(Decimal(cost), Decimal(cap)) == part


def test_a_month_is_summed_against_the_months_cap_and_each_day_against_its_own() -> None:
    paid = [row(day=days_after(n), cost_usd=Decimal(n + 1)) for n in range(3)]
    spent = spending_of(channel(per_day=4, per_month=60), paid)
    assert (spent.total, spent.share) == (Decimal(6), 0.1)
    assert [day.share for day in spent.days] == [0.25, 0.5, 0.75]


@pytest.mark.parametrize(
    ("day", "last"), [("2026-02-03", "2026-02-28"), ("2024-02-29", "2024-02-29"), ("2026-12-31", "2026-12-31")]
)
def test_a_month_is_whole(day: str, last: str) -> None:
    month = month_of(dt.date.fromisoformat(day))
    assert (month.first_day.day, str(month.last_day)) == (1, last)


def test_rejects_are_summed_by_reason_the_most_frequent_first() -> None:
    reports = [
        row(first_day=DAY, last_day=DAY, statements=40, dropped=3, reasons={"unknown_name": 1, "altered_quote": 2}),
        row(first_day=days_after(1), last_day=days_after(1), statements=17, dropped=0, reasons={}),
        row(first_day=DAY, last_day=days_after(1), statements=0, dropped=0, reasons={}),
    ]
    found = rejects_of(reports)
    assert found.reasons == [("altered_quote", 2), ("unknown_name", 1)]
    assert (found.statements, found.dropped, found.share) == (57, 3, 0.05)
    assert rejects_of([]).share == 0


def test_every_reason_of_the_checker_has_a_meaning() -> None:
    words = {each for code in _codes(checker) for each in code.co_consts if isinstance(each, str) and "_" in each}
    assert {each for each in words if each.islower() and " " not in each} == set(MEANINGS)


def _codes(module: Any) -> list[Any]:
    methods = ("check", "_check_citation", "_check_quotes", "_check_claims")
    return [getattr(module.Checker, name).__code__ for name in methods]


def test_a_ledger_is_summed_column_by_column() -> None:
    day = row(records=10, loaded=6, duplicate=2, rejected=1, tombstoned=1)
    assert totals([day, day]) == {"records": 20, "loaded": 12, "duplicate": 4, "rejected": 2, "tombstoned": 2}
    assert totals([])["records"] == 0


def test_a_reason_of_an_older_version_has_no_meaning_and_breaks_nothing() -> None:
    assert meaning_of("missing_id") == MEANING[Reason.MISSING_ID]
    assert meaning_of("<b>") == ""
