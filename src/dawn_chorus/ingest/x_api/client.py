"""One request at a time to the X API: what may pass is tried again, what may not is one clear line at once.

The token goes into one header and nowhere else; whatever the API answers is stripped of it before it is repeated.
"""

import datetime as dt
import logging
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx
import msgspec

from dawn_chorus.connection import LOOPBACK
from dawn_chorus.errors import FetchDelayedError, FetchError
from dawn_chorus.ingest.x_api import limits
from dawn_chorus.ingest.x_api.credential import Credential
from dawn_chorus.ingest.x_api.refusal import refusal

ATTEMPTS = 5  # of one request that fails in a way that may pass
MOST_WAITS = 2  # for the rate limit, of one request: the second is for a clock that is wrong
TIMEOUT_SECONDS = 30  # between two pieces of an answer
ANSWER_SECONDS = 120  # for the whole of it
MOST_BYTES = 32 * 1024 * 1024  # a page of 100 tweets with all they refer to has about 1 MB

_ID = re.compile(r"/[0-9]+/")

log = logging.getLogger("dawn_chorus.x_api")


class _Failed(Exception):  # noqa: N818 - no failure of the program: the request is sent again
    """An attempt failed in a way that may pass; the text says how."""


@dataclass
class Client:
    """The API at one address with one credential. ``sleep``, ``now`` and ``clock`` are the world's, but for tests."""

    credential: Credential
    transport: httpx.BaseTransport | None = None
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    clock: Callable[[], float] = time.monotonic
    chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        """Open nothing yet: httpx connects with the first request."""
        try:
            host = httpx.URL(self.credential.base_url).host
        except httpx.InvalidURL:
            raise FetchError(
                "The host in the Airflow Connection of the X API is no address.", remedy="Mend it, or leave it out."
            ) from None
        self._http = httpx.Client(
            base_url=self.credential.base_url,
            timeout=TIMEOUT_SECONDS,
            transport=self.transport,
            trust_env=host not in LOOPBACK,  # a proxy is for the world outside
        )
        self._not_before: dict[str, dt.datetime] = {}

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, parameters: Mapping[str, str]) -> bytes:
        """The body of a good answer, JSON as received.

        Waits for the rate limit, a bounded time each, and says until when. Raises FetchError for what will not pass,
        FetchDelayedError for what may.
        """
        return self._ask("GET", path, parameters)

    def post(self, path: str, content: Mapping[str, str]) -> bytes:
        """The body of a good answer to something that is sent, like ``get``: what may pass is sent again."""
        return self._ask("POST", path, {}, msgspec.json.encode(content))

    @property
    def is_local(self) -> bool:
        """Whether this is a rehearsal on this machine."""
        return self._http.base_url.host in LOOPBACK

    def _ask(self, method: str, path: str, parameters: Mapping[str, str], content: bytes | None = None) -> bytes:
        """The body of a good answer."""
        self._keep_rate(path)
        waits, attempt = 0, 1
        while True:
            try:
                status, headers, body = self._send(method, path, parameters, content)
                if status == HTTPStatus.TOO_MANY_REQUESTS and waits < MOST_WAITS:
                    waits += 1
                    self._wait_until(limits.reset_at(headers, self.now()) or self.now() + dt.timedelta(minutes=15))
                    continue
                return self._judge(path, status, headers, body)
            except (_Failed, httpx.RequestError) as failure:
                words = self.credential.token.hide(_words(failure))
                if attempt == ATTEMPTS:
                    raise _gave_up(path, words) from None
                attempt += 1
                self._pause(path, words, attempt)

    def _send(
        self, method: str, path: str, parameters: Mapping[str, str], content: bytes | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send once; status, headers and body, which arrives in time and in bounds. Raises _Failed, RequestError."""
        headers = {"Authorization": f"Bearer {self.credential.token.reveal()}", "Accept": "application/json"}
        if content is not None:
            headers["Content-Type"] = "application/json"
        deadline = self.clock() + ANSWER_SECONDS
        body = bytearray()
        with self._http.stream(method, path, params=dict(parameters), content=content, headers=headers) as answer:
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise _Failed(f"its answer has more than {MOST_BYTES:,} bytes")
                if self.clock() > deadline:
                    raise _Failed(f"its answer took more than {ANSWER_SECONDS} s")
        return answer.status_code, answer.headers, bytes(body)

    def _judge(self, path: str, status: int, headers: Mapping[str, str], body: bytes) -> bytes:
        """The body of a good answer. Raises _Failed or FetchError for any other."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
            raise _Failed(f"HTTP {status}")
        if status not in (HTTPStatus.OK, HTTPStatus.CREATED):
            raise refusal(status, path, body, self.credential.token)
        if self.credential.token.is_in(body):
            raise FetchError(
                f"The X API's answer to {path} repeats the credential; it was not kept.",
                remedy="Check the host in the Connection, and make a new token.",
            )
        try:
            msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise _Failed("its answer is cut off or no JSON object") from None
        moment = limits.reset_at(headers, self.now())
        if limits.is_used_up(headers) and moment is not None:
            self._not_before[_endpoint(path)] = moment
        return body

    def _keep_rate(self, path: str) -> None:
        """Wait where the last answer said that this request would be refused."""
        moment = self._not_before.pop(_endpoint(path), None)
        if moment is not None and moment > self.now():
            self._wait_until(moment)

    def _wait_until(self, moment: dt.datetime) -> None:
        """Sleep until the platform counts anew. Raises FetchDelayedError when that is too far off."""
        seconds = limits.seconds_until(moment, self.now())
        if seconds > limits.LONGEST_WAIT_SECONDS:
            raise FetchDelayedError(
                f"The X API's rate limit is used up until {moment:%Y-%m-%d %H:%M:%S} UTC.",
                remedy="Run it again after that; what was fetched is kept.",
            )
        log.warning("X API: rate limit used up, waiting until %s UTC (%.0f s)", f"{moment:%Y-%m-%d %H:%M:%S}", seconds)
        self.sleep(seconds)

    def _pause(self, path: str, words: str, attempt: int) -> None:
        """Sleep before another attempt."""
        seconds = limits.pause_before(attempt, self.chance)
        log.warning("X API: %s: %s; attempt %d of %d in %.1f s", path, words, attempt, ATTEMPTS, seconds)
        self.sleep(seconds)


def _endpoint(path: str) -> str:
    """What the platform counts requests by: a path whatever id stands in it."""
    return _ID.sub("/:id/", path)


def _gave_up(path: str, words: str) -> FetchDelayedError:
    return FetchDelayedError(
        f"The X API failed {ATTEMPTS} times at {path}: {words}.",
        remedy="Run it again later; what was fetched is kept, and it goes on where it was.",
    )


def _words(failure: Exception) -> str:
    """A failure in a few words, on one line."""
    return " ".join(str(failure).split()) or type(failure).__name__
