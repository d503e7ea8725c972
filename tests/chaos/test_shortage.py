"""Too little memory, too little disk, no room for the log: faults 4, 14 and 15."""

import base64
import contextlib
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.chaos.conftest import Ward, restart
from tests.conftest import missing, require_binary, superuser
from tests.workers import MEGABYTE

from dawn_chorus.database import connect, embedded
from dawn_chorus.database.cluster import make_private, run
from dawn_chorus.errors import DatabaseError
from dawn_chorus.ingest import swap

HEADROOMS = (0, 3, 6, 10, 15, 20, 30, 50)  # MB: each ends the memory at another place
FEWEST_STARVED = 4
LOG_FILE_BYTES = 16 * MEGABYTE  # Postgres writes its log in files of this size
BULKY_BYTES = 66_000  # of chance in a tweet: nothing that Postgres could make smaller
BULKS = 220  # such tweets are 19 MB

Limit = Callable[[int], AbstractContextManager[None]]


def test_a_load_without_enough_memory_leaves_the_old_day(ward: Ward) -> None:
    wanted = _feed_bulk(ward)
    before = ward.rows(ward.struck)
    starved = 0
    for headroom in HEADROOMS:
        starved += ward.start(headroom=headroom).end() != 0
        ward.check(before, wanted)
    assert starved >= FEWEST_STARVED
    ward.recover(wanted)


@pytest.fixture
def narrow(postgres: embedded.Embedded) -> Limit:
    """Lets no session that begins meanwhile write a file beyond so many bytes."""
    program = require_binary("prlimit")

    def limit_files(most_bytes: int | str) -> None:
        server = (postgres.data / "postmaster.pid").read_text().split()[0]
        run(postgres, program, f"--pid={server}", f"--fsize={most_bytes}:")  # as the server's own user
        connect.engine().dispose()

    @contextmanager
    def limit(most_bytes: int) -> Iterator[None]:
        limit_files(most_bytes)
        yield
        limit_files("unlimited")

    return limit


def test_a_load_that_may_not_write_more_leaves_the_old_day(ward: Ward, narrow: Limit) -> None:
    wanted = _feed_bulk(ward)
    before = ward.rows(ward.struck)
    with narrow(LOG_FILE_BYTES), pytest.raises(DatabaseError, match=r"Loading stopped.*File too large") as error:
        ward.load()
    assert error.value.may_pass
    ward.check(before)
    ward.recover(wanted)


def test_a_server_that_cannot_write_its_log_comes_back_with_the_old_day(
    ward: Ward, narrow: Limit, postgres: embedded.Embedded
) -> None:
    wanted = ward.feed()
    before = ward.rows(ward.struck)
    _fill_log(postgres, LOG_FILE_BYTES // 4)
    with narrow(LOG_FILE_BYTES // 4), pytest.raises(DatabaseError) as error:
        ward.load()
    assert error.value.may_pass
    restart(postgres)
    ward.check(before)
    ward.recover(wanted)


def _fill_log(postgres: embedded.Embedded, least: int) -> None:
    """Write until the present file of the log has so many bytes."""
    written = sa.text("SELECT file_offset FROM pg_walfile_name_offset(pg_current_wal_insert_lsn())")
    with superuser(postgres) as connection:
        while int(connection.execute(written).scalar_one()) < least:
            connection.execute(sa.text("SELECT pg_logical_emit_message(true, 'fill', repeat('x', 1000000))"))


@dataclass(frozen=True)
class SmallDisk:
    """A tmpfs for the tables of the facts."""

    folder: Path

    def resize(self, megabytes: int) -> None:
        """Make it larger."""
        subprocess.run(["mount", "-o", f"remount,size={megabytes}m", str(self.folder)], check=True)

    def fill(self) -> None:
        """Leave no room on it."""
        with contextlib.suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(bytes(4096))


@pytest.fixture
def small_disk(ward: Ward, postgres: embedded.Embedded) -> Iterator[SmallDisk]:
    """A disk of 64 MB of its own for the tables that the ward will stage."""
    disk = SmallDisk(postgres.home / "disk")
    disk.folder.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "chorus-test", str(disk.folder)], check=True)
    except (OSError, subprocess.CalledProcessError):
        missing("the right to mount a tmpfs")
    make_private(disk.folder / "tables", postgres.user)
    name = connect.engine().url.database
    with superuser(postgres) as connection:
        connection.exec_driver_sql(f"CREATE TABLESPACE small LOCATION '{disk.folder / 'tables'}'")
        connection.exec_driver_sql("GRANT CREATE ON TABLESPACE small TO chorus_loader")
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_tablespace = small')
    connect.engine().dispose()
    yield disk
    connect.engine().dispose()
    with superuser(postgres) as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        connection.exec_driver_sql("DROP TABLESPACE small")
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')  # its fixture drops it again
    subprocess.run(["umount", str(disk.folder)], check=True)
    disk.folder.rmdir()


@pytest.mark.parametrize("step", ["copy_rows", "statement"], ids=["copy", "keys"])
def test_a_load_that_finds_the_disk_full_leaves_the_old_day(
    ward: Ward, small_disk: SmallDisk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    wanted = ward.feed()
    before = ward.rows(ward.struck)
    with monkeypatch.context() as patch:
        _before(patch, step, small_disk.fill)
        with pytest.raises(DatabaseError, match=r"short of disk space: .*No space") as error:
            ward.load()
    assert error.value.may_pass
    assert "Make room" in error.value.remedy
    ward.check(before)
    small_disk.resize(256)
    ward.recover(wanted)


def _before(patch: pytest.MonkeyPatch, step: str, work: Callable[[], None]) -> None:
    """Do ``work`` before a load copies its rows, or before the statement that gives keys to what was copied."""
    copy, find = swap.copy_rows, swap.statement

    def copy_rows(*arguments: Any) -> None:
        work()
        copy(*arguments)

    def statement(name: str) -> Any:
        if name == "ingest/key_staged":
            work()
        return find(name)

    instead = {"copy_rows": copy_rows, "statement": statement}[step]
    patch.setattr(swap, step, instead)


def _feed_bulk(ward: Ward) -> str:
    """Land tweets that fill a disk; the rows that the day must come to."""
    texts = [base64.b64encode(ward.chance.randbytes(BULKY_BYTES)).decode() for _ in range(BULKS)]
    ward.drop("bulk.json", *(ward.element(number, number, text=text) for number, text in enumerate(texts)))
    return ward.feed()
