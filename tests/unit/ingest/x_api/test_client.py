"""One request at a time: what is sent, what is tried again, what is an error at once. httpx answers itself."""

import datetime as dt
import itertools
import logging
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from dawn_chorus.connection import Secret
from dawn_chorus.errors import FetchDelayedError, FetchError
from dawn_chorus.ingest.x_api import client as module
from dawn_chorus.ingest.x_api.client import ATTEMPTS, Client
from dawn_chorus.ingest.x_api.credential import Credential

NOW = dt.datetime(2030, 5, 4, 12, 0, tzinfo=dt.UTC)
PAGE = b'{"meta": {"result_count": 0}}'
SEARCH = "/2/tweets/search/recent"

Answer = httpx.Response | Exception


class Api:
    """Answers in turn, the last one again and again; keeps what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.requests: list[httpx.Request] = []
        self.slept: list[float] = []
        self._answers = itertools.chain(answers, itertools.repeat(answers[-1]))
        self.client = Client(
            Credential("https://api.x.com", Secret("sparrow-sparrow-1")),
            transport=httpx.MockTransport(self._handle),
            sleep=self.slept.append,
            now=lambda: NOW + dt.timedelta(seconds=sum(self.slept)),
        )

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def get(self, path: str = SEARCH) -> bytes:
        """Ask once."""
        return self.client.get(path, {"query": "tangram 🐦", "max_results": "10"})


def limited(seconds: int, status: int = 429, left: int = 0) -> httpx.Response:
    """An answer with the rate limit's headers."""
    reset = str(int(NOW.timestamp()) + seconds)
    headers = {"x-rate-limit-remaining": str(left), "x-rate-limit-reset": reset}
    return httpx.Response(status, headers=headers, content=PAGE)


GOOD = httpx.Response(200, content=PAGE)


def test_the_credential_travels_in_one_header_and_nowhere_else() -> None:
    api = Api(GOOD)
    assert api.get() == PAGE
    (request,) = api.requests
    assert request.headers["authorization"] == "Bearer sparrow-sparrow-1"
    assert "sparrow-sparrow-1" not in str(request.url)
    assert request.url.params["query"] == "tangram 🐦"
    assert request.method == "GET"


@pytest.mark.parametrize(
    "failure",
    [
        httpx.Response(500),
        httpx.Response(503, content=b"<html>"),
        httpx.Response(408),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b"<html>We'll be back</html>"),
        httpx.Response(200, content=b'{"data": [{"id": "1"'),
        httpx.Response(200, content=b"[1, 2]"),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("peer closed connection"),
        httpx.DecodingError("broken gzip"),
    ],
    ids=repr,
)
def test_what_may_pass_is_tried_again_a_few_times(failure: Answer) -> None:
    api = Api(failure, failure, GOOD)
    assert api.get() == PAGE
    assert len(api.slept) == 2
    hopeless = Api(failure)
    with pytest.raises(FetchDelayedError, match=f"failed {ATTEMPTS} times at {SEARCH}") as caught:
        hopeless.get()
    assert caught.value.may_pass
    assert caught.value.__suppress_context__
    assert len(hopeless.requests) == ATTEMPTS


@pytest.mark.parametrize("status", [301, 400, 401, 402, 403, 404, 410, 418])
def test_what_will_not_pass_is_an_error_at_once(status: int) -> None:
    body = b'{"title": "No", "detail": "Bad sparrow-sparrow-1\\n in the\\u0000 bush."}'
    api = Api(httpx.Response(status, content=body, headers={"location": "https://evil.example"}))
    with pytest.raises(FetchError, match=f"HTTP {status}\\): Bad \\*\\*\\* in the bush") as caught:
        api.get()
    assert not caught.value.may_pass
    assert len(api.requests) == 1, "not even a redirect is followed"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"errors": [{"message": "max_results is wrong"}], "title": "Invalid"}', ": max_results is wrong."),
        (b'{"title": "Invalid"}', ": Invalid."),
        (b"{}", ")."),
        (b"<html>", ")."),
        (b'{"detail": 5}', ")."),
        (b'{"detail": "%s"}' % (b"x" * 5000), "xxx."),
    ],
)
def test_the_apis_own_words_are_repeated_on_one_short_line(body: bytes, words: str) -> None:
    with pytest.raises(FetchError) as caught:
        Api(httpx.Response(400, content=body)).get()
    assert caught.value.message.endswith(words)
    assert len(caught.value.message) < 320


