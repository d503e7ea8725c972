"""CPU and memory of a process and of the Postgres server that works for it, from /proc; a server to be measured."""

import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

import sqlalchemy as sa

from dawn_chorus.database import embedded
from dawn_chorus.database.prepare import create_database

P = ParamSpec("P")
T = TypeVar("T")


class Step(NamedTuple):
    """What a step of a path took: CPU seconds, and seconds by the clock."""

    name: str
    cpu: float
    seconds: float


@dataclass
class Meter:
    """What the steps of a path take of this process and of the server whose first process is ``postmaster``."""

    postmaster: int
    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a block."""
        cpu, clock = self._cpu(), time.perf_counter()
        yield
        self.steps.append(Step(name, self._cpu() - cpu, time.perf_counter() - clock))

    def _cpu(self) -> float:
        return time.process_time() + server_cpu(self.postmaster)


def server_cpu(postmaster: int) -> float:
    """CPU seconds of a server's first process, of its children that live, and of those that ended."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, parent, own, ended = parse_stat(stat.read_text())
        except (FileNotFoundError, ProcessLookupError):
            continue
        if pid == postmaster:
            ticks += own + ended
        elif parent == postmaster:
            ticks += own
    return ticks / os.sysconf("SC_CLK_TCK")


def parse_stat(text: str) -> tuple[int, int, int, int]:
    """Process, its parent, its own ticks of CPU and those of its children that ended, from /proc/PID/stat.

    The name, in brackets, may hold anything.
    """
    pid, rest = text.split(" ", 1)
    cells = rest[rest.rindex(")") + 2 :].split()
    user, system, ended_user, ended_system = map(int, cells[11:15])
    return int(pid), int(cells[1]), user + system, ended_user + ended_system


def peak_mb() -> int:
    """The peak of this process; what getrusage tells may be its parent's."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) // 1024 if found else 0


def apart(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """What ``work`` gives in a new process of its own; it and its arguments can be pickled.

    Raises ChildProcessError when that process died, having said why on stderr.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, work, arguments, named))
    process.start()
    sender.close()
    try:
        return receiver.recv()  # type: ignore[no-any-return]
    except EOFError:
        raise ChildProcessError(f"{work.__name__} did not come to its end.") from None
    finally:
        process.join()


def _send(sender: Connection, work: Callable[..., T], arguments: tuple[object, ...], named: dict[str, object]) -> None:
    sender.send(work(*arguments, **named))


def fresh_database(server: embedded.Embedded, name: str) -> str:
    """The address of a new database; what was written before is on the disk, so that nobody else pays for it."""
    create_database(server, name, embedded.LOGIN)
    admin = sa.create_engine(server.url("postgres", embedded.SUPERUSER), poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")
    return server.url(name)


def postmaster_of(server: embedded.Embedded) -> int:
    """The first process of a server."""
    return int((server.data / "postmaster.pid").read_text().split()[0])


@contextmanager
def server_room(name: str) -> Iterator[Path]:
    """A folder for a benchmark, whose server has its home in ``server`` below it; at the end both are gone."""
    folder = Path(tempfile.mkdtemp(prefix=f"chorus-{name}-"))
    folder.chmod(0o755)  # Postgres' own user must get in, where we are root
    try:
        yield folder
    finally:
        remove_server(folder / "server")
        shutil.rmtree(folder, ignore_errors=True)


def say(text: str) -> None:
    """Tell a person how far it is."""
    print(text, file=sys.stderr, flush=True)


def remove_server(folder: Path) -> None:
    """Stop the server whose home is ``folder`` and remove all of it; root's data may lie elsewhere, behind a link."""
    embedded.release(folder)
    data = folder / "postgres"
    if data.is_symlink():
        shutil.rmtree(data.readlink().parent, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
