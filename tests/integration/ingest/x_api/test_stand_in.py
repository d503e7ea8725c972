"""The stand-in as a program of its own, for a rehearsal."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import httpx
import pytest
from tests.conftest import REPOSITORY

COMMAND = [sys.executable, "-m", "tests.stand_in"]
ARCHIVE = "/2/tweets/search/all"
ASKED = {"query": "ai", "start_time": "2026-03-01T16:00:00Z", "end_time": "2026-03-02T16:00:00Z"}


@pytest.fixture
def started() -> Iterator[Callable[..., httpx.Client]]:
    """Starts the program on a free port; a client that has its token."""
    running: list[subprocess.Popen[str]] = []
    clients: list[httpx.Client] = []

    def start(*options: str) -> httpx.Client:
        command = [*COMMAND, "--port", "0", "--token", "sesame", *options]
        process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout is not None
        tweets, said = process.stdout.readline().split(" tweets. Point chorus at it: AIRFLOW_CONN_X_API='")
        assert int(tweets) > 3000
        address = f"http://127.0.0.1:{said.split(':')[3].split('/')[0]}"
        clients.append(httpx.Client(base_url=address, headers={"Authorization": "Bearer sesame"}, trust_env=False))
        return clients[-1]

    yield start
    for client in clients:
        client.close()
    for process in running:
        process.terminate()
        process.communicate(timeout=10)


def test_it_serves_the_sample_week_by_default(started: Callable[..., httpx.Client]) -> None:
    client = started("--page-size", "7")
    page = client.get(ARCHIVE, params=ASKED | {"max_results": "100", "tweet.fields": "lang"}).json()
    assert page["meta"] == {"result_count": 7, "next_token": "t7"}
    assert set(page["data"][0]) == {"id", "text", "lang", "edit_history_tweet_ids"}
    assert "includes" not in page, "nothing was to be expanded"


@pytest.mark.parametrize(
    ("path", "changes", "status"),
    [
        ("/2/nothing", {}, 404),
        (ARCHIVE, {"query": "x" * 600}, 400),
        (ARCHIVE, {"next_token": "made up"}, 400),
        (ARCHIVE, {"start_time": "yesterday"}, 400),
        (ARCHIVE, {"end_time": "2199-01-01T00:00:00Z"}, 400),
        ("/2/tweets/search/recent", {}, 400),
    ],
)
def test_it_refuses_what_the_platform_refuses(
    started: Callable[..., httpx.Client], path: str, changes: dict[str, str], status: int
) -> None:
    assert started().get(path, params=ASKED | changes).status_code == status


def test_it_wants_its_token_keeps_its_rate_and_fails_as_planned(started: Callable[..., httpx.Client]) -> None:
    client = started("--rate", "3", "--fault", "503@2")
    answers = [client.get(ARCHIVE, params=ASKED) for _ in range(3)]
    assert client.get(ARCHIVE, params=ASKED, headers={"Authorization": "Bearer other"}).status_code == 401
    assert [each.status_code for each in answers] == [200, 503, 200]
    assert [each.headers["x-rate-limit-remaining"] for each in answers] == ["2", "1", "0"]
    refused = client.get(ARCHIVE, params=ASKED)
    assert (refused.status_code, refused.headers["x-rate-limit-remaining"]) == (429, "0")


@pytest.mark.parametrize(
    ("arguments", "code", "said"), [(["--help"], 0, "looping"), (["--fault", "rain@1"], 2, "write NAME@N")]
)
def test_it_explains_itself(arguments: list[str], code: int, said: str) -> None:
    done = subprocess.run([*COMMAND, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
