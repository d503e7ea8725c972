"""Loads that are cut off, blocked or doubled inside one step; tests/chaos strikes them from outside, at random."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database import connect
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import DatabaseError
from dawn_chorus.ingest import copying, load, swap
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
STAGED = "SELECT count(*) FROM pg_class WHERE relname LIKE 'staged%'"
WHOLE = "SELECT count(*), count(DISTINCT tweet_id), (SELECT sum(loaded) FROM facts.day_ledger) FROM facts.tweets"
MANY = 3000  # tweets: enough that a load lasts long enough to be killed inside

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def many(drop: Maker, element: Maker) -> Callable[[str, str], None]:
    """Drops a file of many tweets with a text."""

    def put(name: str, text: str) -> None:
        drop(name, *(element(minute % 600, minute, text=f"{text} {minute}") for minute in range(MANY)))

    return put


def test_many_days_load_in_parallel(channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker) -> None:
    days = [DAY + dt.timedelta(days=number) for number in range(8)]
    drop("a.json", *(element(24 * 60 * number) for number in range(8)))
    land(channel, None, landing)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda day: load_day(channel, day, landing), [*days, *reversed(days)]))
    assert ask(WHOLE) == [(8, 8, 8)]


def test_a_file_that_lands_while_a_day_is_built_is_not_lost(
    channel: Channel, landing: Path, drop: Maker, element: Maker, monkeypatch: pytest.MonkeyPatch, ask: Maker
) -> None:
    drop("a.json", element())
    land(channel, None, landing)
    build = load._build

    def slow_build(*arguments: Any) -> Any:
        built = build(*arguments)
        if not (landing.parent / "inbox" / "late.json").exists():
            drop("late.json", element(1))
            land(channel, None, landing)
            load_day(channel, DAY, landing)  # another process is faster, and has both files
        return built

    monkeypatch.setattr(load, "_build", slow_build)
    ledger = load_day(channel, DAY, landing)
    assert (ledger.loaded, ledger.files, ledger.changed) == (2, 2, False)
    assert ask(WHOLE) == [(2, 2, 2)]


def test_input_that_never_rests_is_an_error_that_may_pass(
    channel: Channel, landing: Path, drop: Maker, element: Maker, monkeypatch: pytest.MonkeyPatch, ask: Maker
) -> None:
    build = load._build
    number = iter(range(100))

    def restless(*arguments: Any) -> Any:
        drop(f"{(minute := next(number))}.json", element(minute))
        land(channel, None, landing)
        return build(*arguments)

    monkeypatch.setattr(load, "_build", restless)
    with pytest.raises(DatabaseError, match="new files kept coming"):
        load_day(channel, DAY, landing)
    assert ask("SELECT count(*) FROM facts.day_ledger") == [(0,)]


def test_a_long_reader_delays_a_swap_and_sees_one_whole_day(
    channel: Channel, landing: Path, many: Maker, ask: Maker
) -> None:
    many("a.json", "old")
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    many("b.json", "new, and longer")
    land(channel, None, landing)
    read = sa.text("SELECT left(text, 3), count(*) FROM facts.tweets WHERE channel = 'twitter_test' GROUP BY 1")
    with transaction("reader") as reader:
        assert reader.execute(read).all() == [("old", MANY)]
        loading = threading.Thread(target=load_day, args=(channel, DAY, landing))
        loading.start()
        time.sleep(1.5)
        assert loading.is_alive()
        assert reader.execute(read).all() == [("old", MANY)]
    loading.join(timeout=30)
    with transaction("reader") as reader:
        assert reader.execute(read).all() == [("new", MANY)]


def test_a_first_load_does_not_wait_for_readers(channel: Channel, landing: Path, drop: Maker, element: Maker) -> None:
    drop("a.json", element(), element(24 * 60))
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    with transaction("reader") as reader:
        reader.execute(sa.text("SELECT count(*) FROM facts.tweets WHERE channel = 'twitter_test'"))
        load_day(channel, DAY + dt.timedelta(days=1), landing)


def test_patience_ends_with_a_clear_line_and_the_old_day(
    channel: Channel, landing: Path, drop: Maker, element: Maker, monkeypatch: pytest.MonkeyPatch, state: Maker
) -> None:
    drop("a.json", element())
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    before = state()
    drop("b.json", element(1))
    land(channel, None, landing)
    monkeypatch.setattr(swap, "PATIENCE_SECONDS", 0)
    with transaction("reader") as reader:
        reader.execute(sa.text("SELECT count(*) FROM facts.tweets"))
        with pytest.raises(DatabaseError, match="reading or loading the same day") as error:
            load_day(channel, DAY, landing)
    assert error.value.may_pass
    assert state() == before
    assert load_day(channel, DAY, landing).loaded == 2


@pytest.mark.parametrize("moment", ["stage", "patiently", "swap"])
def test_a_session_that_the_server_ends_is_an_error_that_may_pass(
    channel: Channel, landing: Path, many: Maker, monkeypatch: pytest.MonkeyPatch, ask: Maker, moment: str
) -> None:
    many("a.json", "old")
    land(channel, None, landing)
    work = getattr(swap, moment)

    def cut_off(connection: sa.Connection, *arguments: Any) -> Any:
        _terminate(connection)
        return work(connection, *arguments)

    monkeypatch.setattr(swap, moment, cut_off)
    with pytest.raises(DatabaseError) as error:
        load_day(channel, DAY, landing)
    assert error.value.may_pass
    monkeypatch.undo()
    assert ask("SELECT count(*) FROM facts.day_ledger") == [(0,)]
    assert ask(STAGED) == [(0,)]
    assert load_day(channel, DAY, landing).loaded == MANY


def test_a_session_that_ends_in_the_middle_of_a_copy(
    channel: Channel, landing: Path, many: Maker, monkeypatch: pytest.MonkeyPatch, ask: Maker
) -> None:
    many("a.json", "old")
    land(channel, None, landing)

    def cut_off(connection: sa.Connection, table: str, rows: Any, before: Any) -> None:
        def dying_rows() -> Iterator[Any]:
            for number, row in enumerate(rows):
                if number == MANY // 2:
                    _terminate(connection)
                yield row

        copying.copy_rows(connection, table, dying_rows(), before)

    monkeypatch.setattr(swap, "copy_rows", cut_off)
    with pytest.raises(DatabaseError, match="Loading stopped"):
        load_day(channel, DAY, landing)
    monkeypatch.undo()
    assert load_day(channel, DAY, landing).loaded == MANY
    assert ask(WHOLE) == [(MANY, MANY, MANY)]


def _terminate(connection: sa.Connection) -> None:
    """End a connection's session from another one."""
    pid = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
    with connect.engine().connect() as other:
        other.execute(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


def test_partitions_of_a_new_channel_are_made_once_by_many(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    drop("a.json", element())
    land(channel, None, landing)
    with ThreadPoolExecutor(4) as pool:
        ledgers = list(pool.map(lambda _: load_day(channel, DAY, landing), range(4)))
    assert [ledger.loaded for ledger in ledgers] == [1] * 4
    assert sum(ledger.changed for ledger in ledgers) == 1
    assert ask(WHOLE) == [(1, 1, 1)]
