"""A real bare repository as the blog's remote, with the hooks by which a server refuses, races or dies."""

import datetime as dt
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from dawn_chorus.publish.change import Author, Change
from dawn_chorus.publish.git import init_remote
from dawn_chorus.publish.repository import Remote

MOMENT = dt.datetime(2025, 11, 28, 0, 41, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))

MakeChange = Callable[..., Change]


@dataclass(frozen=True)
class Server:
    """The remote side, looked at with plain git."""

    folder: Path

    def git(self, *arguments: str) -> str:
        """Run git in the repository and return its output."""
        command = ["git", "-C", str(self.folder), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def log(self) -> list[str]:
        """List the subjects of the branch's commits, newest first."""
        return self.git("log", "--format=%s", "main").splitlines()

    def files(self) -> dict[str, str]:
        """Read every file at the tip of the branch."""
        names = self.git("ls-tree", "-r", "--name-only", "main").splitlines()
        return {name: self.git("show", f"main:{name}") for name in names}

    def commit(self, name: str, content: str) -> str:
        """Make, but do not publish, somebody else's commit on the branch that adds one file."""
        blob = subprocess.run(
            ["git", "-C", str(self.folder), "hash-object", "-w", "--stdin"],
            input=content, check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip
        listing = self.git("ls-tree", "main") + f"100644 blob {blob}\t{name}\n"
        tree = subprocess.run(
            ["git", "-C", str(self.folder), "mktree"], input=listing, check=True, capture_output=True, text=True
        ).stdout.strip()
        identity = ("-c", "user.name=Rival", "-c", "user.email=rival@example.org")
        return self.git(*identity, "commit-tree", tree, "-p", "main", "-m", f"rival {name}").strip()

    def hook(self, name: str, script: str) -> None:
        """Install a server-side hook."""
        path = self.folder / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """An empty bare repository with the branch `main`."""
    init_remote(tmp_path / "blog.git", "main")
    return Server(tmp_path / "blog.git")


@pytest.fixture
def remote(server: Server, tmp_path: Path) -> Remote:
    """The branch `main` of `server`, as the project sees it."""
    return Remote(str(server.folder), "main", tmp_path / "cache")


@pytest.fixture
def change() -> MakeChange:
    """Make a change of these files."""

    def make(files: Mapping[str, bytes | None], message: str = "Publish a post", **more: object) -> Change:
        return Change(files, message, Author("Dawn", "dawn@example.org"), MOMENT, **more)  # type: ignore[arg-type]

    return make
