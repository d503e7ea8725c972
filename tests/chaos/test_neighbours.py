"""The same work twice, in parallel, in reverse, again, and against others' locks: faults 5 to 8 and 16 to 19."""

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from tests import workers
from tests.chaos.conftest import DAY, MANY, Ward
from tests.conftest import superuser
from tests.workers import Worker

from dawn_chorus.channel import Channel
from dawn_chorus.database import connect, embedded
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import DatabaseError
from dawn_chorus.ingest import swap
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day

DAYS = [DAY + dt.timedelta(days=number) for number in range(6)]
DAY_MINUTES = 24 * 60
AT_ONCE = 3
CHANNELS = 4  # new ones, each raced for once
DEADLOCK = "40P01"
READ = "SELECT count(*), count(DISTINCT tweet_id) FROM facts.tweets WHERE channel = 'twitter_test'"
# What a write would change: every row's version, and every table's file.
TOUCHED = """
SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (
    SELECT concat_ws(' ', tableoid, ctid, xmin) AS line FROM facts.tweets
    UNION ALL SELECT concat_ws(' ', tableoid, ctid, xmin) FROM facts.interactions
    UNION ALL SELECT concat_ws(' ', tableoid, ctid, xmin) FROM facts.account_snapshots
    UNION ALL SELECT concat_ws(' ', tableoid, ctid, xmin) FROM facts.day_ledger
    UNION ALL SELECT concat_ws(' ', tableoid, ctid, xmin) FROM facts.landing_files
    UNION ALL SELECT concat_ws(' ', tableoid, ctid, xmin) FROM facts.landing_days
    UNION ALL SELECT concat_ws(' ', tableoid, ctid, xmin) FROM facts.quarantine
    UNION ALL SELECT concat_ws(' ', oid, relfilenode, xmin) FROM pg_class WHERE relnamespace = 'facts'::regnamespace
) AS lines
"""


def test_the_same_load_at_once_gives_one_day(ward: Ward) -> None:
    wanted = ward.feed(MANY)
    rivals = [ward.start() for _ in range(AT_ONCE)]
    assert [rival.end() for rival in rivals] == [0] * AT_ONCE
    ward.check(wanted)


def test_the_same_landing_at_once_lands_each_file_once(ward: Ward) -> None:
    ward.drop_file(MANY, b'{"data": [{"id": "cut off')
    rivals = [ward.watch(workers.start(workers.land_all, ward.struck, ward.landing)) for _ in range(AT_ONCE)]
    assert [rival.end() for rival in rivals] == [0] * AT_ONCE
    ward.recover(ward.load_clean())


def test_a_load_again_writes_nothing(ward: Ward) -> None:
    before = ward.ask(TOUCHED)
    for work in (workers.land_all, workers.load_day):
        arguments = (DAY,) if work is workers.load_day else ()
        assert ward.watch(workers.start(work, ward.struck, *arguments, ward.landing)).end() == 0
    assert ward.ask(TOUCHED) == before


def test_a_backfill_in_parallel_and_then_in_reverse_comes_to_the_same(ward: Ward) -> None:
    for number in range(3):
        minutes = range(number, len(DAYS) * DAY_MINUTES, 97)
        ward.drop(f"span{number}.json", *(ward.element(minute, number) for minute in minutes))
    for each in (ward.struck, ward.clean):
        land(each, None, ward.landing)
    for day in DAYS:
        load_day(ward.clean, day, ward.landing)
    together = [_loader(ward, ward.struck, day) for day in (*DAYS, *reversed(DAYS))]
    assert [each.end() for each in together] == [0] * len(together)
    ward.check(ward.rows(ward.clean))
    before = ward.ask(TOUCHED)
    for day in reversed(DAYS):
        load_day(ward.struck, day, ward.landing)
    assert ward.ask(TOUCHED) == before


def test_the_partitions_of_a_new_channel_are_made_once_by_many(ward: Ward) -> None:
    ward.drop("span.json", *(ward.element(number * DAY_MINUTES) for number in range(len(DAYS))))
    for number in range(CHANNELS):
        channel = ward.struck.model_copy(update={"name": f"twitter_new{number}"})
        land(channel, None, ward.landing)
        racers = [_loader(ward, channel, day) for day in (*DAYS[:AT_ONCE], *DAYS[:AT_ONCE])]
        assert [racer.end() for racer in racers] == [0] * len(racers)
        loaded = ward.ask(f"SELECT count(*) FROM facts.day_ledger WHERE channel = '{channel.name}'")
        assert loaded == [(AT_ONCE,)]
    ward.check(ward.rows(ward.clean))


