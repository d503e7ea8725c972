"""Run one git command: no prompt, nobody's settings, never longer than its deadline, failures in one line."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dawn_chorus.errors import PublishError
from dawn_chorus.report.escape import plain

# Characters of git's own words in an error message: a line of a terminal or two.
REASON_LENGTH = 300

# Variables that steer git and that may stay: how to reach a host, not what to do there.
_KEPT_VARIABLES = ("GIT_SSH_COMMAND", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH")

_STEERING = ("GIT_", "SSH_ASKPASS", "LANGUAGE")
_SECRET = ("AIRFLOW_", "CHORUS_")  # other Connections, the database: no business of git's, nor of a remote's hooks

# Somebody else was quicker, holds a lock, or the line is bad: trying again is worth it, unless a cause that
# stays is named as well.
_TRANSIENT = re.compile(
    r"fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref|reference already exists"
    r"|\.lock': File exists|hung up unexpectedly|early EOF|unexpected disconnect|timed out|reset by peer"
    r"|Could not resolve host|Failed to connect|Connection refused|returned error: (?:429|5\d\d)",
    re.IGNORECASE,
)

# The cache, not the remote, is at fault (a disk that was full, a machine that lost its power).
_DAMAGE = re.compile(
    r"corrupt|bad object|unable to read|not a valid object|is empty|missing necessary|bad shallow"
    r"|not a git repository: '"
)

# Causes that stay, as git words them, and what to do about each. The first match counts.
_LASTING = (
    (
        r"failed to write commit object|load public key|private key|gpg failed to sign|signing failed",
        "Check blog.signing_key; git must be able to sign with it without asking anybody.",
    ),
    (
        r"could not read (?:Username|Password)|Authentication failed|publickey|error: 40[13]|Host key",
        "Check the credentials of the blog's connection; git must not need to ask for anything.",
    ),
    (
        r"hook declined|protected branch|branch is currently checked out|prohibited",
        "The repository's owner must let this installation push to the branch.",
    ),
    (
        r"unable to create temporary|insufficient permission|unpacker|Read-only|Permission denied|No space left",
        "Make the repository writable for the user this runs as, with room on its disk.",
    ),
    (
        r"not appear to be a git repository|not found|No such file",
        "Check blog.remote in the channel's file; the repository must exist.",
    ),
)
_BUSY_REMEDY = "Try again; the repository was busy or could not be reached."
_OTHER_REMEDY = "Try `git ls-remote` and `git push` on it by hand; what mends them mends this."

# Lines that say why: a refusal, then what the other side says about it; else git's own end; else anything.
_REFUSAL = re.compile(r"^ ! \[.*\((.+)\)$", re.MULTILINE)
_TELLING = [
    re.compile(line, re.MULTILINE) for line in (r"^remote: (?:error: |fatal: )?(.*)", r"^(?:fatal|error): (.+)", "(.+)")
]


class GitError(Exception):
    """A git command that ended with an error; `words` is what it said."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words

    @property
    def is_transient(self) -> bool:
        """Whether the same command may succeed a moment later."""
        return _TRANSIENT.search(self.words) is not None and self._lasting_remedy is None

    @property
    def is_damage(self) -> bool:
        """Whether the same command may succeed in a new cache."""
        return _DAMAGE.search(self.words) is not None

    @property
    def reason(self) -> str:
        """Git's own words that tell most, on one line."""
        said = next((lines for pattern in _TELLING if (lines := pattern.findall(self.words))), ["no reason given"])
        why = ": ".join([*_REFUSAL.findall(self.words), " ".join(said)])
        return plain(why)[:REASON_LENGTH].rstrip(".: ")

    @property
    def _lasting_remedy(self) -> str | None:
        found = (remedy for cause, remedy in _LASTING if re.search(cause, self.words, re.IGNORECASE))
        return next(found, None)

    def explain(self, what: str) -> PublishError:
        """Make the error for the user: what could not be done, why, and what to do."""
        remedy = self._lasting_remedy or (_BUSY_REMEDY if self.is_transient else _OTHER_REMEDY)
        return PublishError(f"{what}: {self.reason}.", remedy=remedy)


@dataclass(frozen=True)
class Git:
    """Git in one bare repository.

    `options` are settings for git itself, passed by environment so that no other user of the machine sees
    them. `deadline` is a time of `time.monotonic()`. `keep_open`: file descriptors (the cache's lock) that
    live as long as the command, even where this process dies before it.
    """

    folder: Path
    settings: Path
    deadline: float
    options: Mapping[str, str]
    keep_open: Sequence[int] = ()

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed."""
        return time.monotonic() >= self.deadline

    def __call__(self, *arguments: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes:
        """Run `git ARGUMENTS` and return its output. Raises GitError, also when the deadline has passed."""
        process = self._start(arguments, self._environment() | dict(variables or {}))
        try:
            output, words = process.communicate(stdin, timeout=max(0.0, self.deadline - time.monotonic()))
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            if isinstance(error, subprocess.TimeoutExpired):
                raise GitError(f"fatal: git {arguments[0]} timed out") from None
            raise
        if process.returncode:
            raise GitError(
                words.decode(errors="replace") or f"fatal: git {arguments[0]} ended with {process.returncode}"
            )
        return output

    def line(self, *arguments: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> str:
        """Run git and return its output as one stripped line."""
        return self(*arguments, stdin=stdin, variables=variables).decode().strip()

    def _start(self, arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start git in a process group of its own, so that its helpers end with it."""
        pipe = subprocess.PIPE
        try:
            return subprocess.Popen(
                ["git", *arguments], cwd=self.folder, env=environment, stdin=pipe, stdout=pipe, stderr=pipe,
                pass_fds=self.keep_open, start_new_session=True,
            )  # fmt: skip
        except FileNotFoundError:
            raise PublishError("There is no git on this machine.", remedy="Install git 2.30 or newer.") from None

    def _environment(self) -> dict[str, str]:
        """Take this process's environment without anything that steers git, and add what must."""
        kept = {name: value for name, value in os.environ.items() if _may_stay(name)}
        options = {f"GIT_CONFIG_KEY_{n}": key for n, key in enumerate(self.options)}
        options |= {f"GIT_CONFIG_VALUE_{n}": value for n, value in enumerate(self.options.values())}
        return kept | options | {
            "GIT_CONFIG_COUNT": str(len(self.options)),
            "GIT_CONFIG_GLOBAL": str(self.settings),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_DIR": str(self.folder),
            "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"),
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",  # messages are recognised by their English words
        }  # fmt: skip


def _may_stay(name: str) -> bool:
    return name in _KEPT_VARIABLES or not name.startswith((*_STEERING, *_SECRET))
