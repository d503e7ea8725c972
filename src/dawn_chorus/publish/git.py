"""Publish files to a branch of any git repository by plumbing: no clone, no checkout, one commit.

A commit is built on the branch's last tree in the cache's index and pushed. When somebody else was quicker, it
is built again on the new tip: whole files are replaced, so there is nothing to merge. When a push fails but
may have arrived, the branch itself is asked. A tree that does not differ from the tip's needs no commit.
"""

import hashlib
import itertools
import os
import random
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from dawn_chorus.errors import PublishError
from dawn_chorus.publish.change import Change, Commit
from dawn_chorus.publish.command import Git, GitError
from dawn_chorus.publish.repository import DEADLINE_SECONDS, Remote, Repository, open_repository

# Three writers with twenty posts each needed at most seven attempts for one; twice that is patience enough.
MAX_ATTEMPTS = 16
FIRST_CONTACT_ATTEMPTS = 3  # while nothing has been sent, a person is better told than kept waiting
FIRST_PAUSE_SECONDS = 0.1  # doubled with every attempt, and drawn at random below that, so that rivals part
MAX_PAUSE_SECONDS = 5.0

_NO_BLOB = "0" * 40
_BLOG_MARKERS = ("_config.yml", "_config.yaml", "_config.toml")  # what Jekyll reads; where one is, there is a blog

Result = TypeVar("Result")


def publish_files(remote: Remote, change: Change, *, seconds: float = DEADLINE_SECONDS) -> Commit:
    """Bring `change` to the remote branch with at most one commit; a second call finds nothing to do.

    Raises PublishError when the remote cannot be reached or refuses, or rivals were quicker every time.
    """
    return _work(remote, seconds, "publish to", lambda repository: _publish(repository, change))


def propose_files(remote: Remote, head: str, change: Change, *, seconds: float = DEADLINE_SECONDS) -> Commit:
    """Bring `change` to the branch `head`, one commit upon the remote branch; nothing where either has it already.

    What else was on `head` is replaced: it is ours. Raises PublishError as `publish_files` does.
    """
    return _work(remote, seconds, "propose to", lambda repository: _publish(repository, change, head))


def show_difference(remote: Remote, change: Change, *, seconds: float = DEADLINE_SECONDS) -> str:
    """Show what `change` would change on the remote branch, as `git diff` does; empty for nothing."""
    return _work(remote, seconds, "compare with", lambda repository: _difference(repository, change))


def read_file(remote: Remote, path: str, *, seconds: float = DEADLINE_SECONDS) -> bytes | None:
    """Read a file on the remote branch; None where there is none. Raises PublishError."""
    return _work(remote, seconds, "read from", lambda repository: _read(repository, path))


def missing_files(remote: Remote, files: Mapping[str, bytes | None], *, seconds: float = DEADLINE_SECONDS) -> list[str]:
    """List the paths at which the remote branch, asked now, has other bytes than `files` (None: no file).

    Raises PublishError when the remote cannot be reached.
    """
    return _work(remote, seconds, "check", lambda repository: _compare(repository, files))


def init_remote(folder: Path, branch: str) -> None:
    """Make a bare repository at `folder`, unless a repository is there. Raises PublishError."""
    if (folder / ".git").exists() or all((folder / part).exists() for part in ("HEAD", "objects", "refs")):
        return
    git = Git(folder, Path(os.devnull), time.monotonic() + DEADLINE_SECONDS, {})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        git("init", "--quiet", "--bare", "--template=", f"--initial-branch={branch}")
    except OSError as error:
        raise PublishError(f"Cannot make {folder}: {error.strerror}.", remedy="Choose a writable folder.") from None
    except GitError as failure:
        raise failure.explain(f"Cannot make {folder}") from None


def _work(remote: Remote, seconds: float, verb: str, action: Callable[[Repository], Result]) -> Result:
    """Run `action` in the cache of `remote`, once more in a new cache when this one proves damaged."""

    def act(anew: bool) -> Result:
        with open_repository(remote, seconds, anew=anew) as repository:
            return action(repository)

    try:
        try:
            return act(anew=False)
        except GitError as failure:
            if not failure.is_damage:
                raise
            return act(anew=True)
    except GitError as failure:
        raise failure.explain(f"Cannot {verb} {remote.shown}") from None


