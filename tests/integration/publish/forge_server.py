"""A stand-in for the pull requests of GitHub and of Gitea on loopback; what each does differently, it does too."""

import http.server
import json
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.integration.publish.conftest import Server

TOKEN = "forge-t0ken-sparrow"


@dataclass
class StandIn:
    """What it knows: the repository `ada/news` behind it, its pull requests, and faults: statuses to answer first."""

    server: Server
    kind: str
    address: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    faults: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    hidden: int = 0  # listings that do not show what is there yet

    def add(self, head: str, base: str = "main", owner: str = "ada", **more: object) -> dict[str, Any]:
        """Open a pull request."""
        sha = self.server.git("rev-parse", head).strip()
        number = len(self.requests) + 1
        made = {
            "number": number,
            "state": "open",
            "html_url": f"{self.address}/ada/news/pulls/{number}",
            "head": {"ref": head, "sha": sha, "repo": {"full_name": f"{owner}/news"}},
            "base": {"ref": base},
            **more,
        }
        self.requests.append(made)
        return made

    def listed(self, query: dict[str, str]) -> list[dict[str, Any]]:
        """A page of all requests, newest first; only GitHub heeds `head`."""
        if self.hidden:
            self.hidden -= 1
            return []
        found = [each for each in reversed(self.requests) if query.get("state") == "all" or each["state"] == "open"]
        if self.kind == "github":
            owner, _, head = query["head"].partition(":")
            found = [each for each in found if each["head"]["ref"] == head and self._owner(each) == owner]
        size = int(query["per_page" if self.kind == "github" else "limit"])
        return found[(int(query["page"]) - 1) * size : int(query["page"]) * size]

    def answer(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> tuple[int, object]:
        """The status and the content of an answer."""
        self.asked.append(method)
        if self.faults:
            return self.faults.pop(0), {"message": "not now"}
        if path != {"github": "/api/v3", "gitea": "/api/v1"}[self.kind] + "/repos/ada/news/pulls":
            return 404, {"message": "no such thing"}
        if method == "GET":
            return 200, self.listed(query)
        if any(each["state"] == "open" and each["head"]["ref"] == body["head"] for each in self.requests):
            return {"github": 422, "gitea": 409}[self.kind], {"message": "A pull request already exists"}
        return 201, self.add(body["head"], body["base"], title=body["title"], body=body["body"])

    def _owner(self, request: dict[str, Any]) -> str:
        return str((request["head"]["repo"] or {"full_name": "ghost/"})["full_name"].split("/")[0])


@contextmanager
def stand_in(server: Server, kind: str) -> Iterator[StandIn]:
    """Serve it on a free port of 127.0.0.1."""
    forge = StandIn(server, kind)

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle_request(self) -> None:
            url = urllib.parse.urlsplit(self.path)
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}")
            status, content = 401, {"message": f"bad credentials: {self.headers.get('Authorization')}"}
            if self.headers.get("Authorization") == f"token {TOKEN}":
                query = dict(urllib.parse.parse_qsl(url.query))
                status, content = forge.answer(self.command, url.path, query, body)  # type: ignore[assignment]
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        do_GET = do_POST = handle_request  # noqa: N815 - the names are http.server's

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        forge.address = f"http://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield forge
        listening.shutdown()
        thread.join()
