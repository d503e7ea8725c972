"""CPU and memory of a process and of the Postgres server that works for it, read from /proc."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


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
