"""Files that compliance jobs take and give, at addresses that the API names. No credential goes there."""

import time

import httpx

from dawn_chorus.connection import LOOPBACK
from dawn_chorus.errors import FetchDelayedError, FetchError
from dawn_chorus.ingest.x_api.client import MOST_BYTES, TIMEOUT_SECONDS

HOST = "storage.googleapis.com"  # where the platform's documentation shows these files
ATTEMPTS = 3
PAUSE_SECONDS = 2.0


def upload(url: str, content: bytes, *, is_local: bool) -> None:
    """Put a file of ids. Raises FetchError for an address that is none of the platform's, FetchDelayedError."""
    _exchange("PUT", url, content, is_local=is_local)


def download(url: str, *, is_local: bool) -> bytes:
    """Get a job's results. Raises FetchError for an address that is none of the platform's, FetchDelayedError."""
    return _exchange("GET", url, None, is_local=is_local)


def _exchange(method: str, url: str, content: bytes | None, *, is_local: bool) -> bytes:
    """Try a few times; both ways are safe to do again."""
    _check(url, is_local=is_local)
    said = ""
    for attempt in range(ATTEMPTS):
        time.sleep(PAUSE_SECONDS * attempt)
        try:
            return _send(method, url, content, is_local=is_local)
        except (httpx.RequestError, httpx.HTTPStatusError) as failure:
            said = type(failure).__name__  # its words hold the address, which is as good as a password
    raise FetchDelayedError(
        f"The file of a compliance job could not be {'read' if content is None else 'written'}: {said}.",
        remedy="Run it again later; it goes on where it was.",
    )


def _send(method: str, url: str, content: bytes | None, *, is_local: bool) -> bytes:
    headers = {"Content-Type": "text/plain"} if content is not None else {}
    body = bytearray()
    with (
        httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=not is_local) as client,
        client.stream(method, url, content=content, headers=headers) as answer,
    ):
        answer.raise_for_status()
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > MOST_BYTES:
                raise httpx.DecodingError("too long")
    return bytes(body)


def _check(url: str, *, is_local: bool) -> None:
    """Refuse an address that is none of the platform's."""
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, TypeError):
        parts = httpx.URL("")
    is_known = parts.scheme == "https" and parts.host == HOST
    if not is_known and not (is_local and parts.host in LOOPBACK):
        raise FetchError(
            "The X API names an unknown place for the file of a compliance job; nothing was sent there.",
            remedy="Check the host in the Airflow Connection; the API may have changed, see CHANGELOG for a newer one.",
        )