def _publish(repository: Repository, change: Change, head: str | None = None) -> Commit:
    """Build on the tip, push, and begin again when somebody else was quicker or the answer was lost."""
    blobs = _write_blobs(repository.git, change.files)
    sent, tip = "", None
    for attempt in itertools.count(1):
        try:
            tip = repository.tip()
            proposed = repository.head(head) if head else None
            revised = _revised(repository, change, blobs, [each for each in (tip, proposed) if each])
            tree = _write_tree(repository, tip, change, blobs | _write_blobs(repository.git, revised))
            files = {**change.files, **revised}
            if there := repository.which_has(tree, tip, proposed):
                branch = head if head and there != tip else repository.branch
                return Commit(there, there == sent, attempt, branch, files)
            sent = _write_commit(repository.git, tree, tip, change)
            repository.push(sent, head, proposed)
            break
        except GitError as failure:
            worth_it = failure.is_transient or _has_moved(repository, tip)
            patience = MAX_ATTEMPTS if sent else FIRST_CONTACT_ATTEMPTS
            if not worth_it or attempt >= patience or repository.git.is_late:
                raise
            pause = min(MAX_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**attempt)
            time.sleep(random.uniform(0, pause))  # noqa: S311 - no secret
    return Commit(sent, True, attempt, head or repository.branch, files)


def _difference(repository: Repository, change: Change) -> str:
    blobs = _write_blobs(repository.git, change.files)
    tip = repository.tip()
    revised = _revised(repository, change, blobs, [tip] if tip else [])
    tree = _write_tree(repository, tip, change, blobs | _write_blobs(repository.git, revised))
    before = tip or repository.git.line("hash-object", "-t", "tree", "--stdin")
    options = ("--patch-with-stat", "--no-color", "--no-ext-diff", "--no-textconv")
    return repository.git("diff", *options, before, tree).decode(errors="replace")


def _revised(
    repository: Repository, change: Change, blobs: Mapping[str, str], commits: Iterable[str]
) -> dict[str, bytes]:
    """What the files that are to be revised become, where a commit has other bytes at their paths."""
    there = [repository.blobs(commit, [*change.revise]) for commit in commits] if change.revise else []
    revised: dict[str, bytes] = {}
    for path, revise in change.revise.items():
        old = [blob for known in there if (blob := known.get(path))]
        if any(blob != blobs[path] for blob in old):
            revised[path] = revise([repository.git("cat-file", "blob", blob) for blob in old])
    return revised


def _write_blobs(git: Git, files: Mapping[str, bytes | None]) -> dict[str, str]:
    """Store every file's content; its id by path, none for a file to delete."""
    ids = dict.fromkeys(files, _NO_BLOB)
    for path, content in files.items():
        if content is not None:
            ids[path] = git.line("hash-object", "-w", "--stdin", stdin=content)
    return ids


def _write_tree(repository: Repository, tip: str | None, change: Change, blobs: Mapping[str, str]) -> str:
    """Write the tip's tree with the change in it, by way of the cache's own index."""
    founding = _write_blobs(repository.git, _missing_founding(repository, tip, change))
    entries = ((path, blob, "0" if blob == _NO_BLOB else "100644") for path, blob in {**founding, **blobs}.items())
    lines = "".join(f"{mode} {blob}\t{path}\0" for path, blob, mode in entries)
    repository.git("read-tree", tip or "--empty")
    repository.git("update-index", "-z", "--index-info", stdin=lines.encode())
    return repository.git.line("write-tree", "--missing-ok")


def _missing_founding(repository: Repository, tip: str | None, change: Change) -> dict[str, bytes]:
    """Choose the founding files to write: none in a blog, elsewhere those that are not there."""
    present = repository.blobs(tip, [*_BLOG_MARKERS, *change.founding]) if tip and change.founding else {}
    if not present.keys().isdisjoint(_BLOG_MARKERS):
        return {}
    return {path: content for path, content in change.founding.items() if path not in present}


def _write_commit(git: Git, tree: str, parent: str | None, change: Change) -> str:
    date = f"{int(change.moment.timestamp())} {change.moment:%z}"
    who = {"NAME": change.author.name, "EMAIL": change.author.email, "DATE": date}
    variables = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
    parents = ["-p", parent] if parent else []
    settings, sign = change.author.signature
    message = change.message.encode()
    return git.line(*settings, "commit-tree", *sign, tree, *parents, stdin=message, variables=variables)


def _has_moved(repository: Repository, tip: str | None) -> bool:
    """Whether the remote branch is no longer at `tip`: a rival's commit, or ours whose answer was lost."""
    try:
        return repository.tip() != tip
    except GitError:
        return False


def _read(repository: Repository, path: str) -> bytes | None:
    tip = repository.tip()
    blob = repository.blobs(tip, [path]).get(path) if tip else None
    return repository.git("cat-file", "blob", blob) if blob else None


def _compare(repository: Repository, files: Mapping[str, bytes | None]) -> list[str]:
    tip = repository.tip()
    there = repository.blobs(tip, list(files)) if tip else {}
    return [path for path, content in files.items() if there.get(path) != _blob_id(content)]


def _blob_id(content: bytes | None) -> str | None:
    """Git's name for this content."""
    if content is None:
        return None
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
