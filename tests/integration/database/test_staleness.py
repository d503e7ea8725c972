"""Staleness of many windows at once is what each of them would be told alone."""

import datetime as dt

import pytest
from tests.integration.database.conftest import CHANNEL, Book

from dawn_chorus.channel import Analysis
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.staleness import stale_windows
from dawn_chorus.window import Window

FIRST = dt.date(2026, 3, 10)
SPAN = Window(FIRST, FIRST + dt.timedelta(days=9))
WINDOWS = [*SPAN.daily(), Window(FIRST, SPAN.last_day), Window(FIRST + dt.timedelta(days=2), SPAN.last_day)]
FAR = CHANNEL.model_copy(update={"analysis": Analysis(history_days=2, background_days=6)})


def one_by_one() -> set[Window]:
    with transaction("reader") as connection:
        return {window for window in WINDOWS if runs.is_stale(connection, FAR, window)}


def at_once(span: Window = SPAN) -> frozenset[Window]:
    with transaction("reader") as connection:
        return stale_windows(connection, FAR, span)


@pytest.fixture
def told(book: Book) -> Book:
    """Ten days and two spans, each with a current run."""
    for day in SPAN.days:
        book.load(day)
    for window in WINDOWS:
        book.make_current(book.open(window, FAR))
    return book


def test_nothing_is_stale_while_nothing_changes(told: Book) -> None:
    assert at_once() == one_by_one() == set()


def test_a_day_that_changed_makes_the_same_windows_stale(told: Book) -> None:
    told.load(SPAN.days[3], "late")
    assert at_once() == one_by_one()
    assert {Window(SPAN.days[day], SPAN.days[day]) for day in (3, 4, 5)} < at_once()


def test_a_background_of_another_size_makes_the_same_windows_stale(told: Book) -> None:
    told.load(FIRST, loaded=4_000)
    assert at_once() == one_by_one() != set()


def test_a_day_told_as_other_stories_makes_the_same_windows_stale(told: Book) -> None:
    with transaction("reader") as connection:
        run = runs.current_run(connection, FAR, Window(FIRST, FIRST))
    assert run is not None
    told.tell(run, "tides")
    told.rank(run, "ana", "bo")
    assert at_once() == one_by_one() != set()


def test_a_judgement_of_which_a_report_tells_makes_its_window_stale(told: Book) -> None:
    first, last = Window(FIRST, FIRST), Window(SPAN.last_day, SPAN.last_day)
    told.judge(first, "pass", None)
    told.judge(last, "thin", "hash")
    assert at_once() == one_by_one() == {last}


def test_only_windows_that_end_in_the_span_are_looked_at(told: Book) -> None:
    told.load(SPAN.days[3], "late")
    assert at_once(Window(SPAN.days[3], SPAN.days[3])) == {Window(SPAN.days[3], SPAN.days[3])}
    assert at_once(Window(dt.date(2020, 1, 1), dt.date(2020, 2, 1))) == frozenset()
