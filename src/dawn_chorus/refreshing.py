"""Refreshing: which published windows are made again when their input changes, and which keep their post."""

import logging
from collections.abc import Callable

from dawn_chorus import pipeline, remains
from dawn_chorus.channel import Channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import EmptyWindowError
from dawn_chorus.ingest import judgements
from dawn_chorus.ingest.quality import Judgement
from dawn_chorus.publish.approval import Approval
from dawn_chorus.window import Window

log = logging.getLogger("dawn_chorus.refreshing")


def refresh(channel: Channel, on_window: Callable[[Window], None]) -> list[Window]:
    """Recompute and republish the windows whose input changed since, in the order of time; returns them.

    One pass is enough: what a recomputed day changes in its successors is seen when their turn comes. A window that has
    become empty, since its tweets were forgotten, loses its post. One whose input has become too poor for a report
    keeps the post that it has, and the log says so; only where tweets of it were forgotten a short one takes its place.
    One that was blocked gets its post when what came late makes it good enough. What else may hold forgotten tweets is
    cleared then.
    """
    refreshed: list[Window] = []
    with transaction("reader") as connection:
        windows = runs.windows_to_refresh(connection, channel.name)
    for window in windows:
        pipeline.load(channel, window)
        judgement = pipeline.judge(channel, window)
        if _is_due(channel, window, judgement):
            on_window(window)
            try:
                _renew(channel, window, judgement)
            except EmptyWindowError:
                pipeline.withdraw_report(channel, window)
            refreshed.append(window)
    remains.clear(channel)
    return refreshed


def _is_due(channel: Channel, window: Window, judgement: Judgement) -> bool:
    """Whether a window is to be made again: its input changed, or it had no post and now is good enough for one."""
    with transaction("reader") as connection:
        if runs.current_run(connection, channel, window) is None:
            return not (judgement.blocks or judgement.is_empty)
        is_stale = runs.is_stale(connection, channel, window)
    return is_stale and not _keeps_post(channel, window, judgement)


def _renew(channel: Channel, window: Window, judgement: Judgement) -> None:
    """Make a window again and publish it; where somebody must approve, only write it, unless tweets were forgotten."""
    if channel.approval == "none":
        pipeline.run_window(channel, window, despite_block=True)
        return
    with transaction("reader") as connection:
        has_forgotten = judgements.has_forgotten_since(connection, channel, window, judgement)
    approval = Approval.now() if has_forgotten else None
    pipeline.run_window(
        channel, window, until="publish" if approval else "report", despite_block=True, approval=approval
    )
    if approval is None:
        log.warning("%s %s: made again; the new version waits until somebody approves it", channel.name, window)


def _keeps_post(channel: Channel, window: Window, judgement: Judgement) -> bool:
    """Whether a published window is now too poor for a report, so that its post stays as it is; the log says so."""
    if judgement.is_empty or not judgement.blocks:
        return False
    with transaction("reader") as connection:
        if judgements.has_forgotten_since(connection, channel, window, judgement):
            return False
    faults = "; ".join(fault.text for fault in judgement.faults)
    log.warning("%s %s: the input has become too poor for a report, its post stays: %s", channel.name, window, faults)
    return True
