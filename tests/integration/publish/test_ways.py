"""Ways to bring files to a branch beside the plain push: proposals, dry runs, signatures, revisions."""

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import require_binary
from tests.integration.publish.conftest import MakeChange, Server

from dawn_chorus.errors import PublishError
from dawn_chorus.publish.change import Author
from dawn_chorus.publish.git import propose_files, publish_files, show_difference
from dawn_chorus.publish.repository import Remote

POST, HEAD = "_posts/2025-11-27-day.md", "dawn-chorus/day"


def test_a_proposal_is_a_commit_upon_the_branch_which_stays(server: Server, remote: Remote, change: MakeChange) -> None:
    base = publish_files(remote, change({"first.md": b"1"}))
    commit = propose_files(remote, HEAD, change({POST: b"post"}))
    assert (commit.branch, commit.created) == (HEAD, True)
    assert server.git("rev-parse", HEAD, f"{HEAD}^", "main").split() == [commit.sha, base.sha, base.sha]


def test_the_same_proposal_again_makes_no_commit(
    server: Server, remote: Remote, change: MakeChange, tmp_path: Path
) -> None:
    publish_files(remote, change({"first.md": b"1"}))
    first = propose_files(remote, HEAD, change({POST: b"post"}))
    for again in (remote, replace(remote, cache=tmp_path / "other")):
        commit = propose_files(again, HEAD, change({POST: b"post"}, "another message"))
        assert (commit.sha, commit.branch, commit.created) == (first.sha, HEAD, False)


def test_a_changed_proposal_replaces_the_old_one_on_the_new_tip(
    server: Server, remote: Remote, change: MakeChange
) -> None:
    publish_files(remote, change({"first.md": b"1"}))
    propose_files(remote, HEAD, change({POST: b"post"}))
    base = publish_files(remote, change({"second.md": b"2"}))
    commit = propose_files(remote, HEAD, change({POST: b"better"}))
    assert server.git("rev-parse", f"{HEAD}^").strip() == base.sha
    assert server.git("show", f"{commit.sha}:{POST}") == "better"


def test_what_was_merged_needs_no_proposal(server: Server, remote: Remote, change: MakeChange) -> None:
    publish_files(remote, change({"first.md": b"1"}))
    propose_files(remote, HEAD, change({POST: b"post"}))
    merged = publish_files(remote, change({POST: b"post"}))
    commit = propose_files(remote, HEAD, change({POST: b"post"}))
    assert (commit.sha, commit.branch, commit.created) == (merged.sha, "main", False)


def test_a_dry_run_shows_the_difference_and_leaves_nothing(server: Server, remote: Remote, change: MakeChange) -> None:
    assert "+new" in show_difference(remote, change({POST: b"new\n"}))
    publish_files(remote, change({POST: b"old\nkept\n", "cloud.jpg": b"\0\1"}))
    shown = show_difference(remote, change({POST: b"new\nkept\n", "cloud.jpg": b"\0\2"}))
    assert {"-old", "+new", " kept"} <= set(shown.splitlines())
    assert "Binary files" in shown
    assert "2 files changed" in shown
    assert show_difference(remote, change({POST: b"old\nkept\n"})) == ""
    assert len(server.log()) == 1


def grow(olds: Sequence[bytes]) -> bytes:
    """A revision that can be seen."""
    return b"".join(olds) + b"!"


def test_a_file_that_replaces_another_is_revised(server: Server, remote: Remote, change: MakeChange) -> None:
    commit = publish_files(remote, change({POST: b"a"}, revise={POST: grow}))
    assert commit.files == {POST: b"a"}
    commit = publish_files(remote, change({POST: b"b"}, revise={POST: grow}))
    assert (commit.files, server.files()) == ({POST: b"a!"}, {POST: "a!"})


def test_a_file_of_a_rival_that_came_between_is_revised_too(server: Server, remote: Remote, change: MakeChange) -> None:
    publish_files(remote, change({"first.md": b"1"}))
    rival = server.commit("post.md", "theirs")
    server.hook("update", f"test -e raced || {{ touch raced; git update-ref refs/heads/main {rival}; }}")
    commit = publish_files(remote, change({"post.md": b"ours"}, revise={"post.md": grow}))
    assert (commit.attempts, commit.files) == (2, {"post.md": b"theirs!"})


def test_a_proposal_is_revised_against_the_branch_and_the_one_before(
    server: Server, remote: Remote, change: MakeChange
) -> None:
    publish_files(remote, change({POST: b"a"}))
    propose_files(remote, HEAD, change({POST: b"b"}))
    assert propose_files(remote, HEAD, change({POST: b"c"}, revise={POST: grow})).files == {POST: b"ab!"}


def test_a_commit_is_signed_with_an_ssh_key(server: Server, remote: Remote, change: MakeChange, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run([require_binary("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    author = Author("Dawn", "dawn@example.org", str(key))
    publish_files(remote, replace(change({POST: b"post"}), author=author))
    signers = tmp_path / "signers"
    signers.write_text(f"dawn@example.org {(tmp_path / 'key.pub').read_text()}")
    known = ("-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={signers}")
    assert server.git(*known, "log", "-1", "--format=%G? %GS", "main").split() == ["G", "dawn@example.org"]


@pytest.mark.parametrize("key", ["/nowhere/key", "0123456789ABCDEF"])
def test_a_key_that_is_not_there_is_one_line(server: Server, remote: Remote, change: MakeChange, key: str) -> None:
    author = Author("Dawn", "dawn@example.org", key)
    with pytest.raises(PublishError) as caught:
        publish_files(remote, replace(change({POST: b"post"}), author=author))
    assert "blog.signing_key" in caught.value.remedy
    assert server.git("for-each-ref") == ""
