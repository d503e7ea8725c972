"""A remote branch, and the bare cache through which it is read and written.

The cache holds the branch's last commit and its trees, but no file contents and no checkout. It is
disposable: where it is missing or damaged, the next command makes a new one and fetches what it needs.
"""

import base64
import datetime as dt
import fcntl
import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit, urlunsplit

from dawn_chorus.errors import PublishError
from dawn_chorus.publish.command import Git

DEADLINE_SECONDS = 300.0  # for everything one call does, waiting for others included
LOCK_POLL_SECONDS = 0.05  # how often a waiting process looks whether the cache is free
# A post leaves about ten objects in its cache; after some fifty posts starting anew is cheaper than packing.
MAX_CACHE_FILES = 500

_SSH_ADDRESS = re.compile(r"[^/]+:")  # git@host:path
_TIP, _HEAD = "refs/chorus/tip", "refs/chorus/head"

# Global settings of our git, also of the git that serves a repository on the same machine: owners may differ
# (a container, a mounted disk), partial fetches are allowed, and a stalled connection ends.
_SETTINGS = """\
[core]
	attributesFile = /dev/null
	excludesFile = /dev/null
[safe]
	directory = *
[uploadpack]
	allowFilter = true
[http]
	lowSpeedLimit = 1000
	lowSpeedTime = 30
"""


@dataclass(frozen=True)
class Remote:
    """A branch of a git repository at a path, an ssh address or an https URL; `cache` is a folder of ours.

    `token` goes to git by environment only, never into an address, an argument or a file. `login` is the user
    name that goes with it; GitHub, GitLab and Forgejo accept any.
    """

    address: str
    branch: str
    cache: Path
    token: str | None = field(default=None, repr=False)
    login: str = "token"

    def __post_init__(self) -> None:
        """Refuse secrets where they would be stored or travel in the clear."""
        url = urlsplit(self.address)
        if url.scheme in ("http", "https") and url.password:
            raise PublishError(
                "The blog's address contains a password.",
                remedy="Put it into the Airflow Connection of the blog.",
            )
        if self.token and url.scheme != "https" and url.hostname not in ("127.0.0.1", "localhost"):
            raise PublishError(
                f"A token for {self.shown} would travel unencrypted or unused.",
                remedy="Use the https address.",
            )

    @property
    def url(self) -> str:
        """The address as git needs it in whatever folder it runs."""
        is_path = "://" not in self.address and not _SSH_ADDRESS.match(self.address)
        return str(Path(self.address).expanduser().absolute()) if is_path else self.address

    @property
    def shown(self) -> str:
        """The address as people and the database may see it."""
        return without_login(self.address)

    @property
    def folder(self) -> Path:
        """The bare cache of this repository and branch."""
        return self.cache / (hashlib.sha256(f"{self.url}\n{self.branch}".encode()).hexdigest()[:16] + ".git")

    @property
    def options(self) -> dict[str, str]:
        """Git's settings for this remote."""
        options = {"remote.blog.url": self.url}
        if self.token:
            url = urlsplit(self.address)
            secret = base64.b64encode(f"{self.login}:{self.token}".encode()).decode()
            options[f"http.{url.scheme}://{url.netloc}/.extraHeader"] = f"Authorization: Basic {secret}"
        return options


def without_login(address: str) -> str:
    """The address without any login in it: a token may stand there as the user's name."""
    url = urlsplit(address)
    return urlunsplit(url._replace(netloc=url.netloc.rpartition("@")[2])) if url.netloc else address


