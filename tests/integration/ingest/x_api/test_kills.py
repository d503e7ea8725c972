"""A fetch that is killed at any instant and run again: the same rows, the same ledger, hardly a page asked twice."""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.ingest.load import load_day

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
PAGE = 10
PAGES = 23
KILLS = 12
WHOLE = "SELECT count(*), count(DISTINCT tweet_id), (SELECT sum(loaded) FROM facts.day_ledger) FROM facts.tweets"
FETCH = "SELECT pages, tweets, outcome FROM facts.fetches"
FILES = "SELECT string_agg(sha256, ' ' ORDER BY sha256), count(*) FROM facts.landing_files"
BOOKED = "SELECT kind, count(*) FROM facts.api_reads GROUP BY kind ORDER BY kind"

FETCHER = """
import datetime, sys
from pathlib import Path
from dawn_chorus.channel import Channel
from dawn_chorus.ingest.x_api.client import Client
from dawn_chorus.ingest.x_api.credential import read_credential
from dawn_chorus.ingest.x_api.fetch import World, fetch
channel = Channel.model_validate_json(sys.argv[1])
now = datetime.datetime(2030, 5, 5, 4, tzinfo=datetime.UTC)
world = World(now=lambda: now, connect=lambda name: Client(read_credential(name)))
print("ready", flush=True)
fetch(channel, [datetime.date.fromisoformat(sys.argv[2])], Path(sys.argv[3]), world)
"""


@pytest.fixture
def fetcher(channel: Channel, landing: Path, token: str) -> Iterator[Callable[[Any], subprocess.Popen[str]]]:
    """Starts a process that fetches the day from a stand-in; returns it when it is about to."""
    running: list[subprocess.Popen[str]] = []

    def start(server: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", FETCHER, channel.model_dump_json(), str(DAY), str(landing)]
        env = {**os.environ, "AIRFLOW_CONN_X_API": f"http://:{token}@127.0.0.1:{server.port}"}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def settled(ask: Maker) -> None:
    """Wait until the sessions of killed processes have ended."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    others += " AND application_name = 'dawn_chorus' AND state <> 'idle'"
    deadline = time.monotonic() + 10
    while ask(others) != [(0,)] and time.monotonic() < deadline:
        time.sleep(0.05)


def finished(process: "subprocess.Popen[str]") -> None:
    """Let a process come to its good end."""
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err


def test_a_fetch_that_is_killed_again_and_again_brings_the_same_as_one_that_was_not(
    database: sa.Engine, channel: Channel, landing: Path, stand_in: Maker, fetcher: Maker, ask: Maker, state: Maker
) -> None:
    clean = stand_in(page_size=PAGE)
    finished(fetcher(clean))
    load_day(channel, DAY, landing)
    once = (state(), ask(FILES), ask(FETCH), ask(BOOKED))
    assert len(clean.requests) == PAGES
    with database.begin() as connection:
        for table in ("day_ledger", "tweets", "interactions", "account_snapshots", "landing_files", "fetches"):
            connection.execute(sa.text(f"TRUNCATE facts.{table} CASCADE"))
        connection.execute(sa.text("TRUNCATE facts.api_reads"))

    server = stand_in(page_size=PAGE, delay=0.02)
    chance = random.Random(20300504)  # instants to kill at
    killed = 0
    while killed < KILLS and ask(FETCH)[:1] != [(PAGES, 230, "complete")]:
        process = fetcher(server)
        time.sleep(chance.uniform(0.05, 0.45))
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
        settled(ask)
    assert killed >= 3, "too quick to be killed inside"
    finished(fetcher(server))
    load_day(channel, DAY, landing)

    assert (state(), ask(FILES), ask(FETCH), ask(BOOKED)) == once
    assert ask(WHOLE) == [(230, 230, 230)]
    assert len(server.requests) <= PAGES + killed, "each kill costs at most the page it fell on"


def test_bytes_that_a_killed_fetch_left_behind_are_the_landed_ones_or_overwritten(
    database: sa.Engine, channel: Channel, landing: Path, stand_in: Maker, fetcher: Maker
) -> None:
    (landing / "incoming").mkdir(parents=True)
    (landing / "incoming" / f"{channel.name}.json").write_bytes(b'{"data": [{"id": "1", "te')
    finished(fetcher(stand_in()))
    assert list((landing / "incoming").iterdir()) == []


def test_two_processes_at_once_ask_for_each_page_once(
    database: sa.Engine, stand_in: Maker, fetcher: Maker, ask: Maker
) -> None:
    server = stand_in(page_size=PAGE, delay=0.02)
    first, second = fetcher(server), fetcher(server)
    finished(first)
    finished(second)
    assert len(server.requests) == PAGES
    assert ask(FETCH) == [(PAGES, 230, "complete")]


def test_a_postgres_that_goes_away_is_told_and_the_fetch_goes_on_later(
    database: sa.Engine, stand_in: Maker, fetcher: Maker, ask: Maker
) -> None:
    server = stand_in(page_size=PAGE, delay=0.02)
    process = fetcher(server)
    while ask(FETCH)[:1] in ([], [(0, 0, None)]):
        time.sleep(0.02)
    while process.poll() is None:
        ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        time.sleep(0.01)
    _, err = process.communicate(timeout=60)
    assert "DatabaseError: Postgres cannot be reached" in err, err
    finished(fetcher(server))
    assert ask(FETCH) == [(PAGES, 230, "complete")]
    assert len(server.requests) <= PAGES + 1