def _loader(ward: Ward, channel: Channel, day: dt.date) -> Worker:
    return ward.watch(workers.start(workers.load_day, channel, day, ward.landing))


def test_readers_see_whole_days_while_they_are_swapped(ward: Ward) -> None:
    seen: set[tuple[int, int]] = set()
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            with transaction("reader") as connection:
                seen.add(tuple(connection.execute(sa.text(READ)).one()))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(8):
        ward.feed()
        ward.load()
    is_over.set()
    reader.join()
    ward.check(ward.rows(ward.clean))
    assert seen == {(MANY, MANY)}


def test_without_a_free_connection_a_load_may_be_tried_again(ward: Ward, database: sa.Engine) -> None:
    wanted = ward.feed()
    before = ward.rows(ward.struck)
    connect.engine().dispose()
    with _all_connections(database), pytest.raises(DatabaseError, match="cannot be reached") as error:
        ward.load()
    assert error.value.may_pass
    ward.check(before)
    ward.recover(wanted)


@contextlib.contextmanager
def _all_connections(database: sa.Engine) -> Iterator[None]:
    """Take every connection that the server gives to a login."""
    url = database.url
    taken = []
    try:
        with contextlib.suppress(psycopg2.OperationalError):  # there is none left
            while True:
                host, port = url.query["host"], url.query["port"]
                taken.append(psycopg2.connect(dbname=url.database, user=url.username, host=host, port=port))
        yield
    finally:
        for each in taken:
            each.close()


@pytest.fixture
def rival(postgres: embedded.Embedded, database: sa.Engine) -> Iterator[sa.Connection]:
    """Somebody else's session in the database, in a transaction; it looks for deadlocks only after a second."""
    url = postgres.url(str(database.url.database), embedded.SUPERUSER)
    with sa.create_engine(url, poolclass=sa.NullPool).connect() as connection:
        yield connection


def test_a_reader_that_wants_what_a_swap_holds_is_not_sacrificed(ward: Ward, rival: sa.Connection) -> None:
    wanted = ward.feed()
    rival.execute(sa.text("LOCK TABLE facts.account_snapshots_twitter_test IN ACCESS EXCLUSIVE MODE"))
    worker = ward.start()
    worker.wait_for("swap")
    ward.wait_for_lock()  # it holds the tweets and waits for the accounts
    assert rival.execute(sa.text(READ)).all() == [(MANY, MANY)]
    rival.commit()
    assert worker.end() == 0
    ward.check(wanted)


def test_a_load_that_is_the_victim_of_a_deadlock_tries_again(
    ward: Ward, rival: sa.Connection, postgres: embedded.Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    with superuser(postgres) as connection:  # the load looks for deadlocks before its patience for a lock ends
        connection.exec_driver_sql(f"ALTER DATABASE \"{rival.engine.url.database}\" SET deadlock_timeout = '20ms'")
    connect.engine().dispose()
    rival.execute(sa.text("SET deadlock_timeout = '1min'"))
    rival.execute(sa.text(READ))
    day = {"channel": ward.struck.name, "day": str(DAY)}
    wanted = ward.feed()
    take_over, tries, failures = swap.swap, [], []

    def want_the_day() -> None:
        rival.execute(statement("ingest/lock_day"), day)
        rival.commit()

    wanting = threading.Thread(target=want_the_day)

    def swap_into_a_deadlock(*arguments: Any) -> None:
        tries.append(arguments)
        if len(tries) == 1:
            wanting.start()
            ward.wait_for_lock()
        try:
            take_over(*arguments)
        except OperationalError as error:
            failures.append(getattr(error.orig, "pgcode", None))
            raise

    monkeypatch.setattr(swap, "swap", swap_into_a_deadlock)
    ward.load()
    wanting.join()
    assert failures == [DEADLOCK]
    assert len(tries) == 2
    ward.check(wanted)
