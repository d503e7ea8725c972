"""What is to be committed, by whom, and what came of it."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dawn_chorus.errors import PublishError

_COMPONENT = re.compile(r"[A-Za-z0-9_.-]+")
_FORBIDDEN = {".", "..", ".git", ".gitmodules"}

Revise = Callable[[Sequence[bytes]], bytes]


@dataclass(frozen=True)
class Author:
    """Who a commit is by. ``signing_key``: the file of an ssh key, or the id of a GnuPG key; None signs nothing."""

    name: str
    email: str
    signing_key: str | None = None

    @property
    def signature(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Git's settings and the option of ``commit-tree`` that sign with the key."""
        if self.signing_key is None:
            return (), ()
        is_ssh = "/" in self.signing_key or self.signing_key.startswith("key::")
        key = str(Path(self.signing_key).expanduser()) if is_ssh else self.signing_key
        style = "ssh" if is_ssh else "openpgp"
        return ("-c", f"gpg.format={style}", "-c", f"user.signingKey={key}"), ("-S",)


@dataclass(frozen=True)
class Commit:
    """The commit at which ``branch`` had all ``files``. ``created`` is False when it had them before."""

    sha: str
    created: bool
    attempts: int
    branch: str
    files: Mapping[str, bytes | None]


@dataclass(frozen=True)
class Change:
    """What to commit: `files` by path (None deletes), and the words and time of the commit.

    `founding` files go into a repository without Jekyll's configuration, each unless it is there. `revise` says what a
    file becomes where the branch, or the one of an open proposal, has other bytes: it is given those, oldest first.
    """

    files: Mapping[str, bytes | None]
    message: str
    author: Author
    moment: dt.datetime
    founding: Mapping[str, bytes] = field(default_factory=dict)
    revise: Mapping[str, Revise] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse paths that could leave the working tree of whoever checks them out."""
        for path in (*self.files, *self.founding):
            parts = path.split("/")
            if not all(_COMPONENT.fullmatch(part) and part.lower() not in _FORBIDDEN for part in parts):
                raise PublishError(
                    f"{path!r} is not a path for a blog.",
                    remedy="Use relative paths of letters, digits, . _ and -",
                )
