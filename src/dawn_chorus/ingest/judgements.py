"""The gate before anything is made of a window: measured, judged, kept where it differs from the last judgement.

The judgement is part of the identity of the run that is opened next. What is usual is what is loaded at that moment:
where earlier days come later, a refresh judges again, in the order of time, and days loaded in any order end alike.
"""

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import msgspec
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import BlockedWindowError, ChorusError, EmptyWindowError
from dawn_chorus.ingest.measures import measure
from dawn_chorus.ingest.quality import Judgement, Reason, covers, judge
from dawn_chorus.window import Window

MOST_REASON = 500  # characters
_JSON = ("measures", "reasons")  # columns

log = logging.getLogger("dawn_chorus.quality")


def judge_window(connection: sa.Connection, channel: Channel, window: Window, accept: str | None = None) -> Judgement:
    """Judge a window by what is loaded now, and keep the judgement; ``accept``: why its faults are taken as they are.

    An acceptance holds for this window, while no other and no graver fault is found. Killed, nothing is kept.
    Raises ChorusError for a reason that says nothing.
    """
    own = _parameters(channel, window)
    connection.execute(statement("ingest/lock_window"), {key: str(value) for key, value in own.items()})
    found = judge(measure(connection, channel, window), channel.quality)
    judgement = _accepted(connection, own, found, None if accept is None else _words(accept))
    row = _row(judgement)
    last = connection.execute(statement("ingest/read_judgement"), own).mappings().one_or_none()
    if last is None or {key: last[key] for key in row} != row:
        encoded = {key: msgspec.json.encode(row[key]).decode() for key in _JSON}
        connection.execute(statement("ingest/insert_judgement"), own | row | encoded)
    return judgement


def revoke(connection: sa.Connection, channel: Channel, window: Window) -> Judgement | None:
    """Take back every acceptance of a window, and judge it anew; None where none was left to take back.

    In one transaction: killed, the acceptance still holds. What was accepted, when and why stays on record.
    """
    own = _parameters(channel, window)
    connection.execute(statement("ingest/lock_window"), {key: str(value) for key, value in own.items()})
    if not connection.execute(statement("ingest/mark_revoked"), own).all():
        return None
    return judge_window(connection, channel, window)


def check(channel: Channel, window: Window, judgement: Judgement, *, despite_block: bool = False) -> None:
    """Say how a window was judged. Raises EmptyWindowError or BlockedWindowError where there is to be no report."""
    if judgement.is_empty:
        raise EmptyWindowError(
            f"{channel.name} has no tweets on {window}.",
            remedy="Give input with --data or put files where the channel's sources look; nothing was published.",
        )
    if judgement.blocks and not despite_block:
        raise BlockedWindowError(
            f"{channel.name} {window} is blocked: {'; '.join(fault.text for fault in judgement.faults)}.",
            remedy="Land what is missing and run it again, or take it as it is with --accept REASON (in the DAG: the"
            " parameter accept); nothing was published.",
        )
    level = logging.WARNING if judgement.faults else logging.INFO
    log.log(level, "%s %s: %s", channel.name, window, judgement.text)


def faults_of(connection: sa.Connection, channel: Channel, window: Window) -> str:
    """The faults of the window's last judgement, in one line; empty where it has none, or somebody accepted them."""
    last = connection.execute(statement("ingest/read_judgement"), _parameters(channel, window)).mappings().one_or_none()
    if last is None or last["accepted_reason"]:
        return ""
    reasons = msgspec.convert(last["reasons"], list[Reason])
    return "; ".join(reason.text for reason in reasons if reason.verdict != "pass")


def has_forgotten_since(connection: sa.Connection, channel: Channel, window: Window, judgement: Judgement) -> bool:
    """Whether tweets of the window were forgotten since its current run was opened."""
    then = connection.execute(statement("ingest/count_forgotten_then"), _parameters(channel, window)).scalar() or 0
    return judgement.measures.tombstoned > then


def _parameters(channel: Channel, window: Window) -> dict[str, object]:
    return {"channel": channel.name, "first_day": window.first_day, "last_day": window.last_day}


def _words(reason: str) -> str:
    """The reason on one line. Raises ChorusError for an empty or an endless one."""
    words = " ".join(reason.replace("\0", " ").encode("utf-8", "backslashreplace").decode().split())
    if not 1 <= len(words) <= MOST_REASON:
        raise ChorusError(
            f"A reason to accept a window has 1 to {MOST_REASON} characters; this one has {len(words)}.",
            remedy="Say in a few words why its input may be taken as it is.",
        )
    return words


def _accepted(
    connection: sa.Connection, own: Mapping[str, object], judgement: Judgement, reason: str | None
) -> Judgement:
    """The judgement with the acceptance that holds for it: the last one of this window, or the one given now."""
    if not judgement.faults or judgement.is_empty:
        return judgement
    before = connection.execute(statement("ingest/read_acceptance"), own).one_or_none()
    is_known = before is not None and reason in (None, before.accepted_reason)
    if before and is_known and covers(msgspec.convert(before.reasons, list[Reason]), judgement.reasons):
        return replace(judgement, accepted_reason=before.accepted_reason, accepted_at=before.accepted_at)
    if reason is None:
        return judgement
    return replace(judgement, accepted_reason=reason, accepted_at=dt.datetime.now(dt.UTC))


def _row(judgement: Judgement) -> dict[str, Any]:
    """The columns of a judgement, as Postgres gives them back."""
    return {
        "verdict": judgement.verdict,
        "measures": _as_read(asdict(judgement.measures)),
        "reasons": _as_read([asdict(reason) for reason in judgement.reasons]),
        "judgement_hash": judgement.told_hash,
        "accepted_reason": judgement.accepted_reason,
        "accepted_at": judgement.accepted_at,
    }


def _as_read(value: object) -> object:
    """A value as JSON gives it back."""
    return msgspec.json.decode(msgspec.json.encode(value))
