"""The credential stays where it is: after a run full of failures it is in no log, row, file or command line."""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.errors import FetchError
from dawn_chorus.ingest.x_api.fetch import fetch

Maker = Callable[..., Any]
DAY = "2026-03-02"

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def process_list(token: str) -> Iterator[None]:
    """Watches every command line on this machine meanwhile: the credential is in none."""
    seen: set[str] = set()
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                with suppress(OSError):
                    seen.add(path.read_bytes().decode("utf-8", "replace"))

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield
    ended.set()
    watcher.join()
    assert any("twitter_x" in each for each in seen), "nobody watched"
    assert not any(token in each for each in seen)


@pytest.mark.usefixtures("process_list")
@pytest.mark.parametrize("last", ["401@12-99", "402@12-99", "echo@12-99", "bare@1"])
def test_the_credential_is_nowhere_after_a_run_full_of_failures(
    home: Path, database: sa.Engine, chorus: Maker, sample: Maker, token: str, last: str
) -> None:
    server = sample("503@2", "reset@4", "cut@5", "429@7", "truncated@9", "partial@10", last, page_size=50)
    done = chorus(server, "run", "twitter_x", "--from", DAY)
    assert done.returncode == 1, done.stdout
    assert len(done.stderr.strip().splitlines()) >= 2
    assert token not in done.stdout + done.stderr
    assert token not in everything(database)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert [path for path in files if token.encode() in path.read_bytes()] == []


def everything(database: sa.Engine) -> str:
    """Every row of every table, as text."""
    tables = "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables"
    tables += " WHERE table_schema IN ('facts', 'results', 'public') AND table_type = 'BASE TABLE'"
    with database.connect() as connection:
        names = connection.scalars(sa.text(tables)).all()
        assert len(names) > 20
        return "\n".join(
            str(connection.scalar(sa.text(f"SELECT string_agg(t::text, ' ') FROM {name} AS t"))) for name in names
        )


def test_not_even_the_most_talkative_log_shows_the_credential(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(FetchError) as caught:
        fetch(channel, [dt.date(2030, 5, 4)], landing, world(stand_in("503@1", "402@3")))
    assert "httpcore" in {record.name.split(".")[0] for record in caplog.records}
    assert token not in caplog.text
    assert token not in repr(caught.value)
    assert caught.value.__cause__ is None
