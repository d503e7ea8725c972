"""The stand-in as an HTTP server on loopback: credentials, the rate limit, and everything that can go wrong."""

import json
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.stand_in.answers import Answers, RefusedError
from tests.stand_in.faults import STATUSES, Plan
from tests.stand_in.jobs import STORAGE

HTML = b"<html><body>We'll be right back.</body></html>"
DETAILS = {
    "401": "Unauthorized",
    "402": "Your enrolled account does not have any credits to fulfill this request.",
    "403": "You are not permitted to perform this action.",
    "404": "Sorry, that page does not exist.",
    "429": "Too Many Requests",
}


class QuietServer(ThreadingHTTPServer):
    """Threads that do not outlive the program, and callers that may hang up."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a caller that was killed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class StandIn:
    """A running stand-in; use it as a context. ``requests`` holds path and parameters of all that was asked."""

    def __init__(
        self,
        answers: Answers,
        plan: Plan | None = None,
        *,
        token: str | None = None,
        port: int = 0,
        rate: int = 0,
        rate_seconds: int = 900,
        delay: float = 0.0,
        drip_seconds: float = 0.01,
    ) -> None:
        self.answers, self.plan, self.token = answers, plan or Plan(), token
        self.rate, self.rate_seconds, self.delay, self.drip_seconds = rate, rate_seconds, delay, drip_seconds
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.lock = threading.Lock()
        self._count, self._resets_at = 0, 0.0
        self._server = QuietServer(("127.0.0.1", port), type("Bound", (_Handler,), {"stand_in": self}))
        self.port = int(self._server.server_address[1])

    def serve(self) -> None:
        """Answer until interrupted."""
        self._server.serve_forever(poll_interval=0.05)

    def __enter__(self) -> "StandIn":
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def note(self, path: str, parameters: dict[str, str]) -> int:
        """Write a request down; its number, from 1."""
        with self.lock:
            self.requests.append((path, parameters))
            return len(self.requests)

    def count(self) -> tuple[bool, dict[str, str]]:
        """Count one request against the rate limit: whether it is refused, and the headers that say so."""
        if not self.rate:
            return False, {}
        with self.lock:
            now = time.time()
            if now >= self._resets_at:
                self._count, self._resets_at = 0, now + self.rate_seconds
            self._count += 1
            left = self.rate - self._count
            return left < 0, {
                "x-rate-limit-limit": str(self.rate),
                "x-rate-limit-remaining": str(max(0, left)),
                "x-rate-limit-reset": str(int(self._resets_at) + 1),
            }


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    stand_in: StandIn
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in http.server
        """Keep quiet."""

    def do_GET(self) -> None:
        """Answer, or fail as planned."""
        parts = urlsplit(self.path)
        if parts.path.startswith(STORAGE):
            self._give_results(parts.path)
            return
        parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
        fault = self.stand_in.plan.at(self.stand_in.note(parts.path, parameters))
        time.sleep(self.stand_in.delay)
        is_refused, headers = self.stand_in.count()
        given = self.headers.get("Authorization", "")
        if self.stand_in.token is not None and given != f"Bearer {self.stand_in.token}":
            self._refuse("401", headers)
        elif is_refused or fault in STATUSES:
            self._refuse("429" if is_refused else str(fault), headers)
        else:
            self._answer(parts.path, parameters, fault, headers, given)

    def do_POST(self) -> None:
        """Open a compliance job, or fail as planned."""
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self._create_or_fail(urlsplit(self.path).path)

    def do_PUT(self) -> None:
        """Take a file for a compliance job."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        fault = self.stand_in.plan.at(self.stand_in.note(self.path, {}))
        jobs = self.stand_in.answers.jobs
        is_taken = "Authorization" not in self.headers and jobs is not None and jobs.put(self.path, body)
        self._write(int(fault) if fault in STATUSES else 200 if is_taken else 400, b"", 0, {})

    def _create_or_fail(self, path: str) -> None:
        fault = self.stand_in.plan.at(self.stand_in.note(path, {}))
        try:
            answer = self.stand_in.answers.create(path)
        except RefusedError as refusal:
            self._send(refusal.status, {"title": "Forbidden", "detail": str(refusal)}, {})
            return
        if fault in STATUSES:
            self._refuse(str(fault), {})
        else:
            self._send(200, answer, {})

    def _give_results(self, path: str) -> None:
        """A job's results, to whoever has their address and no credential."""
        fault = self.stand_in.plan.at(self.stand_in.note(path, {}))
        jobs = self.stand_in.answers.jobs
        body = jobs.results(path) if jobs else b""
        if fault in STATUSES or "Authorization" in self.headers:
            self._refuse(str(fault), {})
        elif fault == "truncated":
            self._write(200, body[: len(body) // 2], len(body), {})
            self.close_connection = True
        else:
            body = body[: len(body) // 2] if fault == "cut" else body
            self._write(200, body, len(body), {})

    def _refuse(self, status: str, headers: dict[str, str]) -> None:
        if status == "429" and not headers:
            headers = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(time.time()) + 1)}
        title = DETAILS.get(status, "Service Unavailable")
        self._send(int(status), {"title": title, "detail": title, "status": int(status)}, headers)

    def _answer(
        self, path: str, parameters: dict[str, str], fault: str | None, headers: dict[str, str], given: str
    ) -> None:
        """A good answer, or one whose bytes go wrong on the way."""
        try:
            answer = self.stand_in.answers.answer(path, parameters, fault)
        except RefusedError as refusal:
            self._send(refusal.status, {"title": "Invalid Request", "detail": str(refusal)}, headers)
            return
        body = json.dumps(answer | {"seen": given} if fault == "echo" else answer).encode()
        if fault == "reset":
            self._reset()
        elif fault == "truncated":
            self._write(200, body[: len(body) // 2], len(body), headers)
            self.close_connection = True
        elif fault == "slow":
            self._write(200, body, len(body), headers, pieces=20)
        else:
            body = {"cut": body[: len(body) // 2], "html": HTML}.get(fault or "", body)
            self._write(200, body, len(body), headers)

    def _send(self, status: int, answer: dict[str, Any], headers: dict[str, str]) -> None:
        body = json.dumps(answer).encode()
        self._write(status, body, len(body), headers)

    def _write(self, status: int, body: bytes, announced: int, headers: dict[str, str], pieces: int = 1) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(announced), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        size = -(-len(body) // pieces) or 1
        for begin in range(0, len(body), size):
            self.wfile.write(body[begin : begin + size])
            self.wfile.flush()
            if pieces > 1:
                time.sleep(self.stand_in.drip_seconds)

    def _reset(self) -> None:
        """End the connection as a broken network does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
