"""Publishing when things go wrong: rivals, lost answers, kills, stale locks, refusals, silence."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from tests.integration.publish.conftest import MakeChange, Server

from dawn_chorus.errors import PublishError
from dawn_chorus.publish.git import publish_files, read_file
from dawn_chorus.publish.repository import Remote

POST = "_posts/2025-11-27-day.md"
NOBODY = 65534  # a user who owns nothing

# Publish one file in a process of its own, so that it can be killed.
SCRIPT = """
import datetime as dt, sys
from pathlib import Path
from dawn_chorus.errors import PublishError
from dawn_chorus.publish.change import Author, Change
from dawn_chorus.publish.git import publish_files
from dawn_chorus.publish.repository import Remote
address, cache, path = sys.argv[1:]
moment = dt.datetime(2025, 11, 28, tzinfo=dt.timezone.utc)
change = Change({path: b"post"}, path, Author("Dawn", "dawn@example.org"), moment)
try:
    publish_files(Remote(address, "main", Path(cache)), change)
except PublishError as error:
    sys.exit(str(error))
"""


def one_line(error: PublishError) -> str:
    """The message, which must be one line and name no commit or command of ours."""
    assert "\n" not in error.message
    assert error.remedy
    return error.message


def start(remote: Remote, path: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, remote.address, str(remote.cache), path]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def wait_until(condition: Path, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition.exists():
        assert time.monotonic() < deadline, f"{condition.name} never came"
        time.sleep(0.01)


def test_three_writers_lose_nothing(server: Server, remote: Remote, change: MakeChange, tmp_path: Path) -> None:
    def write(writer: int) -> int:
        mine = Remote(remote.address, "main", tmp_path / f"cache-{writer}")
        posts = [change({f"_posts/{writer}-{n}.md": b"post"}, f"{writer}-{n}") for n in range(5)]
        return sum(publish_files(mine, post).attempts for post in posts)

    with ThreadPoolExecutor(3) as pool:
        attempts = sum(pool.map(write, range(3)))
    assert attempts >= 15
    assert sorted(server.files()) == sorted(f"_posts/{writer}-{n}.md" for writer in range(3) for n in range(5))
    assert sorted(server.log()) == sorted(f"{writer}-{n}" for writer in range(3) for n in range(5))
    assert server.git("fsck", "--full", "--no-dangling") == ""


def test_two_writers_on_one_cache_take_turns(server: Server, remote: Remote, change: MakeChange) -> None:
    with ThreadPoolExecutor(2) as pool:
        commits = list(pool.map(lambda n: publish_files(remote, change({f"{n}.md": b"post"})), range(6)))
    assert {commit.attempts for commit in commits} == {1}
    assert len(server.log()) == len(server.files()) == 6


def test_a_rival_between_fetch_and_push(server: Server, remote: Remote, change: MakeChange) -> None:
    publish_files(remote, change({"first.md": b"1"}))
    rival = server.commit("rival.md", "rival")
    # The hook `update` runs when the push has arrived and the branch has not moved yet.
    server.hook("update", f"test -e raced || {{ touch raced; git update-ref refs/heads/main {rival}; }}")
    commit = publish_files(remote, change({POST: b"post"}))
    assert (commit.created, commit.attempts) == (True, 2)
    assert server.files() == {"first.md": "1", "rival.md": "rival", POST: "post"}
    assert server.log() == ["Publish a post", "rival rival.md", "Publish a post"]


def test_a_rival_who_publishes_the_same_files_leaves_nothing_to_do(
    server: Server, remote: Remote, change: MakeChange, tmp_path: Path
) -> None:
    twin = Remote(remote.address, "main", tmp_path / "twin")
    publish_files(remote, change({"first.md": b"1"}))
    rival = server.commit("post.md", "same")
    server.hook("update", f"test -e raced || {{ touch raced; git update-ref refs/heads/main {rival}; }}")
    commit = publish_files(twin, change({"post.md": b"same"}))
    assert (commit.sha, commit.created, commit.attempts) == (rival, False, 2)


def test_a_lost_answer_does_not_double_the_commit(server: Server, remote: Remote, change: MakeChange) -> None:
    # The server dies when the branch has moved and the answer has not been sent.
    script = 'test "$1" != committed || test -e died || { touch died; kill -9 $PPID; }'
    server.hook("reference-transaction", script)
    commit = publish_files(remote, change({POST: b"post"}))
    assert (commit.created, commit.attempts) == (True, 2)
    assert server.git("rev-parse", "main").strip() == commit.sha
    assert len(server.log()) == 1


def test_killed_while_pushing_and_run_again(server: Server, remote: Remote, change: MakeChange, tmp_path: Path) -> None:
    server.hook("pre-receive", "touch arrived; sleep 1")
    process = start(remote, POST)
    wait_until(server.folder / "arrived")
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    server.hook("pre-receive", "true")
    commit = publish_files(remote, change({POST: b"post"}))
    assert server.git("rev-parse", "main").strip() == commit.sha
    assert server.log() in ([POST], ["Publish a post"])  # the orphaned push may have arrived
    assert server.files() == {POST: "post"}


def test_locks_that_a_killed_git_left_do_not_block(server: Server, remote: Remote, change: MakeChange) -> None:
    publish_files(remote, change({"1.md": b"1"}))
    server.git("update-ref", "refs/heads/main", server.commit("2.md", "2"))
    for name in ("shallow.lock", "config.lock", "refs/chorus/tip.lock", "packed-refs.lock"):
        (remote.folder / name).write_text("")
    assert publish_files(remote, change({POST: b"post"})).attempts == 1


def test_a_refusing_server_is_quoted_in_one_line(server: Server, remote: Remote, change: MakeChange) -> None:
    server.hook("pre-receive", "printf 'no posts on \\033[31mSunday\\n\\nsorry\\n' >&2; exit 1")
    with pytest.raises(PublishError) as caught:
        publish_files(remote, change({POST: b"post"}))
    message = one_line(caught.value)
    assert message.startswith(f"Cannot publish to {remote.address}: ")
    assert "no posts on [31mSunday" in message
    assert "hook declined" in message
    assert "let this installation push" in caught.value.remedy
    assert read_file(remote, POST) is None


def test_a_missing_remote(tmp_path: Path, change: MakeChange) -> None:
    remote = Remote(str(tmp_path / "nowhere.git"), "main", tmp_path / "cache")
    with pytest.raises(PublishError, match="does not appear to be a git repository") as caught:
        publish_files(remote, change({POST: b"post"}))
    assert "blog.remote" in one_line(caught.value) + caught.value.remedy


def test_a_token_that_stands_in_the_address_is_not_repeated(tmp_path: Path, change: MakeChange) -> None:
    remote = Remote("https://t0ken@127.0.0.1:1/news.git", "main", tmp_path / "cache")
    with pytest.raises(PublishError, match=r"Cannot publish to https://127\.0\.0\.1:1/news\.git") as caught:
        publish_files(remote, change({POST: b"post"}), seconds=10)
    assert "t0ken" not in str(caught.value)


def test_a_checked_out_branch_is_not_pushed_under_its_owner(tmp_path: Path, change: MakeChange) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", tmp_path / "work"], check=True)
    remote = Remote(str(tmp_path / "work"), "main", tmp_path / "cache")
    with pytest.raises(PublishError, match="branch is currently checked out"):
        publish_files(remote, change({POST: b"post"}))


def test_a_host_that_does_not_answer_is_given_up_in_time(tmp_path: Path, change: MakeChange) -> None:
    remote = Remote("http://127.0.0.1:9/blog.git", "main", tmp_path / "cache")
    begun = time.monotonic()
    with pytest.raises(PublishError, match=r"127\.0\.0\.1") as caught:
        publish_files(remote, change({POST: b"post"}))
    assert "Try again" in caught.value.remedy
    assert time.monotonic() - begun < 10


def test_a_silent_server_is_given_up_in_time(server: Server, remote: Remote, change: MakeChange) -> None:
    server.hook("pre-receive", "sleep 60")
    begun = time.monotonic()
    with pytest.raises(PublishError, match="timed out") as caught:
        publish_files(remote, change({POST: b"post"}), seconds=1)
    assert time.monotonic() - begun < 10
    one_line(caught.value)


def test_a_busy_cache_is_given_up_in_time(server: Server, remote: Remote, change: MakeChange) -> None:
    server.hook("pre-receive", "touch arrived; sleep 1")
    process = start(remote, "other.md")
    wait_until(server.folder / "arrived")
    with pytest.raises(PublishError, match="Another process has been publishing"):
        publish_files(remote, change({POST: b"post"}), seconds=0.2)
    assert process.communicate()[1] == ""
    assert server.log() == ["other.md"]


@pytest.fixture
def read_only(server: Server) -> Iterator[None]:
    """Everybody may read the repository's folders and nobody (but root) write into them."""
    folders = [server.folder, *(path for path in server.folder.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield
    for folder in folders:
        folder.chmod(0o755)


@pytest.mark.usefixtures("read_only")
def test_a_read_only_remote_of_another_owner(
    server: Server, remote: Remote, change: MakeChange, tmp_path: Path
) -> None:
    remote.cache.mkdir()
    if os.geteuid() == 0:
        os.chown(remote.cache, NOBODY, NOBODY)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(0o755)

    def publish_without_rights(answer: Connection) -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        try:
            publish_files(remote, change({POST: b"post"}))
        except PublishError as error:
            answer.send((error.message, error.remedy))

    ours, theirs = multiprocessing.Pipe()
    multiprocessing.get_context("fork").Process(target=publish_without_rights, args=(theirs,)).start()
    assert ours.poll(20)
    message, remedy = ours.recv()
    assert message.startswith(f"Cannot publish to {remote.address}: ")
    assert "writable" in remedy
    assert server.git("branch", "--list") == ""


def test_a_cache_that_cannot_be_written(server: Server, tmp_path: Path, change: MakeChange) -> None:
    (tmp_path / "file").write_text("")
    remote = Remote(str(server.folder), "main", tmp_path / "file" / "cache")
    with pytest.raises(PublishError, match="Cannot use the git cache"):
        publish_files(remote, change({POST: b"post"}))
