"""One git command as a process: what it sees, and that it ends, with its children, when it must."""

import signal
import time
from pathlib import Path

import pytest

from dawn_chorus.publish.command import Git, GitError


def test_git_sees_its_options_and_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_DIR", "GIT_TRACE_CURL", "GIT_AUTHOR_NAME", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_CONFIG_PARAMETERS"):
        monkeypatch.setenv(name, "theirs")
    monkeypatch.setenv("SSH_AUTH_SOCK", "agent")
    git = Git(tmp_path, tmp_path / "settings", time.monotonic() + 10, {"a.b": "1", "http.x.extraHeader": "s3cret"})
    seen = git.line("-c", "alias.env=!env", "env").splitlines()
    assert "theirs" not in "\n".join(seen)
    assert {"SSH_AUTH_SOCK=agent", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1"} <= set(seen)
    assert git.line("config", "a.b") == "1"
    assert git.line("config", "http.x.extraHeader") == "s3cret"


def test_a_command_ends_at_its_deadline_with_all_its_children(tmp_path: Path) -> None:
    begun = time.monotonic()
    git = Git(tmp_path, tmp_path / "settings", begun + 0.3, {})
    with pytest.raises(GitError, match="timed out"):
        git("-c", "alias.nap=!sleep 60 & sleep 60; echo", "nap")
    assert time.monotonic() - begun < 5
    assert git.is_late


def test_standard_input_and_output_are_bytes(tmp_path: Path) -> None:
    git = Git(tmp_path, tmp_path / "settings", time.monotonic() + 10, {})
    assert git("-c", "alias.copy=!cat", "copy", stdin=bytes(range(256))) == bytes(range(256))


def test_ctrl_c_ends_git_with_all_its_children(tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    git = Git(tmp_path, tmp_path / "settings", time.monotonic() + 30, {})
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            git("-c", f"alias.nap=!(sleep 1; touch '{tmp_path}/late') & sleep 60; echo", "nap")
    finally:
        signal.signal(signal.SIGALRM, before)
    time.sleep(1)
    assert not (tmp_path / "late").exists()
