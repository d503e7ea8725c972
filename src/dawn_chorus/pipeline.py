"""The whole path: one function per task of the DAG, and the same path without a scheduler.

Between stages nothing passes but a run id, here ``chorus_run_id`` since Airflow calls its own ``run_id``. Each stage
writes its rows and its "done" mark in one transaction, so a task may be killed at any instant and run again: a finished
stage is skipped, an unfinished one starts over. Heavy modules are imported by the stage that needs them, so that a DAG
file, which imports this one, stays light.
"""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dawn_chorus import collector
from dawn_chorus.channel import Channel, load_channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import BudgetError, ChorusError
from dawn_chorus.publish.approval import Approval
from dawn_chorus.publish.approval import check as check_approval
from dawn_chorus.settings import settings
from dawn_chorus.window import Window

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dawn_chorus.destination import Mode
    from dawn_chorus.ingest.landing import LandingSummary
    from dawn_chorus.ingest.load import DayLedger
    from dawn_chorus.ingest.quality import Judgement
    from dawn_chorus.ingest.x_api.comply import Complied
    from dawn_chorus.ingest.x_api.estimate import Estimate
    from dawn_chorus.publish.publication import Publication

    StageFunction = Callable[[sa.Connection, Channel, runs.Run], None]

log = logging.getLogger("dawn_chorus.pipeline")

STEPS = ("load", "judge", "topics", "accounts", "report", "publish")


def land(channel: Channel, paths: Sequence[Path | str] | None = None, window: Window | None = None) -> "LandingSummary":
    """Land what the channel's sources, or ``paths`` instead of them, hold and was not landed before.

    Sources on the network are asked only about the days of ``window``, and not at all where ``paths`` are given.
    Prepares the database first: this is where every way of running the path begins.
    """
    from dawn_chorus.database.prepare import prepare
    from dawn_chorus.ingest import landing

    prepare()
    if paths is None and window is not None:
        fetch(channel, window.days)
    return landing.land(channel, paths, settings().landing)


def fetch(channel: Channel, days: Sequence[dt.date]) -> None:
    """Land what the channel's sources on the network have about ``days``, in that order; no day is asked for twice."""
    from dawn_chorus.ingest.x_api.fetch import fetch as fetch_days

    fetch_days(channel, days, settings().landing)


def fetch_payable(channel: Channel, days: Sequence[dt.date]) -> tuple[list[dt.date], BudgetError | None]:
    """Fetch ``days`` as far as the budget goes: those that are fetched, in order of time, and what stopped it."""
    from dawn_chorus.ingest.x_api.fetch import fetched_days

    try:
        fetch(channel, days)
    except BudgetError as error:
        return fetched_days(channel, days), error
    return sorted(days), None


def estimate(channel: Channel, days: Sequence[dt.date]) -> "Estimate":
    """What fetching ``days`` will bring and cost."""
    from dawn_chorus.ingest.x_api.estimate import estimate as estimate_days

    return estimate_days(channel, days)


def load(channel: Channel, window: Window) -> "list[DayLedger]":
    """Rebuild the window's days from landing and swap in those that changed."""
    from dawn_chorus.ingest.load import load_day

    return [load_day(channel, day, settings().landing) for day in window.days]


def judge(channel: Channel, window: Window, accept: str | None = None) -> "Judgement":
    """Judge whether what is loaded is good enough for a report; ``accept``: why it is taken as it is all the same."""
    from dawn_chorus.ingest import judgements

    with transaction("loader") as connection:
        return judgements.judge_window(connection, channel, window, accept)


def revoke(channel: Channel, window: Window) -> "Judgement | None":
    """Take back that an operator took a window's input as it is; how it is judged now, None where nobody had."""
    from dawn_chorus.ingest import judgements

    with transaction("loader") as connection:
        return judgements.revoke(connection, channel, window)


def missing_input(channel: Channel, window: Window) -> str:
    """Why the window's input was last judged to be poor, in counts and names of sources; empty where it was not."""
    from dawn_chorus.ingest import judgements

    with transaction("reader") as connection:
        return judgements.faults_of(connection, channel, window)


def is_over(channel: Channel, window: Window) -> bool:
    """Whether the window's last day has ended where the channel is."""
    return window.is_over(channel.zone, dt.datetime.now(dt.UTC))


def open_run(channel: Channel, window: Window, accept: str | None = None, *, despite_block: bool = False) -> runs.Run:
    """Judge what is loaded now, and open the run for it; ``despite_block``: a short report where there would be none.

    Raises EmptyWindowError without a tweet, BlockedWindowError where it is not good enough, ChorusError while a day
    goes on: a report on part of a day would be dated in the future, and wrong by the evening.
    """
    from dawn_chorus.ingest import judgements

    if not is_over(channel, window):
        raise ChorusError(
            f"{window} is not over in {channel.time_zone}, and a report tells of whole days.",
            remedy="Ask for it after midnight there; nothing was published.",
        )
    judgements.check(channel, window, judge(channel, window, accept), despite_block=despite_block)
    with transaction("analyst") as connection:
        return runs.open_run(connection, channel, window)


def find_topics(chorus_run_id: int) -> None:
    """Topics stage: topics, story links, and what each tweet is."""
    from dawn_chorus.topics import stage

    _once("topics", chorus_run_id, stage.find_topics)


