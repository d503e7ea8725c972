"""Fixtures that every suite shares: real Postgres databases, a private home, and what the machine may lack."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dawn_chorus.database import connect, embedded
from dawn_chorus.database.migrate import migrate
from dawn_chorus.database.prepare import create_database

REPOSITORY = Path(__file__).resolve().parents[1]
TEMPLATE = "chorus_template"


def missing(what: str) -> None:
    """Skip a test for want of ``what``; where every suite is required (CHORUS_REQUIRE_ALL=1), fail it."""
    if os.environ.get("CHORUS_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is missing, and CHORUS_REQUIRE_ALL=1 requires it")
    pytest.skip(f"{what} is missing")


def require_binary(name: str) -> str:
    """The path of a program, or skip."""
    found = shutil.which(name)
    if found is None:
        missing(f"the program {name}")
    return str(found)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data, or skip: ``CHORUS_SHARED_DATA``, else ``../shared/data`` beside the checkout."""
    folder = Path(os.environ.get("CHORUS_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        missing(f"the real data ({folder.name})")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A private CHORUS_HOME."""
    monkeypatch.setenv("CHORUS_HOME", str(tmp_path / "home"))
    connect.reset()
    yield tmp_path / "home"
    connect.reset()


@pytest.fixture(scope="session")
def postgres() -> Iterator[embedded.Embedded]:
    """One embedded server for the session, in a folder that Postgres' own user can reach."""
    yield from serve()


def serve() -> Iterator[embedded.Embedded]:
    """A server in a folder of its own, with the template of every test's database."""
    folder = Path(tempfile.mkdtemp(prefix="chorus-postgres-"))
    folder.chmod(0o755)
    server = embedded.start(folder)
    create_database(server, TEMPLATE, embedded.LOGIN)
    os.environ["CHORUS_DATABASE_URL"] = server.url(TEMPLATE)
    connect.reset()
    migrate()
    del os.environ["CHORUS_DATABASE_URL"]
    connect.reset()
    yield server
    embedded.release(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def make_database(postgres: embedded.Embedded, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Make fresh, migrated databases; gives the address of each. All are dropped afterwards."""
    names: list[str] = []

    def make() -> str:
        name = f"test_{os.getpid()}_{tmp_path.name}_{len(names)}".replace("-", "_").lower()[-60:]
        with superuser(postgres) as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE} OWNER {embedded.LOGIN}')
        names.append(name)
        return postgres.url(name)

    yield make
    with superuser(postgres) as connection:
        for name in names:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def database(make_database: Callable[[], str], home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    """A fresh, migrated database that ``engine()`` points at; dropped afterwards."""
    monkeypatch.setenv("CHORUS_DATABASE_URL", make_database())
    connect.reset()
    yield connect.engine()
    connect.reset()


def superuser(server: embedded.Embedded) -> sa.Connection:
    """A connection that may create and drop databases."""
    url = server.url("postgres", embedded.SUPERUSER)
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect()
