"""The path's order: which stages a window goes through, and which windows a refresh makes again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from dawn_chorus import pipeline, refreshing, remains
from dawn_chorus.channel import Channel, Source
from dawn_chorus.database import runs
from dawn_chorus.database.runs import Run
from dawn_chorus.errors import ChorusError, EmptyWindowError, PublishError
from dawn_chorus.ingest import judgements
from dawn_chorus.ingest.quality import Judgement, Measures, Reason
from dawn_chorus.publish.approval import Approval
from dawn_chorus.window import Window

CHANNEL = Channel(
    name="twitter_test",
    title="测试",
    short_title="Twitter Test",
    start_date="2026-03-01",
    sources=(Source(name="inbox", path="nowhere"),),
)
DAY = date(2026, 3, 2)
WINDOW = Window(DAY, DAY)
RUN = Run(7, CHANNEL.name, WINDOW, datetime(2026, 3, 3, tzinfo=UTC))
STAGES = ("topics", "accounts", "report", "publish")

FIRST = ("load twitter_test 2026-03-02", "judge 2026-03-02 None False")

Done = list[str]


# --- one window ---


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Done:
    """What is done to a window, in order; nothing really is."""
    found: Done = []

    def open_run(channel: Channel, window: Window, accept: str | None, *, despite_block: bool) -> Run:
        found.append(f"judge {window} {accept} {despite_block}")
        return RUN

    def stage(name: str) -> Callable[..., object]:
        return lambda run_id, **_: found.append(f"{name} {run_id}")

    monkeypatch.setattr(pipeline, "load", lambda channel, window: found.append(f"load {channel.name} {window}"))
    monkeypatch.setattr(pipeline, "open_run", open_run)
    monkeypatch.setattr(pipeline, "STAGES", {name: stage(name) for name in pipeline.STAGES})
    return found


def test_the_steps_are_loading_judging_and_the_stages() -> None:
    assert pipeline.STEPS == ("load", "judge", *pipeline.STAGES) == ("load", "judge", *STAGES)


@pytest.mark.parametrize("until", STAGES)
def test_a_window_goes_through_the_stages_in_order_as_far_as_asked(done: Done, until: str) -> None:
    assert pipeline.run_window(CHANNEL, WINDOW, until=until) == RUN
    expected = [f"{stage} 7" for stage in STAGES[: STAGES.index(until) + 1]]
    assert done == [*FIRST, *expected]


def test_a_window_goes_all_the_way_unless_asked_otherwise(done: Done) -> None:
    pipeline.run_window(CHANNEL, WINDOW)
    assert done[-1] == "publish 7"


def test_each_step_is_told_before_it_begins(done: Done) -> None:
    pipeline.run_window(CHANNEL, WINDOW, until="accounts", on_step=lambda step: done.append(f"next: {step}"))
    assert done[::2] == ["next: load", "next: judge", "next: topics", "next: accounts"]
    assert [each.split()[0] for each in done[1::2]] == ["load", "judge", "topics", "accounts"]


def test_who_approved_is_told_to_the_last_stage(done: Done, monkeypatch: pytest.MonkeyPatch) -> None:
    approval = Approval.now()
    monkeypatch.setitem(pipeline.STAGES, "publish", lambda run_id, approval: done.append(approval))
    pipeline.run_window(CHANNEL, WINDOW, approval=approval)
    assert done[-1] == approval


def test_a_reason_to_accept_reaches_the_gate(done: Done) -> None:
    pipeline.run_window(CHANNEL, WINDOW, accept="the source was down")
    assert done[1] == "judge 2026-03-02 the source was down False"


@pytest.mark.parametrize("until", ["", "load", "topic", "Publish"])
def test_a_stage_that_is_none_is_refused_before_anything_is_done(done: Done, until: str) -> None:
    with pytest.raises(ChorusError, match="There is no stage") as caught:
        pipeline.run_window(CHANNEL, WINDOW, until=until)
    assert "topics, accounts, report, publish" in caught.value.remedy
    assert done == []


def test_a_stage_that_fails_is_the_last_one(done: Done, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(run_id: int) -> None:
        raise PublishError("no", remedy="none")

    monkeypatch.setitem(pipeline.STAGES, "accounts", fail)
    with pytest.raises(PublishError):
        pipeline.run_window(CHANNEL, WINDOW)
    assert done == [*FIRST, "topics 7"]


# --- a refresh ---


class Archive:
    """Windows with current runs; ``stale`` ones are made again, which may make their followers stale."""

    def __init__(self, days: int, stale: set[int], followers: dict[int, int] | None = None) -> None:
        self.windows = [Window(DAY + timedelta(days=each), DAY + timedelta(days=each)) for each in range(days)]
        self.stale = stale
        self.followers = followers or {}
        self.empty: set[int] = set()
        self.blocked: set[int] = set()
        self.forgotten: set[int] = set()
        self.done: Done = []

    def load(self, channel: Channel, window: Window) -> None:
        """Rebuild a window's days."""
        self.done.append(f"load {self.windows.index(window)}")

    def judge(self, channel: Channel, window: Window) -> Judgement:
        """Judge a window, which must be loaded."""
        number = self.windows.index(window)
        assert self.done[-1] == f"load {number}", "what is landed counts, so it is loaded before it is judged"
        self.done.append(f"judge {number}")
        measures = Measures(1, 0 if number in self.empty else 9, 9, 0.0, 9, 0, 0, 0)
        reasons = (Reason("rejects", "block", 9, 10),) if number in self.blocked else ()
        return Judgement("block" if reasons else "pass", reasons, measures)

    def is_stale(self, connection: object, channel: Channel, window: Window) -> bool:
        """Whether a window, which must be judged, is stale."""
        number = self.windows.index(window)
        assert self.done[-1] == f"judge {number}", "a judgement is input, so it is made before input is compared"
        return number in self.stale

    def has_forgotten_since(self, connection: object, channel: Channel, window: Window, judgement: object) -> bool:
        """Whether tweets of a window were forgotten."""
        return self.windows.index(window) in self.forgotten

    def run_window(self, channel: Channel, window: Window, *, despite_block: bool) -> None:
        """Make a window again."""
        assert despite_block
        number = self.windows.index(window)
        self.done.append(f"make {number}")
        if number in self.empty:
            raise EmptyWindowError(f"nothing on day {number}", remedy="none")
        self.stale.discard(number)
        if number in self.followers:
            self.stale.add(self.followers[number])

    def withdraw_report(self, channel: Channel, window: Window) -> None:
        """Take the post of a window off the blog."""
        self.done.append(f"withdraw {self.windows.index(window)}")

    def made(self) -> list[int]:
        """The windows that were made again, in order."""
        return [int(each.split()[1]) for each in self.done if each.startswith("make")]


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Archive]:
    """Put an archive in the place of the database."""

    @contextmanager
    def transaction(role: str) -> Iterator[None]:
        yield

    def make(days: int, stale: set[int], followers: dict[int, int] | None = None) -> Archive:
        made = Archive(days, stale, followers)
        monkeypatch.setattr(refreshing, "transaction", transaction)
        monkeypatch.setattr(runs, "windows_to_refresh", lambda connection, channel: made.windows)
        monkeypatch.setattr(runs, "current_run", lambda connection, channel, window: window)
        monkeypatch.setattr(runs, "is_stale", made.is_stale)
        monkeypatch.setattr(judgements, "has_forgotten_since", made.has_forgotten_since)
        monkeypatch.setattr(remains, "clear", lambda _: None)
        monkeypatch.setattr(pipeline, "load", made.load)
        monkeypatch.setattr(pipeline, "judge", made.judge)
        monkeypatch.setattr(pipeline, "run_window", made.run_window)
        monkeypatch.setattr(pipeline, "withdraw_report", made.withdraw_report)
        return made

    return make


