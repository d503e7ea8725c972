"""What git says becomes one line and a remedy; what it may see is chosen."""

import time
from pathlib import Path

import pytest

from dawn_chorus.errors import PublishError
from dawn_chorus.publish.command import REASON_LENGTH, Git, GitError

HOOK = """remote: no posts on Sunday\x1b[K
remote: sorry
To /srv/blog.git
 ! [remote rejected] 1234567 -> main (pre-receive hook declined)
error: failed to push some refs to '/srv/blog.git'
"""
BEHIND = """To /srv/blog.git
 ! [rejected]        1234567 -> main (fetch first)
error: failed to push some refs to '/srv/blog.git'
hint: Updates were rejected because the remote contains work that you do not have locally.
"""
LOCKED = """remote: error: cannot lock ref 'refs/heads/main': is at 12 but expected 34
 ! [remote rejected] 1234567 -> main (failed to update ref)
"""
PASSWORD = "fatal: could not read Username for 'https://git.example.org': terminal prompts disabled\n"
FORBIDDEN = "remote: Permission denied\nfatal: unable to access 'https://x/': The requested URL returned error: 403\n"
OUTAGE = "fatal: unable to access 'https://x/': The requested URL returned error: 503\n"
NOWHERE = "fatal: '/nowhere' does not appear to be a git repository\nfatal: Could not read from remote.\n"
CUT = "send-pack: unexpected disconnect while reading sideband packet\nfatal: the remote end hung up unexpectedly\n"
UNWRITABLE = "fatal: Unable to create temporary file '/b/shallow_1': Permission denied\n" + CUT


@pytest.mark.parametrize(
    ("words", "reason", "remedy"),
    [
        (HOOK, "pre-receive hook declined: no posts on Sunday[K sorry", "owner must let"),
        (BEHIND, "fetch first: failed to push some refs to '/srv/blog.git'", "busy"),
        (LOCKED, "failed to update ref: cannot lock ref 'refs/heads/main': is at 12 but expected 34", "busy"),
        (PASSWORD, PASSWORD.removeprefix("fatal: ").strip(), "credentials"),
        (FORBIDDEN, "Permission denied", "credentials"),
        (OUTAGE, "unable to access 'https://x/': The requested URL returned error: 503", "Try again"),
        (NOWHERE, "'/nowhere' does not appear to be a git repository Could not read from remote", "blog.remote"),
        (UNWRITABLE, "Unable to create temporary file '/b/shallow_1': Permission denied the remote end", "writable"),
        ("what nobody has seen before", "what nobody has seen before", "git ls-remote"),
        ("", "no reason given", "git ls-remote"),
    ],
)
def test_the_reason_is_one_line_and_the_remedy_fits(words: str, reason: str, remedy: str) -> None:
    error = GitError(words).explain("Cannot publish")
    assert error.message.startswith(f"Cannot publish: {reason}")
    assert "\n" not in error.message
    assert remedy in error.remedy


def test_the_reason_is_not_longer_than_a_reader_is_patient() -> None:
    assert len(GitError("fatal: " + "long " * 1000).reason) <= REASON_LENGTH


@pytest.mark.parametrize(
    ("words", "transient"),
    [(BEHIND, True), (LOCKED, True), (OUTAGE, True), (CUT, True), ("fatal: git push timed out", True),
     (HOOK, False), (PASSWORD, False), (FORBIDDEN, False), (NOWHERE, False), (UNWRITABLE, False), ("", False)],
)  # fmt: skip
def test_only_what_may_pass_is_tried_again(words: str, transient: bool) -> None:
    assert GitError(words).is_transient is transient


def test_only_a_damaged_cache_is_made_anew() -> None:
    assert GitError("error: object file objects/ab/cd is empty\nfatal: loose object is corrupt").is_damage
    assert GitError("fatal: not a git repository: '/home/cache.git'").is_damage
    assert not any(GitError(words).is_damage for words in (HOOK, BEHIND, LOCKED, NOWHERE, UNWRITABLE))


def test_a_machine_without_git_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PublishError, match="There is no git") as caught:
        Git(tmp_path, tmp_path / "settings", time.monotonic() + 10, {})("version")
    assert "Install git" in caught.value.remedy
