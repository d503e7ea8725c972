"""The calendar: what became of a day, told by its row."""

import datetime as dt
from typing import Any

import pytest
from tests.unit.ui.conftest import DAY, day_row

from dawn_chorus.ui.calendar import MARKS, MEANINGS, Day, counted, day_of, months_of, wanting

THIN = [{"measure": "volume", "verdict": "thin", "found": 3.0, "of": 30.0, "names": []}]
BLOCK = [{"measure": "empty", "verdict": "block", "found": 0, "of": None, "names": []}]
BEFORE = [{"measure": "before", "verdict": "pass", "found": 0, "of": None, "names": []}]
REPORT = {"run_id": 7, "title": "Kites", "statements": 40, "loaded": 300}
PUBLISHED = REPORT | {"commit_sha": "abc"}
TODAY = DAY + dt.timedelta(days=10)


def made(is_stale: bool = False, began: dt.date | None = DAY, **columns: Any) -> Day:
    """The day of a row with these columns."""
    return day_of(day_row(**columns), began=began, today=TODAY, is_stale=is_stale)


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        (PUBLISHED, "published"),
        (PUBLISHED | {"verdict": "pass", "reasons": BEFORE}, "published"),
        (PUBLISHED | {"verdict": "thin", "reasons": THIN}, "thin"),
        (PUBLISHED | {"verdict": "thin", "reasons": THIN, "accepted_reason": "a holiday"}, "published"),
        (REPORT, "written"),
        ({"verdict": "block", "reasons": BLOCK}, "blocked"),
        ({"verdict": "block", "reasons": BLOCK, "accepted_reason": "try"}, "missing"),
        ({"loaded": 300}, "missing"),
        ({}, "missing"),
    ],
)
def test_a_day_that_is_over_has_a_state(columns: dict[str, Any], state: str) -> None:
    assert made(**columns).state == state


@pytest.mark.parametrize("columns", [PUBLISHED, REPORT, PUBLISHED | {"verdict": "thin", "reasons": THIN}])
def test_a_report_that_is_out_of_date_is_stale_whatever_else_it_is(columns: dict[str, Any]) -> None:
    assert made(is_stale=True, **columns).state == "stale"


@pytest.mark.parametrize("began", [None, DAY + dt.timedelta(days=1)])
def test_nothing_is_missing_before_the_channel_began(began: dt.date | None) -> None:
    assert made(began=began).state == "before"


@pytest.mark.parametrize("ahead", [0, 1, 200])
def test_today_and_what_follows_lie_ahead(ahead: int) -> None:
    day = day_row(TODAY + dt.timedelta(days=ahead))
    assert day_of(day, began=DAY, today=TODAY, is_stale=False).state == "ahead"


def test_a_day_says_on_one_line_what_its_colour_says() -> None:
    told = made(verdict="thin", reasons=[*THIN, *BEFORE], **PUBLISHED).told
    assert told == "2026-03-04: thin, 40 statements, 300 tweets, 3 tweets a day, usually 30"


def test_every_state_that_can_be_seen_has_a_mark_of_its_own_and_a_meaning() -> None:
    assert len(set(MARKS.values())) == len(MARKS)
    assert set(MARKS) == set(MEANINGS)


def test_months_are_whole_weeks_and_hold_each_day_once() -> None:
    first = dt.date(2026, 2, 1)
    days = [made(day=first + dt.timedelta(days=offset)) for offset in range(59)]
    february, march = months_of(days)
    assert [len(week) for week in february.weeks] == [7] * 5
    assert february.weeks[0][:6] == (None,) * 6  # that month began on a Sunday
    held = [day for month in (february, march) for week in month.weeks for day in week if day]
    assert held == days


def test_a_month_without_anything_to_do_is_idle() -> None:
    ahead = [day_of(day_row(dt.date(2026, 5, n)), began=DAY, today=TODAY, is_stale=False) for n in (1, 2)]
    (may,) = months_of(ahead)
    (march,) = months_of([made()])
    assert may.is_idle
    assert not march.is_idle


def test_days_that_want_a_look_come_newest_first() -> None:
    days = [made(day=DAY + dt.timedelta(days=n), **columns) for n, columns in enumerate(({}, PUBLISHED, REPORT))]
    assert [(each.day.day, each.state) for each in wanting(days)] == [(6, "written"), (4, "missing")]


def test_states_are_counted_in_the_order_of_the_legend() -> None:
    counts = dict(counted([made(**PUBLISHED), made(**PUBLISHED), made()]))
    assert (counts["published"], counts["missing"], counts["stale"]) == (2, 1, 0)
    assert list(counts) == list(MARKS)