def test_a_refresh_makes_the_stale_windows_again_oldest_first(archive: Callable[..., Archive]) -> None:
    days = archive(5, {3, 1})
    told: list[Window] = []
    assert pipeline.refresh(CHANNEL, told.append) == [days.windows[1], days.windows[3]] == told
    assert days.made() == [1, 3]


def test_a_refresh_with_nothing_to_do_makes_nothing(archive: Callable[..., Archive]) -> None:
    days = archive(3, set())
    assert pipeline.refresh(CHANNEL) == []
    assert days.made() == []


def test_what_a_remade_day_changes_in_its_followers_is_seen_in_the_same_pass(archive: Callable[..., Archive]) -> None:
    days = archive(5, {1}, followers={1: 2, 2: 4})
    pipeline.refresh(CHANNEL)
    assert days.made() == [1, 2, 4]
    assert days.stale == set()


def test_a_window_is_told_before_it_is_made_again(archive: Callable[..., Archive]) -> None:
    days = archive(2, {1})
    pipeline.refresh(CHANNEL, lambda window: days.done.append(f"tell {days.windows.index(window)}"))
    assert days.done[-2:] == ["tell 1", "make 1"]


def test_a_day_that_has_become_empty_loses_its_post_and_stops_nobody(archive: Callable[..., Archive]) -> None:
    days = archive(4, {1, 2})
    days.empty = {1}
    assert pipeline.refresh(CHANNEL) == days.windows[1:3]
    assert [each for each in days.done if each.startswith(("make", "withdraw"))] == ["make 1", "withdraw 1", "make 2"]


def test_a_day_whose_input_became_too_poor_keeps_its_post_and_the_log_says_so(
    archive: Callable[..., Archive], caplog: pytest.LogCaptureFixture
) -> None:
    days = archive(3, {0, 1})
    days.blocked = {1, 2}
    assert pipeline.refresh(CHANNEL) == [days.windows[0]]
    (told,) = caplog.messages
    assert "2026-03-03" in told
    assert "its post stays: 9 of 10 records were refused" in told


def test_what_was_forgotten_goes_even_where_the_input_is_too_poor(archive: Callable[..., Archive]) -> None:
    days = archive(2, {0, 1})
    days.blocked, days.forgotten = {0, 1}, {1}
    assert pipeline.refresh(CHANNEL) == [days.windows[1]]
    assert days.made() == [1]


# --- days that are not over ---


def test_no_run_is_opened_for_a_day_that_is_still_going_on() -> None:
    today = datetime.now(CHANNEL.zone).date()
    with pytest.raises(ChorusError, match="is not over in Asia/Shanghai") as caught:
        pipeline.open_run(CHANNEL, Window(today - timedelta(days=2), today))
    assert "after midnight" in caught.value.remedy
