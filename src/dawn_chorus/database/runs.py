"""Runs: one analysis of one channel-window, addressed by an id that is all that passes between stages."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from dawn_chorus import __version__
from dawn_chorus.channel import Channel
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.settings import settings
from dawn_chorus.window import Window

Stage = Literal["topics", "accounts", "report"]

LOCK_KEY = 0x72756E  # "run": first half of the advisory lock of one run


@dataclass(frozen=True)
class Run:
    """One run. ``opened_at`` is aware UTC, and is when the window's first run was opened: a re-run keeps it."""

    run_id: int
    channel: str
    window: Window
    opened_at: dt.datetime


def open_run(connection: sa.Connection, channel: Channel, window: Window) -> Run:
    """The run for the window's present input, settings and code; a new row only where one of them changed."""
    own = {"channel": channel.name, "first_day": window.first_day, "last_day": window.last_day}
    judged = connection.execute(statement("runs/read_judgement"), own).one_or_none()
    identity = own | {
        "input_hash": input_hash(connection, channel, window),
        "config_hash": channel.config_hash(),
        "code_version": code_version(),
    }
    judgement_id = None if judged is None else judged.judgement_id
    connection.execute(statement("runs/open_run"), identity | {"judgement_id": judgement_id})
    return read_run(connection, connection.execute(statement("runs/find_run"), identity).scalar_one())


def read_run(connection: sa.Connection, run_id: int) -> Run:
    """The run with that id. Raises ChorusError."""
    row = connection.execute(statement("runs/read_run"), {"run_id": run_id}).one_or_none()
    if row is None:
        raise ChorusError(f"There is no run {run_id}.", remedy="Make one with: chorus run CHANNEL --from DAY")
    return Run(row.run_id, row.channel, Window(row.first_day, row.last_day), row.opened_at)


def count_rows(connection: sa.Connection, run: Run) -> dict[str, int]:
    """What the run read and made: records, rejected, tweets, topics, accounts, statements, dropped."""
    row = connection.execute(statement("runs/count_rows"), {"run_id": run.run_id}).mappings().one()
    return {name: int(number) for name, number in row.items()}


def input_hash(connection: sa.Connection, channel: Channel, window: Window) -> str:
    """Identity of all that a run reads: its days, what other days' runs give as context, and how they were judged.

    A run is stale exactly when this no longer equals what it was opened with: late data, deletions and backfills of an
    earlier day need no flag of their own. Of the background, which only tells how common words are, the size of each
    day counts, to the nearest power of two: a late file does not make weeks of days stale, a day that was missing does.
    """
    days = context_days(channel, window)
    parameters = {"channel": channel.name, "first_day": window.first_day, "last_day": window.last_day}
    content = connection.execute(statement("runs/read_content_hashes"), parameters).all()
    before = {"channel": channel.name, "days": list(days)}
    context = connection.execute(statement("runs/read_context_hashes"), before).all()
    judged = connection.execute(statement("runs/read_judgement"), parameters).one_or_none()
    told = [judged.judgement_hash] if judged is not None and judged.judgement_hash else []
    behind = {"channel": channel.name, "days": list(background_days(channel, window))}
    background = connection.execute(statement("runs/read_background_sizes"), behind).all()
    return digest(*(map(repr, rows) for rows in (content, context, background)), told=told)


def context_days(channel: Channel, window: Window) -> Sequence[dt.date]:
    """The days whose daily runs a run reads, in order: those before it, and a longer window's own."""
    return [*window.days_before(channel.analysis.history_days), *(() if window.is_daily else window.days)]


def digest(*parts: Iterable[str], told: Sequence[str]) -> str:
    """The identity of a run's input. ``parts``: rows as ``repr`` writes them; ``told``: hash of a judgement, if any."""
    lists = [f"[{', '.join(rows)}]" for rows in parts]
    return hashlib.sha256(f"({', '.join([*lists, *map(repr, told)])})".encode()).hexdigest()


def background_days(channel: Channel, window: Window) -> Sequence[dt.date]:
    """The days before those of the context, in order, whose tweets only tell how common words and names are."""
    analysis = channel.analysis
    days = window.days_before(max(analysis.background_days, analysis.history_days))
    return days[: len(days) - analysis.history_days]


def context_run_ids(connection: sa.Connection, channel: str, days: Sequence[dt.date]) -> dict[dt.date, int]:
    """The current daily run of each of ``days`` that has one."""
    rows = connection.execute(statement("runs/read_context_runs"), {"channel": channel, "days": list(days)}).all()
    return {row.day: row.run_id for row in rows}


def is_done(connection: sa.Connection, run_id: int, stage: Stage) -> bool:
    """Whether a stage of the run has all its rows."""
    return connection.execute(statement("runs/is_stage_done"), {"run_id": run_id, "stage": stage}).first() is not None


def mark_done(connection: sa.Connection, run_id: int, stage: Stage) -> None:
    """Record a stage in the transaction that wrote its rows."""
    connection.execute(statement("runs/mark_stage_done"), {"run_id": run_id, "stage": stage})


def make_current(connection: sa.Connection, run: Run) -> bool:
    """Flip the window's pointer to the run; False when it pointed there already."""
    return connection.execute(statement("runs/make_current"), _pointer(run)).rowcount > 0


def delete_current(connection: sa.Connection, run: Run) -> bool:
    """Take the window's pointer to the run away; False when it did not point there."""
    return connection.execute(statement("runs/delete_current"), _pointer(run)).rowcount > 0


def _pointer(run: Run) -> dict[str, object]:
    return {
        "channel": run.channel,
        "first_day": run.window.first_day,
        "last_day": run.window.last_day,
        "run_id": run.run_id,
    }


def windows_to_refresh(connection: sa.Connection, channel: str) -> list[Window]:
    """The windows of a channel that have a run or were blocked, in the order in which they end; days before spans."""
    rows = connection.execute(statement("runs/read_windows_to_refresh"), {"channel": channel}).all()
    return [Window(row.first_day, row.last_day) for row in rows]


def current_run(connection: sa.Connection, channel: Channel, window: Window) -> Run | None:
    """The run that counts for a window, if there is one."""
    row = _current(connection, channel, window)
    return None if row is None else read_run(connection, row.run_id)


def is_stale(connection: sa.Connection, channel: Channel, window: Window) -> bool:
    """Whether the window's current run was made from other input than there is now."""
    row = _current(connection, channel, window)
    return row is not None and bool(row.input_hash != input_hash(connection, channel, window))


def _current(connection: sa.Connection, channel: Channel, window: Window) -> "sa.Row[tuple[int, str]] | None":
    parameters = {"channel": channel.name, "first_day": window.first_day, "last_day": window.last_day}
    return connection.execute(statement("runs/read_current_run"), parameters).one_or_none()


def lock_run(connection: sa.Connection, run_id: int) -> None:
    """Wait until nobody else works on the run; held until the transaction ends."""
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key, :run_id)"), {"key": LOCK_KEY, "run_id": run_id})


@cache
def code_version() -> str:
    """Version and hash of the files that shape a report: code, statements, lexicons, templates."""
    digest = hashlib.sha256()
    for path in _shaping_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def _shaping_files() -> list[Path]:
    """Every file whose change may change a report, in a fixed order."""
    code = sorted(Path(__file__).parents[1].rglob("*.py"))
    include = settings().include
    data = [
        path
        for part in ("lexicons", "models", "templates")
        for path in sorted((include / part).rglob("*"))
        if path.is_file()
    ]
    return [*code, *sorted(settings().sql.rglob("*.sql")), *data]
