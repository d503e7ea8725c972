"""The command line without a database: which days it visits, what it refuses at once, and how it ends."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dawn_chorus import cli, pipeline, views
from dawn_chorus.channel import Channel, load_channel
from dawn_chorus.commands import quarantine, steps
from dawn_chorus.database.runs import Run
from dawn_chorus.errors import BlockedWindowError, ChorusError, DatabaseError, EmptyWindowError
from dawn_chorus.ingest import retry as retrying
from dawn_chorus.ingest.forget import Forgotten
from dawn_chorus.ingest.landing import LandingSummary
from dawn_chorus.ingest.retry import Chosen
from dawn_chorus.publish.approval import Approval
from dawn_chorus.window import Window

SPAN = ("--from", "2026-03-02", "--to", "2026-03-04")
STAGE_OF_COMMAND = {
    "run": "publish",
    "topics": "topics",
    "accounts": "accounts",
    "report": "report",
    "publish": "publish",
}


@dataclass
class Trace:
    """What a command did, in order; ``failures`` are raised instead of taking a window through its stages."""

    done: list[str] = field(default_factory=list)
    failures: dict[str, ChorusError] = field(default_factory=dict)
    data: Sequence[str] | None = None
    asked: Window | None = None
    accepted: list[str | None] = field(default_factory=list)
    approved: list[str | None] = field(default_factory=list)

    def prepare(self) -> None:
        """Make the database ready."""
        self.done.append("prepare")

    def land(
        self, channel: Channel, paths: Sequence[str] | None = None, window: Window | None = None
    ) -> LandingSummary:
        """Land files, and what sources on the network have about a window."""
        self.done.append(f"land {channel.name}")
        self.data, self.asked = paths, window
        return LandingSummary(0, 0, 0, 0, 0)

    def load(self, channel: Channel, window: Window) -> list[str]:
        """Load a window; its ledgers."""
        self.done.append(f"load {window}")
        return [str(window)]

    def judge(self, channel: Channel, window: Window) -> str:
        """Judge a window."""
        return f"{window} is judged"

    def run_window(
        self,
        channel: Channel,
        window: Window,
        *,
        until: str,
        accept: str | None,
        approval: Approval | None,
        on_step: Callable[[str], None],
    ) -> Run:
        """Take a window through the stages."""
        on_step("load")
        self.accepted.append(accept)
        self.approved.append(approval and approval.by)
        if str(window) in self.failures:
            raise self.failures[str(window)]
        self.done.append(f"{window} to {until}")
        return Run(len(self.done), channel.name, window, datetime(2026, 3, 5, tzinfo=UTC))

    def show(self, what: object) -> None:
        """Show a run, or ledgers."""
        self.done.append(f"show {what}")

    def windows(self) -> list[str]:
        """The windows that were taken through the stages."""
        return [done.split()[0] for done in self.done if " to " in done]


@pytest.fixture
def trace(monkeypatch: pytest.MonkeyPatch) -> Trace:
    """Nothing is really done, and everything written down."""
    trace = Trace()
    for module in (cli, steps):
        monkeypatch.setattr(module, "prepare", trace.prepare)
    for name in ("land", "load", "judge", "run_window"):
        monkeypatch.setattr(pipeline, name, getattr(trace, name))
    for name in ("show_topics", "show_accounts", "show_report", "show_publication", "show_ledgers", "show_judgements"):
        monkeypatch.setattr(views, name, trace.show)
    return trace


def chorus(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli.app, arguments)


def empty(day: str) -> EmptyWindowError:
    """The error of a day without tweets."""
    return EmptyWindowError(f"There is nothing on {day}.", remedy="Give input.")


# --- which days ---


@pytest.mark.parametrize(("command", "stage"), STAGE_OF_COMMAND.items())
def test_each_day_is_taken_to_the_stage_of_the_command_in_order(trace: Trace, command: str, stage: str) -> None:
    assert chorus(command, "twitter_ai", *SPAN).exit_code == 0
    taken = [done for done in trace.done if " to " in done]
    assert taken == [f"2026-03-0{day} to {stage}" for day in (2, 3, 4)]


@pytest.mark.parametrize(("command", "first"), [("topics", "find"), ("accounts", "rank")])
def test_the_first_command_of_a_group_may_be_left_out(trace: Trace, command: str, first: str) -> None:
    chorus(command, first, "twitter_ai", *SPAN)
    named, trace.done = trace.done, []
    chorus(command, "twitter_ai", *SPAN)
    assert trace.done == named != []


@pytest.mark.parametrize("command", STAGE_OF_COMMAND)
def test_one_post_is_one_window(trace: Trace, command: str) -> None:
    assert chorus(command, "twitter_ai", *SPAN, "--one-post").exit_code == 0
    assert trace.windows() == ["2026-03-02..2026-03-04"]


def test_without_a_last_day_it_is_the_first_alone(trace: Trace) -> None:
    assert chorus("topics", "twitter_ai", "--from", "2026-03-02").exit_code == 0
    assert trace.windows() == ["2026-03-02"]


def test_each_run_is_shown_when_it_is_done_and_not_at_the_end(trace: Trace) -> None:
    chorus("topics", "twitter_ai", "--from", "2026-03-02", "--to", "2026-03-03")
    assert trace.done == ["prepare", "2026-03-02 to topics", "show 2", "2026-03-03 to topics", "show 4"]


def test_a_run_lands_and_then_begins(trace: Trace) -> None:
    chorus("run", "twitter_ai", "--from", "2026-03-02")
    assert [done for done in trace.done if done != "prepare"][:2] == ["land twitter_ai", "2026-03-02 to publish"]


@pytest.mark.parametrize("command", ["run", "ingest"])
def test_the_sources_are_asked_about_the_window_and_no_other_day(trace: Trace, command: str) -> None:
    chorus(command, "twitter_ai", *SPAN)
    assert str(trace.asked) == "2026-03-02..2026-03-04"


def test_a_refresh_asks_about_no_day(trace: Trace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "refresh", lambda *_: [])
    assert chorus("refresh", "twitter_ai").exit_code == 0
    assert trace.asked is None


def test_a_stage_by_itself_reads_no_sources(trace: Trace) -> None:
    chorus("publish", "twitter_ai", "--from", "2026-03-02")
    assert "land twitter_ai" not in trace.done


def test_ingest_loads_each_day_and_shows_all_ledgers_together(trace: Trace) -> None:
    assert chorus("ingest", "twitter_ai", "--from", "2026-03-02", "--to", "2026-03-03").exit_code == 0
    assert trace.done == [
        "land twitter_ai",
        "load 2026-03-02",
        "load 2026-03-03",
        "show ['2026-03-02', '2026-03-03']",
        f"show {[(day, f'{day} is judged') for day in Window.parse('2026-03-02', '2026-03-03').daily()]}",
    ]


def test_a_day_that_still_goes_on_is_loaded_and_not_judged(trace: Trace) -> None:
    today = datetime.now(load_channel("twitter_ai").zone).date()
    assert chorus("ingest", "twitter_ai", "--from", str(today)).exit_code == 0
    assert trace.done[1:] == [f"load {today}", f"show ['{today}']", "show []"]


def test_a_reason_to_accept_is_given_for_every_day_asked_for_and_for_no_other_command(trace: Trace) -> None:
    assert chorus("run", "twitter_ai", *SPAN, "--accept", "known outage").exit_code == 0
    assert chorus("publish", "twitter_ai", *SPAN).exit_code == 0
    assert trace.accepted == ["known outage"] * 3 + [None] * 3


def test_who_approves_is_said_for_every_day_asked_for(trace: Trace) -> None:
    assert chorus("run", "twitter_ai", *SPAN, "--approve", "Ada Quokka").exit_code == 0
    assert chorus("publish", "twitter_ai", *SPAN).exit_code == 0
    assert trace.approved == ["Ada Quokka"] * 3 + [None] * 3


@pytest.mark.parametrize("command", ["run", "ingest"])
def test_data_may_be_given_many_times_and_without_it_the_sources_count(trace: Trace, command: str) -> None:
    chorus(command, "twitter_ai", "--from", "2026-03-02", "--data", "one", "--data", "two")
    assert trace.data == ["one", "two"]
    chorus(command, "twitter_ai", "--from", "2026-03-02")
    assert trace.data is None


# --- days that fail ---


def test_an_empty_day_does_not_stop_the_others_and_is_not_forgotten(trace: Trace) -> None:
    trace.failures = {"2026-03-02": empty("2026-03-02"), "2026-03-03": empty("2026-03-03")}
    result = chorus("run", "twitter_ai", *SPAN)
    assert trace.windows() == ["2026-03-04"]
    assert result.exception is trace.failures["2026-03-03"], "the last one is the outcome"
    assert "error: There is nothing on 2026-03-02." in result.stderr, "the others are told before it"
    assert "2026-03-03" not in result.stderr


def test_a_blocked_day_does_not_stop_the_others_either(trace: Trace) -> None:
    trace.failures = {"2026-03-03": BlockedWindowError("2026-03-03 is blocked.", remedy="Accept it.")}
    result = chorus("run", "twitter_ai", *SPAN)
    assert trace.windows() == ["2026-03-02", "2026-03-04"]
    assert result.exception is trace.failures["2026-03-03"]


def test_another_failure_stops_at_once(trace: Trace) -> None:
    trace.failures = {"2026-03-03": DatabaseError("Postgres went away.", remedy="Start it.")}
    result = chorus("run", "twitter_ai", *SPAN)
    assert result.exception is trace.failures["2026-03-03"]
    assert trace.windows() == ["2026-03-02"]


# --- what is refused before anything begins ---


@pytest.mark.parametrize("command", [*STAGE_OF_COMMAND, "ingest"])
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("twitter_cats", "--from", "2026-03-02"), "no channel 'twitter_cats'"),
        (("../channels/twitter_ai", "--from", "2026-03-02"), "no channel"),
        (("twitter_ai", "--from", "yesterday"), "'yesterday' is not a day"),
        (("twitter_ai", "--from", "2026-03-02", "--to", "2026-02-30"), "'2026-02-30' is not a day"),
        (("twitter_ai", "--from", "2026-03-02", "--to", "2026-03-01"), "before it begins"),
    ],
)
def test_arguments_are_checked_before_anything_starts(
    trace: Trace, command: str, arguments: Sequence[str], told: str
) -> None:
    result = chorus(command, *arguments)
    assert isinstance(result.exception, ChorusError)
    assert told in result.exception.message
    assert trace.done == []


@pytest.mark.parametrize("arguments", [("refresh",), ("forget", "1"), ("quarantine list",)])
def test_a_channel_is_checked_before_anything_starts(trace: Trace, arguments: Sequence[str]) -> None:
    command, *rest = arguments
    result = chorus(*command.split(), "twitter_cats", *rest)
    assert isinstance(result.exception, ChorusError)
    assert trace.done == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "twitter_ai"),
        ("run", "twitter_ai", "--from"),
        ("run", "twitter_ai", "--from", "2026-03-02", "--data", ""),
        ("run", "twitter_ai", "--from", "2026-03-02", "--until", "2026-03-03"),
        ("topics", "twitter_ai", "--from", "2026-03-02", "--data", "tweets.json"),
        ("topics", "twitter_ai", "--from", "2026-03-02", "--accept", "because"),
        ("forget", "twitter_ai"),
        ("forget", "twitter_ai", "https://x.com/ada/status/1"),
        ("sing",),
    ],
)
def test_misuse_is_explained_and_ends_with_code_2(trace: Trace, arguments: Sequence[str]) -> None:
    result = chorus(*arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr
    assert trace.done == []


# --- revoke ---


@pytest.mark.parametrize(
    ("more", "windows"),
    [((), ["2026-03-02", "2026-03-03", "2026-03-04"]), (("--one-post",), ["2026-03-02..2026-03-04"])],
)
def test_an_acceptance_is_taken_back_for_each_window(
    trace: Trace, monkeypatch: pytest.MonkeyPatch, more: Sequence[str], windows: list[str]
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(pipeline, "revoke", lambda channel, window: asked.append(str(window)))
    result = chorus("revoke", "twitter_ai", *SPAN, *more)
    assert result.exit_code == 0
    assert asked == windows
    assert result.output.splitlines() == [f"{window}: nobody had accepted its input" for window in windows]


# --- refresh ---


def test_a_refresh_lands_first_and_says_what_it_makes_again(trace: Trace, monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window.parse("2026-03-02")

    def refresh(channel: Channel, on_window: Callable[[Window], None]) -> list[Window]:
        trace.done.append("refresh")
        on_window(window)
        return [window]

    monkeypatch.setattr(pipeline, "refresh", refresh)
    result = chorus("refresh", "twitter_ai")
    assert trace.done == ["land twitter_ai", "refresh"]
    assert result.stdout.splitlines() == ["2026-03-02: input changed, recomputing", "1 days recomputed."]


# --- the operator's tools ---


def test_tweets_are_forgotten_and_then_the_posts_are_made_again(trace: Trace, monkeypatch: pytest.MonkeyPatch) -> None:
    def forget(channel: Channel, tweet_ids: Sequence[int], reason: str, landing: Path) -> Forgotten:
        trace.done.append(f"forget {list(tweet_ids)}: {reason}")
        return Forgotten([date(2026, 3, 2), date(2026, 3, 3)], [("inbox", "a.json")])

    monkeypatch.setattr(sys.modules["dawn_chorus.ingest.forget"], "forget", forget)
    monkeypatch.setattr(pipeline, "refresh", lambda channel: [Window.parse("2026-03-02")])
    result = chorus("forget", "twitter_ai", "11", "12", "--reason", "asked by mail")
    assert trace.done == ["prepare", "forget [11, 12]: asked by mail"]
    told, file = result.stdout.splitlines()
    assert told == "Forgotten. Days reloaded: 2; posts made again: 1."
    assert file.endswith("remove it yourself: inbox: a.json")


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["list"], "all of None"),
        (["list", "--day", "2026-03-02", "--reason", "bad_id", "--source", "inbox"], "all of 2026-03-02 bad_id inbox"),
        (["list", "--records"], "each of None"),
        (["show", "abcdefabcdef:7"], "abcdefabcdef:7"),
        (["retry", "--reason", "bad_id"], "retried None bad_id"),
    ],
)
def test_the_quarantine_is_listed_shown_and_retried(
    trace: Trace, monkeypatch: pytest.MonkeyPatch, arguments: list[str], shown: str
) -> None:
    def told(chosen: Chosen) -> str:
        return " ".join(map(str, [chosen.day, *filter(None, (chosen.reason, chosen.source))]))

    def listed(_: str, chosen: Chosen, one_by_one: bool) -> None:
        trace.show(f"{'each' if one_by_one else 'all'} of {told(chosen)}")

    monkeypatch.setattr(quarantine, "prepare", trace.prepare)
    monkeypatch.setattr(views, "show_quarantine", listed)
    monkeypatch.setattr(views, "show_quarantined", lambda _, record: trace.show(record))
    monkeypatch.setattr(retrying, "retry", lambda _, __, chosen: f"retried {told(chosen)}")
    monkeypatch.setattr(views, "show_retried", trace.show)
    command, *rest = arguments
    assert chorus("quarantine", command, "twitter_ai", *rest).exit_code == 0
    assert trace.done == ["prepare", f"show {shown}"]


def test_a_reason_that_is_none_is_told_with_those_that_there_are(trace: Trace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "prepare", trace.prepare)
    result = chorus("quarantine", "list", "twitter_ai", "--reason", "bad_mood")
    assert isinstance(result.exception, ChorusError)
    assert "bad_id" in result.exception.remedy


def test_channels_are_listed_without_a_database(trace: Trace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "show_channels", lambda found: trace.show([each.name for each in found]))
    assert chorus("channels").exit_code == 0
    assert trace.done == ["show ['twitter_ai', 'twitter_finance']"]


# --- how it ends ---


def ended(monkeypatch: pytest.MonkeyPatch, error: BaseException | None, *arguments: str) -> int | str | None:
    """The code with which the program ends when preparing raises ``error``."""

    def prepare() -> None:
        if error:
            raise error

    monkeypatch.setattr(quarantine, "prepare", prepare)
    monkeypatch.setattr(sys, "argv", ["chorus", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code


def test_an_expected_failure_is_two_lines_and_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = DatabaseError("Postgres is down.", remedy="Start it.")
    assert ended(monkeypatch, error, "quarantine", "list", "twitter_ai") == 1
    printed = capsys.readouterr()
    assert printed.err == "error: Postgres is down.\n  → Start it.\n"
    assert printed.out == ""


def test_ctrl_c_is_one_line_that_says_how_to_go_on_and_code_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, KeyboardInterrupt(), "quarantine", "list", "twitter_ai") == 130
    assert capsys.readouterr().err == "Stopped. Run the same command again to go on.\n"


def test_misuse_ends_as_the_library_does_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, None, "refresh") == 2
    assert "Stopped" not in capsys.readouterr().err


def test_success_is_code_0(trace: Trace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(monkeypatch, None, "topics", "twitter_ai", "--from", "2026-03-02") == 0
    assert capsys.readouterr().err == ""


def test_a_fault_of_ours_is_not_dressed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["chorus", "quarantine", "list", "twitter_ai"])
    monkeypatch.setattr(quarantine, "prepare", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main()
