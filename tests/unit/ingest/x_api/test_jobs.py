"""What the results of a compliance job say, and where its files may lie."""

import json

import pytest

from dawn_chorus.errors import FetchDelayedError, FetchError
from dawn_chorus.ingest.x_api import storage
from dawn_chorus.ingest.x_api.jobs import gone_of

IDS = (11, 12, 13, 14, 15)


def lines(**reasons: str) -> bytes:
    """Results: reasons by id."""
    events = [{"id": key[1:], "action": "delete", "reason": reason} for key, reason in reasons.items()]
    return b"".join(json.dumps(each).encode() + b"\n" for each in events)


def test_each_reason_is_one_of_ours() -> None:
    said = lines(_11="deleted", _12="deactivated", _13="protected", _14="suspended", _15="bounced")
    assert gone_of(said, IDS) == {11: "deleted", 12: "deleted", 13: "protected", 14: "suspended", 15: "deleted"}


@pytest.mark.parametrize(
    "said", [b"", b"\n", lines(_11="scrub_geo"), lines(_11="of our own making"), lines(_99="deleted")]
)
def test_what_is_no_deletion_of_these_tweets_is_none(said: bytes) -> None:
    assert gone_of(said, IDS) == {}


def test_an_event_that_asks_for_something_else_is_no_deletion() -> None:
    assert gone_of(b'{"id": "11", "action": "geo", "reason": "deleted"}', IDS) == {}


@pytest.mark.parametrize("end", [b'{"id": "12", "act', b"<html>", b"\xff", b"[]", b"17"])
def test_results_that_are_not_whole_say_nothing(end: bytes) -> None:
    with pytest.raises(FetchDelayedError, match="cut off or damaged; none of them was used"):
        gone_of(lines(_11="deleted") + end, IDS)


@pytest.mark.parametrize(
    ("address", "is_local"),
    [
        ("http://storage.googleapis.com/x", False),
        ("https://storage.googleapis.com.evil.example/x", False),
        ("https://storage.googleapis.com@evil.example/x", False),
        ("http://127.0.0.1/x", False),
        ("https://169.254.169.254/x", True),
        ("file:///etc/passwd", True),
        ("", False),
        ("http://[", True),
    ],
)
def test_files_lie_with_the_platform_and_nowhere_else(address: str, is_local: bool) -> None:
    with pytest.raises(FetchError, match="unknown place"):
        storage.download(address, is_local=is_local)