@dataclass(frozen=True)
class Repository:
    """An open cache: the caller holds its lock."""

    git: Git
    branch: str

    def tip(self) -> str | None:
        """Fetch the last commit of the remote branch and its trees; None where there is no branch."""
        return self._fetch(self.branch, _TIP)

    def head(self, branch: str) -> str | None:
        """The same of another branch, which proposes to ours."""
        return self._fetch(branch, _HEAD)

    def push(self, commit: str, head: str | None = None, replaced: str | None = None) -> None:
        """Move the remote branch forward to `commit`, or put `head`, which was at `replaced`, there.

        Raises GitError when somebody else has moved it.
        """
        name = f"refs/heads/{head or self.branch}"
        force = (f"--force-with-lease={name}:{replaced or ''}",) if head else ()
        self.git("push", "--quiet", "--no-verify", *force, "blog", f"{commit}:{name}")
        self.git("update-ref", _HEAD if head else _TIP, commit)

    def which_has(self, tree: str, *commits: str | None) -> str | None:
        """The first of `commits` that has this tree."""
        trees = ((commit, self.git.line("rev-parse", f"{commit}^{{tree}}")) for commit in commits if commit)
        return next((commit for commit, known in trees if known == tree), None)

    def blobs(self, commit: str, paths: Sequence[str]) -> dict[str, str]:
        """Find those files among `paths` that `commit` has; their ids by path."""
        listing = self.git("ls-tree", "-r", "-z", commit, "--", *paths).decode()
        entries = (entry.split("\t", 1) for entry in listing.split("\0") if entry)
        return {path: about.split()[2] for about, path in entries}

    def _fetch(self, branch: str, kept: str) -> str | None:
        """The remote branch's commit, fetched to our ref `kept` unless it is there."""
        name = f"refs/heads/{branch}"
        refs = (line.split("\t") for line in self.git.line("ls-remote", "blog", name).splitlines())
        sha = next((sha for sha, ref in refs if ref == name), None)
        if sha is None or sha == self._known(kept):
            return sha
        # A server that knows no filters ignores the wish and sends the files of the one commit as well.
        self.git(
            "fetch", "--quiet", "--no-tags", "--depth=1", "--filter=blob:none", "--no-write-fetch-head",
            "--no-auto-maintenance", "blog", f"+{name}:{kept}",
        )  # fmt: skip
        return self._known(kept)

    def _known(self, ref: str) -> str | None:
        return self.git.line("for-each-ref", "--format=%(objectname)", ref) or None


@contextmanager
def open_repository(remote: Remote, seconds: float, *, anew: bool = False) -> Iterator[Repository]:
    """Lock the cache of `remote`; make it where it is missing, or `anew`.

    Raises PublishError when others keep it busy for `seconds` or its folder cannot be written, and GitError.
    """
    deadline = time.monotonic() + seconds
    settings = remote.cache / "settings"
    with _open_lock(remote.folder.with_suffix(".lock")) as lock:
        _wait_for(lock.fileno(), deadline, remote)
        _write_whole(settings, _SETTINGS)
        git = Git(remote.folder, settings, deadline, remote.options, keep_open=(lock.fileno(),))
        _prepare(git, anew)
        yield Repository(git, remote.branch)


def made_before(remote: Remote, moment: dt.datetime) -> bool:
    """Whether there is a cache of `remote` that was made before a moment."""
    head = remote.folder / "HEAD"  # written when it is made, and never again
    return head.exists() and head.stat().st_mtime < moment.timestamp()


def _open_lock(path: Path) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")
    except OSError as error:
        raise PublishError(
            f"Cannot use the git cache {path.parent}: {error.strerror}.", remedy="Make the folder writable."
        ) from None


def _wait_for(lock: int, deadline: float, remote: Remote) -> None:
    """Take the lock, which lives as long as the process that holds it and the git commands it began."""
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise PublishError(
                    f"Another process has been publishing to {remote.shown} all the time.",
                    remedy="Wait for it to end, or end it, and publish again.",
                ) from None
            time.sleep(LOCK_POLL_SECONDS)


def _prepare(git: Git, anew: bool) -> None:
    """Leave a usable cache: what a killed command locked is freed, what has grown too big starts anew."""
    files = [path for path in git.folder.rglob("*") if path.is_file()]
    for path in files:
        if path.suffix == ".lock":
            path.unlink()
    if anew or len(files) > MAX_CACHE_FILES:
        shutil.rmtree(git.folder)
    git.folder.mkdir(exist_ok=True)
    git("init", "--quiet", "--bare", "--template=")


def _write_whole(path: Path, text: str) -> None:
    """Write a small file that other processes may be reading, unless it is right already."""
    if path.is_file() and path.read_text() == text:
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text)
    draft.replace(path)