def rank_accounts(chorus_run_id: int) -> None:
    """Accounts stage: the window's accounts by score, with what it is made of."""
    from dawn_chorus.accounts import stage

    _once("accounts", chorus_run_id, stage.rank_accounts)


def write_report(chorus_run_id: int) -> None:
    """Report stage: written, checked, drawn, rendered; then the run becomes the window's current one.

    A language model, where the channel wants one, is asked before: no transaction waits for the network.
    """
    from dawn_chorus.report import stage

    _ask_llm(chorus_run_id)
    _once("report", chorus_run_id, stage.write_report)
    with transaction("analyst") as connection:
        runs.make_current(connection, runs.read_run(connection, chorus_run_id))


def _ask_llm(chorus_run_id: int) -> None:
    """Ask a channel's language model for a report that is not written yet."""
    with transaction("reader") as connection:
        run = runs.read_run(connection, chorus_run_id)
        is_written = runs.is_done(connection, chorus_run_id, "report")
    channel = load_channel(run.channel)
    if channel.writer == "llm" and not is_written:
        from dawn_chorus.report.llm.asking import ask

        ask(channel, run)


def counts(chorus_run_id: int) -> tuple[str, dict[str, int]]:
    """The run's channel, and what was read and made for it, by name."""
    with transaction("reader") as connection:
        run = runs.read_run(connection, chorus_run_id)
        return run.channel, runs.count_rows(connection, run)


def publish_report(chorus_run_id: int, mode: "Mode | None" = None, approval: Approval | None = None) -> "Publication":
    """Publish stage: one commit, or none when the blog has these files already; verified and recorded.

    ``mode`` takes the place of the channel's own: push, pull_request, dry_run. ``approval``: for a channel that
    wants one.
    """
    from dawn_chorus.publish import publication

    with transaction("reader") as connection:
        run = runs.read_run(connection, chorus_run_id)
    return publication.publish(load_channel(run.channel), run, mode, approval)


def withdraw_report(channel: Channel, window: Window) -> None:
    """Take the post of a window that has lost all its tweets off the blog; no run of it counts any more.

    Killed between the commit and the pointer, the next call finds no post, commits nothing, and takes the pointer away.
    """
    from dawn_chorus.publish import publication

    with transaction("reader") as connection:
        run = runs.current_run(connection, channel, window)
    if run is None:
        return
    publication.withdraw(channel, run)
    with transaction("analyst") as connection:
        runs.delete_current(connection, run)


def _publish_and_tell(chorus_run_id: int, approval: Approval | None = None) -> None:
    """Publish, and log what no table of ours shows: a pull request, a page, what a dry run would change."""
    made = publish_report(chorus_run_id, approval=approval)
    if made.address or not made.commit_sha:
        log.info("%s", made.told)


STAGES: dict[str, Callable[..., object]] = {
    "topics": find_topics,
    "accounts": rank_accounts,
    "report": write_report,
    "publish": _publish_and_tell,
}


def run_window(
    channel: Channel,
    window: Window,
    *,
    until: str = "publish",
    accept: str | None = None,
    despite_block: bool = False,
    approval: Approval | None = None,
    on_step: Callable[[str], None] = lambda step: None,
) -> runs.Run:
    """Load one window and take it through the stages up to ``until``; ``on_step`` hears each step begin.

    Raises as open_run does, or any ChorusError of a stage; before anything is done for a stage that nobody knows, and
    where the channel wants an ``approval`` and there is none.
    """
    if until not in STAGES:
        raise ChorusError(f"There is no stage {until!r} to stop after.", remedy=f"Stages: {', '.join(STAGES)}.")
    if until == "publish":
        check_approval(channel, approval)
    on_step("load")
    load(channel, window)
    on_step("judge")
    run = open_run(channel, window, accept, despite_block=despite_block)
    for stage, work in STAGES.items():
        on_step(stage)
        if stage == "publish":
            work(run.run_id, approval=approval)
        else:
            work(run.run_id)
        if stage == until:
            break
    return run


def refresh(channel: Channel, on_window: Callable[[Window], None] = lambda window: None) -> list[Window]:
    """Recompute and republish the windows whose input changed since, in the order of time; returns them."""
    from dawn_chorus import refreshing

    return refreshing.refresh(channel, on_window)


def comply(channel: Channel, window: Window | None = None, *, is_sure: bool = False) -> "Complied":
    """Forget tweets that are gone from the platform, and make the posts again that cited them."""
    from dawn_chorus.database.prepare import prepare
    from dawn_chorus.ingest.x_api import comply as compliance

    prepare()
    try:
        complied = compliance.comply(channel, settings().landing, window, is_sure=is_sure)
    finally:
        refresh(channel)
    return complied


def comply_if_configured(channel: Channel) -> "Complied | None":
    """The same for a channel that reads the X API, where its credential is there; for any other, nothing."""
    from dawn_chorus.connection import is_configured
    from dawn_chorus.ingest.x_api.comply import source_of

    source = source_of(channel)
    return comply(channel) if source is not None and is_configured(source.connection) else None


def _once(stage: runs.Stage, run_id: int, work: "StageFunction") -> None:
    """Do a stage and mark it done in one transaction, unless it is done already."""
    with transaction("analyst") as connection:
        runs.lock_run(connection, run_id)
        if not runs.is_done(connection, run_id, stage):
            run = runs.read_run(connection, run_id)
            with collector.paused():
                work(connection, load_channel(run.channel), run)
            runs.mark_done(connection, run_id, stage)
