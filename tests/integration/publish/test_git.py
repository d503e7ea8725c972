"""Publishing to a real git repository: first commit, change, nothing to do, owners and their settings."""

import os
import subprocess
from pathlib import Path

import pytest
from tests.integration.publish.conftest import MakeChange, Server

from dawn_chorus.errors import PublishError
from dawn_chorus.publish import repository
from dawn_chorus.publish.git import init_remote, missing_files, publish_files, read_file
from dawn_chorus.publish.repository import Remote

POST = "_posts/2025-11-27-day.md"
IMAGE = "assets/images/2025/11/cloud.jpg"
BYTES = bytes(range(256))


def test_the_first_commit_makes_the_branch(server: Server, remote: Remote, change: MakeChange) -> None:
    commit = publish_files(remote, change({POST: b"text\n", IMAGE: BYTES}, "标题\n\nA body.\n"))
    assert (commit.created, commit.attempts) == (True, 1)
    assert server.git("rev-parse", "main").strip() == commit.sha
    about = server.git("show", "--no-patch", "--format=%an|%ae|%cn|%ad|%cd|%s|%b", "main").strip()
    moment = "Fri Nov 28 00:41:10 2025 +0800"
    assert about == f"Dawn|dawn@example.org|Dawn|{moment}|{moment}|标题|A body."
    assert read_file(remote, IMAGE) == BYTES


def test_publishing_the_same_again_makes_no_commit_not_even_from_elsewhere(
    server: Server, remote: Remote, change: MakeChange, tmp_path: Path
) -> None:
    first = publish_files(remote, change({POST: b"text"}))
    elsewhere = Remote(remote.address, remote.branch, tmp_path / "other-cache")
    for again in (remote, elsewhere):
        commit = publish_files(again, change({POST: b"text"}, "another message"))
        assert (commit.sha, commit.created) == (first.sha, False)
    assert len(server.log()) == 1


def test_change_and_delete_touch_nothing_else(server: Server, remote: Remote, change: MakeChange) -> None:
    publish_files(remote, change({POST: b"old", "keep.txt": b"kept", "a/b/c.txt": b"deep"}))
    publish_files(remote, change({POST: b"", "a/b/c.txt": None, "never/was.txt": None}))
    assert server.files() == {POST: "", "keep.txt": "kept"}
    assert server.git("rev-list", "--count", "main").strip() == "2"


def test_equal_content_gives_an_equal_commit(remote: Remote, change: MakeChange, tmp_path: Path) -> None:
    init_remote(tmp_path / "twin.git", "main")
    twin = Remote(str(tmp_path / "twin.git"), "main", tmp_path / "cache")
    files = {"b.md": b"b", "a.md": b"a"}
    backwards = dict(reversed(files.items()))
    assert publish_files(remote, change(files)).sha == publish_files(twin, change(backwards)).sha


def test_founding_files_go_into_a_new_blog_only(server: Server, remote: Remote, change: MakeChange) -> None:
    founding = {"_config.yml": b"title: ours", "index.html": b"ours"}
    publish_files(remote, change({POST: b"1"}, founding=founding))
    publish_files(remote, change({POST: b"2", "index.html": b"the owner's"}))
    publish_files(remote, change({POST: b"3"}, founding=founding | {"_layouts/new.html": b"ours"}))
    assert server.files() == {POST: "3", "_config.yml": "title: ours", "index.html": "the owner's"}


@pytest.mark.parametrize("marker", ["_config.yml", "_config.yaml", "_config.toml"])
def test_a_blog_of_the_owners_gets_no_founding_files(
    server: Server, remote: Remote, change: MakeChange, marker: str
) -> None:
    publish_files(remote, change({marker: b"the owner's"}))
    publish_files(remote, change({POST: b"1"}, founding={"_config.yml": b"ours", "index.html": b"ours"}))
    assert server.files() == {POST: "1", marker: "the owner's"}


def test_founding_spares_what_the_owner_has_without_a_config(
    server: Server, remote: Remote, change: MakeChange
) -> None:
    publish_files(remote, change({"index.html": b"the owner's"}))
    publish_files(remote, change({POST: b"1"}, founding={"_config.yml": b"ours", "index.html": b"ours"}))
    assert server.files() == {POST: "1", "_config.yml": "ours", "index.html": "the owner's"}


def test_other_branches_and_look_alikes_are_left_alone(
    server: Server, remote: Remote, change: MakeChange, tmp_path: Path
) -> None:
    decoy = Remote(remote.address, "topic/refs/heads/main", tmp_path / "cache")
    publish_files(decoy, change({"decoy.txt": b"decoy"}))
    assert read_file(remote, "decoy.txt") is None
    publish_files(remote, change({POST: b"post"}))
    assert server.files() == {POST: "post"}


def test_a_file_may_become_a_folder(server: Server, remote: Remote, change: MakeChange) -> None:
    publish_files(remote, change({"assets": b"a file"}))
    publish_files(remote, change({"assets/data.json": b"{}"}))
    assert server.files() == {"assets/data.json": "{}"}


