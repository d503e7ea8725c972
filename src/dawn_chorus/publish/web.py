"""One HTTP request whose answer may be anything: bounded in time and size, never followed elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from dawn_chorus.connection import LOOPBACK

TIMEOUT_SECONDS = 30  # between two pieces of an answer
MOST_BYTES = 8_000_000  # a page of a hundred pull requests has about 2 MB, a post with its picture less than one


@dataclass(frozen=True)
class Answer:
    """What came back. ``kind``: the media type without parameters."""

    status: int
    kind: str
    body: bytes


def open_client(address: str, headers: Mapping[str, str] | None = None) -> httpx.Client:
    """A client for requests to ``address``; a proxy of the environment is for the world outside this machine."""
    return httpx.Client(timeout=TIMEOUT_SECONDS, headers=headers, trust_env=urlsplit(address).hostname not in LOOPBACK)


def send(
    http: httpx.Client, method: str, url: str, query: Mapping[str, str] | None = None, content: object | None = None
) -> Answer:
    """Send once, with ``content`` as JSON. Raises httpx.HTTPError, also for an answer that does not end."""
    body = bytearray()
    with http.stream(method, url, params=query, json=content) as answer:
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > MOST_BYTES:
                raise httpx.ReadError(f"the answer has more than {MOST_BYTES:,} bytes", request=answer.request)
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Answer(answer.status_code, kind, bytes(body))