def test_the_rate_limit_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    api = Api(limited(300), GOOD)
    assert api.get() == PAGE
    assert api.slept == [301]
    assert "waiting until 2030-05-04 12:05:00 UTC (301 s)" in caplog.text


def test_a_limit_that_does_not_say_when_is_waited_for_a_quarter_of_an_hour() -> None:
    api = Api(httpx.Response(429), GOOD)
    assert api.get() == PAGE
    assert api.slept == [901]


def test_no_wait_is_longer_than_the_platforms_window() -> None:
    api = Api(limited(3600))
    with pytest.raises(FetchDelayedError, match="used up until 2030-05-04 13:00:00 UTC"):
        api.get()
    assert api.slept == []


def test_a_limit_that_stays_is_given_up_after_two_waits() -> None:
    api = Api(limited(10), limited(30), limited(60))
    with pytest.raises(FetchDelayedError, match="after waiting"):
        api.get()
    assert len(api.requests) == 3


def test_waits_for_the_limit_do_not_use_up_the_attempts() -> None:
    api = Api(httpx.Response(500), limited(10), httpx.Response(500), limited(90), httpx.Response(500), GOOD)
    assert api.get() == PAGE


def test_a_limit_that_an_answer_used_up_is_waited_for_before_the_next_request_to_that_endpoint() -> None:
    api = Api(limited(60, status=200), GOOD)
    assert api.get() == PAGE
    assert api.slept == []
    api.get("/2/lists/77/tweets")
    assert api.slept == [], "each endpoint has its own limit"
    api.get()
    assert api.slept == [61]


def test_an_endpoint_has_one_limit_whatever_id_stands_in_its_path() -> None:
    api = Api(limited(60, status=200), GOOD)
    api.get("/2/users/501/tweets")
    api.get("/2/users/502/tweets")
    assert api.slept == [61]


def test_a_limit_whose_moment_has_passed_is_not_waited_for() -> None:
    api = Api(limited(-60, status=200), GOOD)
    api.get()
    api.get()
    assert api.slept == []


def test_an_answer_that_repeats_the_credential_is_refused() -> None:
    with pytest.raises(FetchError, match="repeats the credential"):
        Api(httpx.Response(200, content=b'{"meta": {}, "seen": "Bearer sparrow-sparrow-1"}')).get()


def test_an_answer_without_an_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    with pytest.raises(FetchDelayedError, match="more than 1,000 bytes"):
        Api(httpx.Response(200, content=b"[" * 5000)).get()


def test_an_answer_that_drips_is_cut_off() -> None:
    ticks: Iterator[float] = itertools.count(0.0, 70.0)

    def drip(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=_Dripping())

    client = Client(
        Credential("https://api.x.com", Secret("sparrow-sparrow-1")),
        transport=httpx.MockTransport(drip),
        sleep=lambda seconds: None,
        clock=lambda: next(ticks),
    )
    with pytest.raises(FetchDelayedError, match="took more than 120 s"):
        client.get(SEARCH, {})


class _Dripping(httpx.SyncByteStream):
    """A body that comes in small pieces."""

    def __iter__(self) -> Iterator[bytes]:
        yield from (b" " for _ in range(10))


@pytest.mark.parametrize(("base_url", "may_use_proxy"), [("https://api.x.com", True), ("http://127.0.0.1:8100", False)])
def test_a_proxy_is_for_the_world_outside(monkeypatch: pytest.MonkeyPatch, base_url: str, may_use_proxy: bool) -> None:
    seen: dict[str, Any] = {}
    original: Callable[..., None] = httpx.Client.__init__

    def spy(self: httpx.Client, **options: Any) -> None:
        seen.update(options)
        original(self, **options)

    monkeypatch.setattr(httpx.Client, "__init__", spy)
    Client(Credential(base_url, Secret("sparrow-sparrow-1"))).close()
    assert seen["trust_env"] is may_use_proxy


def test_a_host_that_is_no_address_is_told() -> None:
    with pytest.raises(FetchError, match="is no address"):
        Client(Credential("https://a b\n.example", Secret("sparrow-sparrow-1")))


def test_nothing_that_is_logged_shows_the_credential(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    api = Api(httpx.ConnectError("no route for Bearer sparrow-sparrow-1"), httpx.Response(500), limited(5), GOOD)
    api.get()
    assert "attempt 2 of 5" in caplog.text
    assert "sparrow-sparrow-1" not in caplog.text