def test_verification_asks_the_branch_and_not_our_memory(server: Server, remote: Remote, change: MakeChange) -> None:
    files = {POST: b"post", IMAGE: BYTES, "gone.txt": None}
    assert missing_files(remote, files) == [POST, IMAGE]
    publish_files(remote, change(files))
    assert missing_files(remote, files) == []
    server.git("update-ref", "refs/heads/main", server.commit("gone.txt", "back again"))
    assert missing_files(remote, files | {POST: b"post "}) == [POST, "gone.txt"]
    assert read_file(remote, "gone.txt") == b"back again"
    assert read_file(remote, "_posts") is None


def test_history_and_file_contents_stay_on_the_server(
    remote: Remote, server: Server, change: MakeChange, tmp_path: Path
) -> None:
    for n in range(5):
        publish_files(remote, change({f"old/{n}.bin": os.urandom(200_000)}))
    fresh = Remote(remote.address, "main", tmp_path / "fresh")
    publish_files(fresh, change({POST: b"small"}))
    assert sum(path.stat().st_size for path in fresh.cache.rglob("*") if path.is_file()) < 100_000
    assert len(server.log()) == 6


def test_a_server_without_filters_works_too(server: Server, remote: Remote, change: MakeChange, tmp_path: Path) -> None:
    server.git("config", "uploadpack.allowFilter", "false")
    publish_files(remote, change({"big.bin": BYTES * 100}))
    fresh = Remote(remote.address, "main", tmp_path / "fresh")
    assert publish_files(fresh, change({POST: b"post"})).created
    assert read_file(fresh, "big.bin") == BYTES * 100


def test_an_ssh_address_goes_through_ssh(
    server: Server, change: MakeChange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    ssh = tmp_path / "ssh"
    ssh.write_text(f'#!/bin/sh\necho "$@" >> {log}\nfor last; do :; done\nexec sh -c "$last"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    remote = Remote(f"git@blog.example:{server.folder}", "main", tmp_path / "cache")
    assert publish_files(remote, change({POST: b"post"})).created
    assert "git@blog.example git-receive-pack" in log.read_text()


def test_settings_and_variables_of_the_user_change_nothing(
    server: Server, remote: Remote, change: MakeChange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".gitconfig").write_text(
        "[commit]\n\tgpgsign = true\n[user]\n\tname = Somebody\n[core]\n\tautocrlf = true\n[push]\n\tgpgSign = true\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    publish_files(remote, change({POST: b"a\r\nb\n"}))
    monkeypatch.delenv("GIT_DIR")
    assert read_file(remote, POST) == b"a\r\nb\n"
    assert server.git("show", "--no-patch", "--format=%an", "main").strip() == "Dawn"


def test_the_cache_starts_anew_when_it_has_grown(
    server: Server, remote: Remote, change: MakeChange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, "MAX_CACHE_FILES", 20)
    for n in range(12):
        publish_files(remote, change({f"{n}.md": b"%d" % n}))
        assert sum(path.is_file() for path in remote.folder.rglob("*")) < 20 + 10
    assert len(server.log()) == len(server.files()) == 12


@pytest.mark.parametrize("name", ["objects", "HEAD"])
def test_a_damaged_cache_is_made_anew(server: Server, remote: Remote, change: MakeChange, name: str) -> None:
    publish_files(remote, change({POST: b"1"}))
    for path in [remote.folder / name, *(remote.folder / name).rglob("*")]:
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"")
    publish_files(remote, change({POST: b"2"}))
    assert server.files() == {POST: "2"}


def test_making_a_remote_twice_keeps_it(server: Server, remote: Remote, change: MakeChange) -> None:
    publish_files(remote, change({POST: b"1"}))
    init_remote(server.folder, "main")
    assert server.files() == {POST: "1"}
    assert server.git("symbolic-ref", "HEAD").strip() == "refs/heads/main"


def test_a_half_made_remote_is_finished(tmp_path: Path, change: MakeChange) -> None:
    (tmp_path / "blog.git").mkdir()
    (tmp_path / "blog.git" / "HEAD").write_text("ref: refs/heads/main\n")
    init_remote(tmp_path / "blog.git", "main")
    remote = Remote(str(tmp_path / "blog.git"), "main", tmp_path / "cache")
    assert publish_files(remote, change({POST: b"1"})).created


def test_a_remote_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match=r"Cannot make .*file/blog\.git"):
        init_remote(tmp_path / "file" / "blog.git", "main")


def test_the_result_is_a_sound_repository(server: Server, remote: Remote, change: MakeChange) -> None:
    for n in range(3):
        publish_files(remote, change({POST: b"%d" % n, IMAGE: os.urandom(1000)}))
    checked = subprocess.run(
        ["git", "-C", str(server.folder), "fsck", "--full", "--strict"], capture_output=True, text=True
    )
    assert (checked.returncode, checked.stderr) == (0, "")
