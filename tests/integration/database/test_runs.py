"""Runs: what makes two analyses the same, when one is stale, which one counts, and who may work on it."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from tests.integration.database.conftest import CHANNEL, Book

from dawn_chorus.channel import Analysis
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import ChorusError
from dawn_chorus.window import Window

DAY = dt.date(2026, 3, 10)
TODAY = Window(DAY, DAY)
WEEK = Window(DAY - dt.timedelta(days=6), DAY)
WEEKEND = Window(DAY, DAY + dt.timedelta(days=1))  # begins where TODAY does
OTHER_SETTINGS = CHANNEL.model_copy(update={"analysis": Analysis(history_days=2, key_points=3)})
ELSEWHERE = CHANNEL.model_copy(update={"name": "twitter_other"})


def days_off(days: int) -> dt.date:
    """The day that lies so many days after the window's."""
    return DAY + dt.timedelta(days=days)


def daily(days: int) -> Window:
    """The daily window that lies so many days after the window."""
    return Window(days_off(days), days_off(days))


# --- which run it is ---


def test_the_same_input_settings_and_code_are_the_same_run(book: Book) -> None:
    book.load(DAY)
    assert book.open(TODAY) == book.open(TODAY)


def test_other_content_is_another_run(book: Book) -> None:
    book.load(DAY, "first")
    before = book.open(TODAY)
    book.load(DAY, "second")
    assert book.open(TODAY).run_id != before.run_id


def test_content_that_came_back_is_the_old_run_again(book: Book) -> None:
    found = []
    for content in ("first", "second", "first"):
        book.load(DAY, content)
        found.append(book.open(TODAY).run_id)
    assert found[0] == found[2] != found[1]


def test_other_settings_are_another_run(book: Book) -> None:
    book.load(DAY)
    assert book.open(TODAY, OTHER_SETTINGS).run_id != book.open(TODAY).run_id


def test_other_code_is_another_run(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.load(DAY)
    before = book.open(TODAY)
    monkeypatch.setattr(runs, "code_version", lambda: "next")
    assert book.open(TODAY).run_id != before.run_id


def test_windows_and_channels_that_hold_the_same_have_runs_of_their_own(book: Book) -> None:
    book.load(DAY)
    opened = [book.open(TODAY), book.open(WEEK), book.open(TODAY, ELSEWHERE)]
    assert len({run.run_id for run in opened}) == 3


def test_a_later_run_keeps_the_time_of_the_windows_first_one(book: Book) -> None:
    first_time = dt.datetime(2026, 3, 11, 0, 10, tzinfo=dt.UTC)
    book.load(DAY)
    first = book.open(TODAY)
    others = [book.open(WEEK), book.open(WEEKEND)]
    with transaction("analyst") as connection:
        move = "UPDATE results.runs SET opened_at = :moment WHERE run_id = :run_id"
        connection.execute(sa.text(move), {"moment": first_time, "run_id": first.run_id})
    book.load(DAY, "second")
    assert book.open(TODAY).opened_at == first_time
    for other in others:
        with transaction("reader") as connection:
            assert runs.read_run(connection, other.run_id).opened_at == other.opened_at > first_time


def test_a_run_is_read_as_it_was_opened(book: Book) -> None:
    run = book.open(WEEK)
    assert (run.channel, run.window) == ("twitter_test", WEEK)
    with transaction("reader") as connection:
        assert runs.read_run(connection, run.run_id) == run


def test_a_run_that_is_not_there_is_told_with_how_to_make_one(database: sa.Engine) -> None:
    with transaction("reader") as connection, pytest.raises(ChorusError, match="There is no run 404") as caught:
        runs.read_run(connection, 404)
    assert "chorus run" in caught.value.remedy


# --- what a run reads ---

Act = Callable[[Book], object]


def with_results(days: int, *, is_current: bool = True) -> Act:
    """Give a day before the window a run with a topic and ranks."""

    def act(book: Book) -> None:
        run = book.open(daily(days))
        book.tell(run, "story-a")
        book.rank(run, "ada", "bo")
        if is_current:
            book.make_current(run)

    return act


def replaced_results(story: str = "story-a", tweets: int = 1, authors: tuple[str, ...] = ("ada", "bo")) -> Act:
    """Make another run of the day before the window its current one."""

    def act(book: Book) -> None:
        run = book.open(daily(-1), OTHER_SETTINGS)
        book.tell(run, story, tweets)
        book.rank(run, *authors)
        book.make_current(run)

    return act


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda book: book.load(DAY, "late file"), id="tweets of the window"),
        pytest.param(lambda book: book.load(days_off(-1), "late file"), id="tweets of the day before"),
        pytest.param(lambda book: book.load(days_off(-2), "backfilled"), id="a day of the context that was missing"),
        pytest.param(
            lambda book: book.load(days_off(-45), "backfilled"), id="a day of the background that was missing"
        ),
        pytest.param(replaced_results(story="story-b"), id="the story that yesterday's topic belongs to"),
        pytest.param(replaced_results(tweets=2), id="the size of yesterday's topic"),
        pytest.param(replaced_results(authors=("bo", "ada")), id="yesterday's ranks"),
    ],
)
def test_what_a_run_reads_is_part_of_its_input(book: Book, act: Act) -> None:
    before, after = _input_hash_around(book, act)
    assert before != after


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda book: book.load(days_off(1), "tomorrow"), id="the day after"),
        pytest.param(lambda book: book.load(days_off(-46), "too old"), id="a day before the background"),
        pytest.param(lambda book: book.load(DAY, "first", rejected=4), id="records that were refused"),
        pytest.param(lambda book: book.load(DAY, "x", channel="twitter_other"), id="another channel"),
        pytest.param(lambda book: book.load(days_off(-1), "x", channel="twitter_other"), id="its day before"),
        pytest.param(with_results(-3), id="results of a day before the context"),
        pytest.param(with_results(0), id="the window's own results"),
        pytest.param(lambda book: book.tell(book.open(daily(-1), OTHER_SETTINGS), "story-b"), id="a run not current"),
        pytest.param(lambda book: book.make_current(book.open(WEEK)), id="a longer window"),
        pytest.param(replaced_results(), id="other runs with equal results"),
    ],
)
def test_what_a_run_does_not_read_is_none_of_its_input(book: Book, act: Act) -> None:
    before, after = _input_hash_around(book, act)
    assert before == after


