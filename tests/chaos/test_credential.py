"""The credential stays where it is: after a run full of failures and kills it is in no log, row, file or process."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from time import monotonic, sleep

import pytest
import sqlalchemy as sa
from tests.chaos.conftest import PATIENCE_SECONDS
from tests.installation import CHORUS
from tests.integration.ingest.x_api.conftest import pages, project, sample, stand_in, token
from tests.stand_in.server import StandIn

from dawn_chorus.database import embedded

__all__ = ["pages", "project", "sample", "stand_in", "token"]

DAY = "2026-03-02"
PASSING = ("503@1", "429@2", "reset@4", "cut@5", "truncated@7", "partial@8")
ENDS = ("401@1", "402@2", "echo@1")
TABLES = """
SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
WHERE table_schema IN ('facts', 'results', 'public') AND table_type = 'BASE TABLE'
"""


class Processes:
    """Watches the command line and the environment of every process on this machine meanwhile."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self.ours: set[int] = set()  # those that the credential was given to
        self.seen: set[str] = set()  # all command lines
        self.told: set[str] = set()  # those that held it, or whose process held it in its environment

    def __enter__(self) -> "Processes":
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.03):
            for folder in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    self._look(folder)

    def _look(self, folder: Path) -> None:
        command, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        words = command.replace(b"\0", b" ").decode("utf-8", "replace")
        self.seen.add(words)
        is_ours = b"/chorus\0" in command or int(folder.name) in {*self.ours, os.getpid()}
        if self._token in command or (self._token in environment and not is_ours):
            self.told.add(words)


@pytest.fixture
def processes(token: str) -> Iterator[Processes]:
    """All processes, watched from now on."""
    with Processes(token) as watched:
        yield watched


@pytest.fixture
def chorus(
    project: Callable[..., Path], token: str, processes: Processes, tmp_path: Path
) -> Callable[[StandIn], "subprocess.Popen[bytes]"]:
    """Starts the command line in a process of its own; all that it says goes into one file."""

    def start(server: StandIn) -> "subprocess.Popen[bytes]":
        env = {
            **os.environ,
            "CHORUS_PROJECT": str(project()),
            "AIRFLOW_CONN_X_API": f"http://:{token}@127.0.0.1:{server.port}/?archive_pause=0",
        }
        with (tmp_path / "said.txt").open("ab") as said:
            command = [CHORUS, "run", "twitter_x", "--from", DAY]
            process = subprocess.Popen(command, env=env, stdout=said, stderr=said)
        processes.ours.add(process.pid)
        return process

    return start


def test_the_credential_is_nowhere_after_runs_full_of_failures(
    database: sa.Engine,
    home: Path,
    tmp_path: Path,
    postgres: embedded.Embedded,
    sample: Callable[..., StandIn],
    chorus: Callable[[StandIn], "subprocess.Popen[bytes]"],
    processes: Processes,
    token: str,
) -> None:
    slow = sample("503@1", page_size=50, delay=0.2)
    killed = chorus(slow)
    _wait_until(lambda: len(slow.requests) > 2)
    killed.kill()
    assert killed.wait() == -SIGKILL
    assert [chorus(sample(end, page_size=50)).wait() for end in ENDS] == [1] * len(ENDS)
    assert chorus(sample(*PASSING, page_size=50)).wait() == 0, (tmp_path / "said.txt").read_text()

    assert any(f"run twitter_x --from {DAY}" in each for each in processes.seen), "nobody watched"
    assert any(each.startswith("git ") for each in processes.seen), "nobody saw git"
    assert processes.told == set()
    assert token not in _everything(database)
    assert token.encode() not in _commits(home / "blog.git")
    files = [path for folder in (home, tmp_path / "said.txt", postgres.log) for path in _files(folder)]
    assert len([path for path in files if "landing" in path.parts]) > 5
    assert [path for path in files if token.encode() in path.read_bytes()] == []


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = monotonic() + PATIENCE_SECONDS
    while not holds():
        assert monotonic() < deadline
        sleep(0.01)


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]


def _everything(database: sa.Engine) -> str:
    """Every row of every table, as text."""
    with database.connect() as connection:
        tables = connection.scalars(sa.text(TABLES)).all()
        assert len(tables) > 20
        queries = [sa.text(f"SELECT string_agg(t::text, ' ') FROM {table} AS t") for table in tables]
        return "\n".join(str(connection.scalar(query)) for query in queries)


def _commits(repository: Path) -> bytes:
    """Every object of a repository: commits, trees and files."""
    command = ["git", "-c", "safe.directory=*", "-C", str(repository), "cat-file", "--batch", "--batch-all-objects"]
    objects = subprocess.run(command, capture_output=True, check=True).stdout
    assert b"author " in objects
    return objects
