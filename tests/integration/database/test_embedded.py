"""The embedded server: started when needed, shared, stopped by its last user, reachable by nobody else."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dawn_chorus.database import connect, embedded
from dawn_chorus.database.prepare import create_database, prepare
from dawn_chorus.errors import DatabaseError

USE = (
    "import sys, pathlib; from dawn_chorus.database import embedded\n"
    "embedded.start(pathlib.Path(sys.argv[1])); print('ready', flush=True); sys.stdin.read()"
)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that Postgres' own user can reach, whoever runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="chorus-embedded-"))
    folder.chmod(0o755)
    yield folder
    embedded.release(folder)
    embedded.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _user(place: Path) -> "subprocess.Popen[bytes]":
    """Another process that uses the server of ``place``; it is ready when this returns."""
    process = subprocess.Popen([sys.executable, "-c", USE, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def _leave(process: "subprocess.Popen[bytes]") -> None:
    process.communicate(timeout=30)


def _runs(place: Path) -> bool:
    return embedded._is_running(embedded.locate(place))


def _query(server: embedded.Embedded, query: str) -> object:
    engine = sa.create_engine(server.url("postgres", embedded.SUPERUSER), poolclass=sa.NullPool)
    with engine.connect() as connection:
        return connection.scalar(sa.text(query))


def test_the_last_user_stops_it(place: Path) -> None:
    first, second = _user(place), _user(place)
    _leave(first)
    assert _runs(place)
    _leave(second)
    assert not _runs(place)


def test_a_killed_user_leaves_nothing_that_blocks(place: Path) -> None:
    killed = _user(place)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert _runs(place)
    _leave(_user(place))
    assert not _runs(place)


def test_it_comes_back_after_a_crash_with_its_data(place: Path) -> None:
    server = embedded.start(place)
    create_database(server, "kept", "somebody")
    os.kill(int((server.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    deadline = time.monotonic() + 30
    while _runs(place) and time.monotonic() < deadline:
        time.sleep(0.05)
    embedded.release(place)
    server = embedded.start(place)
    assert _query(server, "SELECT count(*) FROM pg_database WHERE datname = 'kept'") == 1


def test_a_half_made_cluster_is_made_anew(place: Path) -> None:
    unfinished = embedded.locate(place).data.with_name("postgres.new")
    (unfinished / "base").mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    assert _query(embedded.start(place), "SELECT 1") == 1
    assert not unfinished.exists()


def test_a_damaged_cluster_is_told_with_its_log(place: Path) -> None:
    data = embedded.locate(place).data
    (data / "PG_VERSION").write_text("7\n")
    with pytest.raises(DatabaseError, match="did not start: ") as raised:
        embedded.start(place)
    assert "\n" not in raised.value.message
    assert str(data / "server.log") in raised.value.remedy


def test_a_cluster_that_cannot_be_made_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "SUPERUSER", "pg_not_allowed")
    with pytest.raises(DatabaseError, match=r"could not be made: .*pg_not_allowed"):
        embedded.start(place)
    assert not (place / "postgres" / "PG_VERSION").exists(), "the next start begins anew"


def test_a_forked_child_that_ends_leaves_its_parents_server_alone(place: Path) -> None:
    embedded.start(place)
    embedded.release(place, owner=os.getpid() + 1)
    assert _runs(place)
    embedded.release(place, owner=os.getpid())
    assert not _runs(place)


def test_it_listens_on_no_network_at_all(place: Path) -> None:
    server = embedded.start(place)
    assert _query(server, "SHOW listen_addresses") == ""
    assert Path(str(_query(server, "SHOW data_directory"))) == server.data
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700


def test_a_long_path_gets_a_short_private_socket(place: Path) -> None:
    deep = place / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    server = embedded.start(deep)
    try:
        assert server.socket != server.data
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
        assert _query(server, "SELECT 1") == 1
    finally:
        embedded.release(deep)
        shutil.rmtree(server.socket, ignore_errors=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's private folders are closed to Postgres' user")
def test_a_private_home_of_root_stays_private(place: Path) -> None:
    place.chmod(0o700)
    server = embedded.start(place)
    assert _query(server, "SELECT 1") == 1
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert (place / "postgres").resolve() == server.data
    embedded.release(place)
    place.chmod(0o755)
    shutil.rmtree(server.data.parent)
    (place / "postgres").unlink()


def test_the_databases_of_others_do_not_lead_it_astray(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")
    assert _query(embedded.start(place), "SHOW port") == "5432"


def test_prepare_twice_applies_migrations_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHORUS_HOME", str(place))
    monkeypatch.delenv("CHORUS_DATABASE_URL", raising=False)
    connect.reset()
    assert "0001_roles" in prepare()
    assert prepare() == []
    connect.reset()