@pytest.mark.parametrize(("loaded", "is_other"), [(110, False), (300, True)])
def test_of_a_day_of_the_background_only_its_size_counts(book: Book, loaded: int, is_other: bool) -> None:
    book.load(DAY)
    book.load(days_off(-9), loaded=100)
    before = book.open(TODAY)
    book.load(days_off(-9), "late file", loaded=loaded)
    assert (book.open(TODAY) != before) == is_other


def test_a_channel_without_history_has_no_context(book: Book) -> None:
    alone = CHANNEL.model_copy(update={"analysis": Analysis(history_days=0, background_days=0)})
    book.load(DAY)
    before = book.open(TODAY, alone)
    book.load(days_off(-1))
    assert book.open(TODAY, alone) == before


def _input_hash_around(book: Book, act: Act) -> tuple[str, str]:
    """The window's input before and after something happens, with a day before it that has results."""
    for days in (-1, 0):
        book.load(days_off(days))
    with_results(-1)(book)
    with transaction("reader") as connection:
        before = runs.input_hash(connection, CHANNEL, TODAY)
    act(book)
    with transaction("reader") as connection:
        return before, runs.input_hash(connection, CHANNEL, TODAY)


# --- which run counts ---


def test_a_window_is_stale_from_the_change_to_the_flip(book: Book) -> None:
    def is_stale() -> bool:
        with transaction("reader") as connection:
            return runs.is_stale(connection, CHANNEL, TODAY)

    book.load(DAY)
    first = book.open(TODAY)
    assert not is_stale(), "what was never published cannot be stale"
    book.make_current(first)
    assert not is_stale()
    book.load(DAY, "late file")
    assert is_stale()
    second = book.open(TODAY)
    assert is_stale(), "the pointer still shows the old run"
    book.make_current(second)
    assert not is_stale()


def test_the_pointer_flips_once(book: Book) -> None:
    book.load(DAY)
    first, second = book.open(TODAY), book.open(TODAY, OTHER_SETTINGS)
    assert [book.make_current(run) for run in (first, first, second, second, first)] == [True, False, True, False, True]


def test_the_pointer_of_one_window_leaves_others_alone(book: Book) -> None:
    today = book.open(TODAY)
    for run in (today, book.open(WEEK), book.open(WEEKEND)):
        book.make_current(run)
    assert _context(days_off(0)) == {DAY: today.run_id}


def test_a_pointer_is_taken_away_from_the_run_it_shows_and_no_other(book: Book) -> None:
    book.load(DAY)
    first, second = book.open(TODAY), book.open(TODAY, OTHER_SETTINGS)
    book.make_current(second)

    def delete(run: runs.Run) -> bool:
        with transaction("analyst") as connection:
            return runs.delete_current(connection, run)

    assert not delete(first)
    assert _context(DAY) == {DAY: second.run_id}
    assert delete(second)
    assert not delete(second)
    assert _context(DAY) == {}


