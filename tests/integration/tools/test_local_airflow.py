"""A local Airflow's Postgres, its port, and whether it is healthy, asked of real servers on loopback."""

import http.server
import json
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

import local_airflow
from dawn_chorus.database import connect, embedded
from dawn_chorus.settings import DATABASE_VARIABLES

HEALTHY = {part: {"status": "healthy"} for part in ("metadatabase", "scheduler", "dag_processor", "triggerer")}

Answer = Callable[[int, bytes], None]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answer]:
    """Decide what a server on Airflow's port answers."""
    given: list[tuple[int, bytes]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = given[-1] if self.path == "/api/v2/monitor/health" else (404, b"")
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        monkeypatch.setattr(local_airflow, "PORT", server.server_port)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield lambda status, body: given.append((status, body))
        server.shutdown()
        thread.join()


def test_all_parts_healthy_is_healthy(answer: Answer) -> None:
    answer(200, json.dumps(HEALTHY).encode())
    assert local_airflow.is_healthy()


@pytest.mark.parametrize("part", ["metadatabase", "scheduler", "dag_processor"])
@pytest.mark.parametrize("status", ["unhealthy", None])
def test_one_part_that_is_not_is_enough(answer: Answer, part: str, status: str | None) -> None:
    answer(200, json.dumps({**HEALTHY, part: {"status": status}}).encode())
    assert not local_airflow.is_healthy()


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b""), (200, b""), (200, b"<html>"), (200, b"{}"), (200, b"[]"), (200, b'{"metadatabase": null}')],
)
def test_the_answer_of_something_else_is_not_healthy(answer: Answer, status: int, body: bytes) -> None:
    answer(status, body)
    assert not local_airflow.is_healthy()


def test_silence_is_not_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        monkeypatch.setattr(local_airflow, "PORT", bound.getsockname()[1])
        assert not local_airflow.is_healthy()


def test_a_port_is_taken_while_somebody_listens_on_it() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        assert not local_airflow.is_taken(port)
        listening.listen()
        assert local_airflow.is_taken(port)
    assert not local_airflow.is_taken(port)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home of an installation, in a folder that Postgres' own user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="chorus-airflow-"))
    folder.chmod(0o755)
    monkeypatch.setenv("CHORUS_HOME", str(folder))
    connect.reset()
    yield folder
    connect.reset()
    embedded.release(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("variable", DATABASE_VARIABLES)
def test_a_postgres_of_the_users_own_is_left_alone(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str
) -> None:
    monkeypatch.setenv(variable, "postgresql://ada:Geh3im@127.0.0.1:1/production")
    server, env = local_airflow.ready(place)
    assert env["CHORUS_DATABASE_URL"] == server.url("chorus")
    engine = sa.create_engine(env["CHORUS_DATABASE_URL"], poolclass=sa.NullPool)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM facts.day_ledger")) == 0
    assert capsys.readouterr().err == f"{variable} is left aside: this runs on the embedded Postgres.\n"
