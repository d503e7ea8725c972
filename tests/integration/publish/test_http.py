"""Publishing over HTTP to a server that wants a token: git's own backend behind a loopback door."""

import base64
import http.server
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.publish.conftest import MakeChange, Server
from tests.integration.publish.test_publication import channel, run

from dawn_chorus.channel import Channel
from dawn_chorus.database import runs
from dawn_chorus.destination import Blog
from dawn_chorus.errors import PublishError
from dawn_chorus.publish import publication
from dawn_chorus.publish.git import missing_files, publish_files
from dawn_chorus.publish.repository import Remote

__all__ = ["channel", "run"]

TOKEN = "s3cret-t0ken"
AUTHORIZATION = "Basic " + base64.b64encode(f"token:{TOKEN}".encode()).decode()
FILES = {"_posts/2025-11-27-day.md": b"post", "cloud.jpg": os.urandom(300_000)}


class Door(http.server.BaseHTTPRequestHandler):
    """Let those with the token through to `git http-backend`."""

    projects: str

    def handle_request(self) -> None:
        """Ask for the token, or run the backend."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Authorization") != AUTHORIZATION:
            self.send_response(401)
            self.send_header("WWW-Authenticate", "Basic")
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": self.projects,
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": "token",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        answer = subprocess.run(
            ["git", "http-backend"], input=body, env=environment, capture_output=True, check=True
        ).stdout
        head, _, content = answer.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = handle_request  # noqa: N815 - the names are http.server's

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    """The repository of `server` behind the door."""
    door = type("DoorOfTest", (Door,), {"projects": str(server.folder.parent)})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), door) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}/{server.folder.name}"
        listening.shutdown()
        thread.join()


def test_the_token_opens_the_door_and_is_left_nowhere(
    server: Server, address: str, change: MakeChange, tmp_path: Path
) -> None:
    remote = Remote(address, "main", tmp_path / "cache", token=TOKEN)
    for expected in (True, False):
        assert publish_files(remote, change(FILES)).created is expected
    assert missing_files(remote, FILES) == []
    assert len(server.log()) == 1
    written = [path.read_bytes() for path in remote.cache.rglob("*") if path.is_file()]
    for secret in (TOKEN.encode(), AUTHORIZATION.split()[1].encode()):
        assert not any(secret in content for content in written)


@pytest.mark.parametrize("token", [None, "wr0ng-t0ken"])
def test_a_closed_door_is_explained_without_the_token(
    server: Server, address: str, change: MakeChange, tmp_path: Path, token: str | None
) -> None:
    remote = Remote(address, "main", tmp_path / "cache", token=token)
    with pytest.raises(PublishError) as caught:
        publish_files(remote, change(FILES))
    assert "credentials" in caught.value.remedy
    assert "wr0ng" not in str(caught.value)
    assert server.git("branch", "--list") == ""


def test_the_token_is_no_argument_of_any_process(
    address: str, change: MakeChange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "arguments"
    real = subprocess.check_output(["git", "--exec-path"], text=True).strip()
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nprintf "%s " "$@" >> {log}\nexec {real}/git "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    publish_files(Remote(address, "main", tmp_path / "cache", token=TOKEN), change(FILES))
    arguments = log.read_text()
    assert "push" in arguments
    assert TOKEN not in arguments
    assert AUTHORIZATION.split()[1] not in arguments


def test_a_channel_takes_the_token_from_its_connection_and_writes_it_nowhere(
    server: Server, address: str, run: runs.Run, channel: Channel, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blog = Blog(remote=address, connection="news_host")
    monkeypatch.setenv("AIRFLOW_CONN_NEWS_HOST", f"https://:{TOKEN}@")
    made = publication.publish(channel.model_copy(update={"blog": blog}), run)
    assert server.git("rev-parse", "main").strip() == made.commit_sha
    written = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    for secret in (TOKEN, AUTHORIZATION.split()[1]):
        assert secret.encode() not in written
        assert secret not in repr(made)
    assert made.remote == address


def test_a_channel_whose_connection_is_not_set_is_told_which(
    address: str, run: runs.Run, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_NEWS_HOST", raising=False)
    with pytest.raises(PublishError, match="AIRFLOW_CONN_NEWS_HOST"):
        publication.publish(channel.model_copy(update={"blog": Blog(remote=address, connection="news_host")}), run)