def test_the_windows_that_count_come_in_the_order_of_time_and_spans_after_their_days(book: Book) -> None:
    for window in (daily(2), daily(-1), WEEK, TODAY):
        book.make_current(book.open(window))
    book.open(daily(1))  # opened, but never made current
    book.make_current(book.open(daily(3), ELSEWHERE))
    with transaction("reader") as connection:
        found = runs.windows_to_refresh(connection, CHANNEL.name)
        assert runs.windows_to_refresh(connection, "twitter_nobody") == []
    assert set(found) == {daily(-1), TODAY, daily(2), WEEK}
    assert [window.last_day for window in found] == sorted(window.last_day for window in found)
    assert found.index(WEEK) == max(place for place, window in enumerate(found) if window.last_day == WEEK.last_day)


def test_the_run_that_counts_is_found_by_its_window(book: Book) -> None:
    run = book.open(WEEK)
    with transaction("reader") as connection:
        assert runs.current_run(connection, CHANNEL, WEEK) is None
    book.make_current(run)
    with transaction("reader") as connection:
        assert runs.current_run(connection, CHANNEL, WEEK) == run
        assert runs.current_run(connection, CHANNEL, TODAY) is None


def test_the_context_is_the_current_daily_runs_of_the_days_asked_for(book: Book) -> None:
    current = {days_off(days): book.open(daily(days)) for days in (-3, -1)}
    for run in current.values():
        book.make_current(run)
    book.open(daily(-2))
    assert _context(days_off(-1), days_off(-2)) == {days_off(-1): current[days_off(-1)].run_id}
    assert _context() == {}


def _context(*days: dt.date) -> dict[dt.date, int]:
    with transaction("reader") as connection:
        return runs.context_run_ids(connection, CHANNEL.name, days)


# --- work on a run ---


def _is_done(run: runs.Run, stage: runs.Stage) -> bool:
    with transaction("reader") as connection:
        return runs.is_done(connection, run.run_id, stage)


def test_a_stage_is_done_for_its_own_run_alone(book: Book) -> None:
    run, other = book.open(TODAY), book.open(WEEK)
    for _ in range(2):  # marking twice changes nothing
        with transaction("analyst") as connection:
            runs.mark_done(connection, run.run_id, "topics")
    assert _is_done(run, "topics")
    assert not _is_done(run, "accounts")
    assert not _is_done(other, "topics")


def test_a_mark_goes_with_the_rows_of_a_stage_that_failed(book: Book) -> None:
    run = book.open(TODAY)

    def stage_that_fails_at_its_end() -> None:
        with transaction("analyst") as connection:
            runs.mark_done(connection, run.run_id, "topics")
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        stage_that_fails_at_its_end()
    assert not _is_done(run, "topics")


def test_only_one_works_on_a_run_at_a_time(book: Book) -> None:
    run, other = book.open(TODAY), book.open(WEEK)
    with transaction("analyst") as worker:
        runs.lock_run(worker, run.run_id)
        runs.lock_run(worker, run.run_id)  # its own lock holds nobody up
        _lock_at_once(other)
        with pytest.raises(OperationalError, match="lock timeout"):
            _lock_at_once(run)
    _lock_at_once(run)  # given back with the transaction


def _lock_at_once(run: runs.Run) -> None:
    """Take the lock of a run in another session; an error when that means waiting."""
    with transaction("analyst") as rival:
        rival.execute(sa.text("SET LOCAL lock_timeout = '100ms'"))
        runs.lock_run(rival, run.run_id)


# --- how its input was judged ---


def test_a_judgement_that_a_report_tells_of_is_another_input(book: Book) -> None:
    book.load(DAY)
    plain = book.open(TODAY)
    book.judge(TODAY, "thin", "one")
    thin = book.open(TODAY)
    book.judge(TODAY, "thin", "two")
    assert len({plain.run_id, thin.run_id, book.open(TODAY).run_id}) == 3


def test_a_judgement_that_a_report_tells_nothing_of_changes_no_run(book: Book) -> None:
    book.load(DAY)
    plain = book.open(TODAY)
    book.judge(TODAY, "pass", None)
    book.judge(WEEK, "thin", "of another window")
    book.judge(daily(-1), "thin", "of another day")
    assert book.open(TODAY) == plain


def test_a_run_is_stale_when_its_input_is_judged_otherwise(book: Book) -> None:
    book.load(DAY)
    book.make_current(book.open(TODAY))
    book.judge(TODAY, "block", "worse")
    with transaction("reader") as connection:
        assert runs.is_stale(connection, CHANNEL, TODAY)


def test_a_run_keeps_the_judgement_that_it_was_opened_under(book: Book) -> None:
    book.load(DAY)
    book.judge(TODAY, "thin", "one")
    run = book.open(TODAY)
    book.judge(TODAY, "pass", None)
    query = "SELECT judgement_hash FROM results.runs JOIN facts.judgements USING (judgement_id) WHERE run_id = :run_id"
    with transaction("reader") as connection:
        assert connection.execute(sa.text(query), {"run_id": run.run_id}).scalars().all() == ["one"]
