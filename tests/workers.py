"""Processes that do the product's work and say which step they begin, so that a test can strike them there.

They are forked from a server that has imported everything already: a start takes milliseconds.
"""

import contextlib
import datetime as dt
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from dawn_chorus import cli, pipeline
from dawn_chorus.channel import Channel, load_channel
from dawn_chorus.database import connect, migrate, runs
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest import extracting, files, landing, load, purge, swap
from dawn_chorus.ingest.forget import forget
from dawn_chorus.publish import publication
from dawn_chorus.window import Window

LOADING = ("parse", "copy", "lock", "swap")  # the steps of a load, in order
KEEPING = ("keep", "record")  # those of a landing
MIGRATING = "apply"  # one migration
PURGING = ("extract", "note", "sweep")  # those of forgetting, before the days are loaded again
FAILED, MAY_PASS, TERMINATED = 4, 3, 143  # exit codes: an expected failure, one that may pass, SIGTERM heard
PATIENCE_SECONDS = 60
MEGABYTE = 2**20

_STEPS = {
    "parse": (load, "_build"),
    "copy": (swap, "copy_rows"),
    "lock": (swap, "patiently"),
    "swap": (swap, "swap"),
    "keep": (files, "keep"),
    "record": (landing, "record"),
    "apply": (migrate, "_apply"),
    "extract": (extracting, "extracted"),
    "note": (extracting, "note_extract"),
    "sweep": (purge, "sweep"),
}
_PROCESSES = multiprocessing.get_context("forkserver")


def preload(*modules: str) -> None:
    """Have these modules imported before the first worker starts."""
    _PROCESSES.set_forkserver_preload([__name__, *modules])


preload()


@dataclass
class Worker:
    """A running process. ``began``: seconds at which its steps began; ``result``: what its work returned."""

    process: BaseProcess
    _heard: Connection
    result: Any = None
    began: dict[str, float] = field(default_factory=dict)

    def wait_for(self, step: str) -> None:
        """Wait until a step begins, or the process is past it."""
        while step not in self.began and self._hear():
            pass

    def go_on(self) -> None:
        """Let it go on from the step that it is held at."""
        with contextlib.suppress(OSError):  # it has ended
            self._heard.send(None)

    def end(self) -> int:
        """Wait for its end; the exit code, negative for a signal."""
        while self._hear():
            pass
        self.process.join(PATIENCE_SECONDS)
        code = self.process.exitcode
        assert code is not None, "a worker did not end"
        return code

    def close(self) -> None:
        """Kill it, if it still runs, and clean up."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self._heard.close()

    def _hear(self) -> bool:
        """Take one message; False at the end."""
        try:
            assert self._heard.poll(PATIENCE_SECONDS), "a worker hangs"
            step, moment, result = self._heard.recv()
        except (EOFError, OSError):
            return False
        self.began.setdefault(step, moment)
        self.result = result
        return True


def start(
    work: Callable[..., Any],
    *arguments: Any,
    env: Mapping[str, str] | None = None,
    hears_terms: bool = False,
    headroom: float | None = None,
    hold: str | None = None,
) -> Worker:
    """Do ``work`` in a process with this environment. ``hears_terms``: SIGTERM raises, as under a scheduler.

    ``headroom``: MB of memory that it may take beyond what it has at its start. ``hold``: a step that it waits before,
    the first time, until told to go on.
    """
    heard, say = _PROCESSES.Pipe()
    options = (hears_terms, headroom, hold)
    process = _PROCESSES.Process(target=_work, args=(dict(env or os.environ), work, arguments, say, *options))
    process.start()
    say.close()
    return Worker(process, heard)


def load_day(channel: Channel, day: dt.date, folder: Path) -> None:
    """Load one day."""
    load.load_day(channel, day, folder)


def land_all(channel: Channel, folder: Path) -> None:
    """Land what the channel's sources hold."""
    landing.land(channel, None, folder)


def command(*words: str) -> None:
    """What the command line does with these words."""
    sys.argv = ["chorus", *words]
    cli.main()


def bring_up_to_date() -> None:
    """Migrate the database."""
    migrate.migrate()


def forget_one(channel: Channel, tweet_id: int, folder: Path) -> None:
    """Forget a tweet."""
    forget(channel, [tweet_id], "deleted", folder)


def open_day(channel: str, day: str, data: Path) -> int:
    """Land a folder, load a day of it and open its run; the run's id."""
    chosen = load_channel(channel)
    pipeline.land(chosen, [data])
    pipeline.load(chosen, Window.parse(day))
    return pipeline.open_run(chosen, Window.parse(day)).run_id


def do_stage(stage: str, run_id: int) -> None:
    """Do one stage of a run."""
    pipeline.STAGES[stage](run_id)


def publish_all(channel: Channel, run_ids: Sequence[int]) -> None:
    """Publish reports that are written, one after the other."""
    for run_id in run_ids:
        with connect.transaction("reader") as connection:
            run = runs.read_run(connection, run_id)
        publication.publish(channel, run)


def _work(
    env: dict[str, str],
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    say: Connection,
    hears_terms: bool,
    headroom: float | None,
    hold: str | None,
) -> None:
    """What the process does."""
    os.environ.clear()
    os.environ.update(env)
    connect.reset()
    for step, (module, name) in _STEPS.items():
        setattr(module, name, _announced(getattr(module, name), step, say, is_held=step == hold))
    if hears_terms:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    if headroom is not None:
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + int(headroom * MEGABYTE), resource.RLIM_INFINITY))
    say.send(("work", time.monotonic(), None))
    try:
        result = work(*arguments)
        say.send(("end", time.monotonic(), result))
    except ChorusError as error:
        sys.exit(MAY_PASS if error.may_pass else FAILED)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # raised in the end of a process, SystemExit would end it with 1


def _announced(function: Callable[..., Any], step: str, say: Connection, is_held: bool) -> Callable[..., Any]:
    """``function``, told of before each call, and held before the first one."""
    holds = iter([is_held])

    def announce(*arguments: Any) -> Any:
        say.send((step, time.monotonic(), None))
        if next(holds, False):
            say.recv()
        return function(*arguments)

    return announce
