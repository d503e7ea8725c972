"""Two days of invented tweets taken through the stages, and the pages over them, asked without a server."""

import asyncio
import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from tests.conftest import TEMPLATE, superuser
from tests.integration.report.conftest import BANK, KITE, KITE_LATER, MONDAY, VIEW, World

from dawn_chorus.database import connect, embedded, runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.report.stage import write_report
from dawn_chorus.ui.app import Access, make_app

NOW = dt.datetime(2026, 3, 6, 3, tzinfo=dt.UTC)  # Friday in the channel's zone
TUESDAY = MONDAY + dt.timedelta(days=1)
CHANNEL = "twitter_ai"
OTHER = "twitter_finance"
PREFIX = "/dawn-chorus"
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control")


def application(dag_ids: set[str] | None = None, run: Mapping[str, Any] | None = None) -> FastAPI:
    """The pages, mounted as Airflow mounts them, for somebody who may read everything, or some DAGs."""
    found = None if run is None else (run, "2026-03-02")
    access = Access(lambda: None, lambda: dag_ids or {CHANNEL, OTHER}, lambda dag_id, dag_run_id: found)
    outer = FastAPI()
    outer.mount(PREFIX, make_app(access, lambda: NOW))
    return outer


def ask(path: str, app: FastAPI | None = None, method: str = "GET") -> httpx.Response:
    """The answer to a request for a path below the pages' own."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app or application(), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://pages.example") as client:
            return await client.request(method, PREFIX + path)

    return asyncio.run(send())


def of_channel(path: str = "", channel: str = CHANNEL) -> httpx.Response:
    """The answer of a page of a channel."""
    return ask(f"/channels/{channel}{path}")


@dataclass(frozen=True)
class Week:
    """Monday is published, Tuesday is written and not published; of the other days nothing is known."""

    world: World
    monday: runs.Run
    tuesday: runs.Run


@dataclass(frozen=True)
class Made:
    """A week that was made once: its database, to be copied, and its home."""

    database: str
    home: Path
    monday: runs.Run
    tuesday: runs.Run


@pytest.fixture(scope="session")
def made(postgres: embedded.Embedded, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Take two days through the stages, once for all tests."""
    folder, name = tmp_path_factory.mktemp("week"), "week_of_pages"
    _copy(postgres, TEMPLATE, name)
    with pytest.MonkeyPatch.context() as patch:
        _enter(patch, postgres.url(name), folder / "home")
        world = World(folder)
        world.write(0, *KITE, *BANK, *VIEW)
        world.write(1, *KITE_LATER, ("cy", "Rain over the harbour again"))
        world.write(1, ("bo", "A record that nobody can take"), screenName="no handle!")
        monday, tuesday = (_told(world, number) for number in (0, 1))
        execute("analyst", _PUBLICATION, {"run_id": monday.run_id})
        connect.reset()
    return Made(name, folder / "home", monday, tuesday)


@pytest.fixture
def week(made: Made, postgres: embedded.Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Week]:
    """The week as it stands after two days, in a database and a home of its own."""
    name = f"week_{tmp_path.name}".lower()[-60:]
    _copy(postgres, made.database, name)
    shutil.copytree(made.home, tmp_path / "home")
    _enter(monkeypatch, postgres.url(name), tmp_path / "home")
    yield Week(World(tmp_path, tweets=100), made.monday, made.tuesday)
    connect.reset()
    with superuser(postgres) as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def _copy(server: embedded.Embedded, template: str, name: str) -> None:
    with superuser(server) as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER {embedded.LOGIN}')


def _enter(patch: pytest.MonkeyPatch, url: str, home: Path) -> None:
    patch.setenv("CHORUS_DATABASE_URL", url)
    patch.setenv("CHORUS_HOME", str(home))
    connect.reset()


def _told(world: World, number: int) -> runs.Run:
    run = world.analyse(number)
    with transaction("analyst") as connection:
        write_report(connection, world.channel, run)
    return run


def execute(role: Any, query: str, parameters: Mapping[str, Any] | None = None) -> None:
    """Change rows under a role."""
    with transaction(role) as connection:
        connection.execute(sa.text(query), parameters or {})


_PUBLICATION = """
INSERT INTO results.publications (run_id, channel, slug, remote, branch, commit_sha)
VALUES (:run_id, 'twitter_ai', 'twitter_ai_20260302_20260302', 'blog.git', 'main', 'abcdef0123456789')
"""
