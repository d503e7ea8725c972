"""A network that fails after every message, and one that goes silent: fault 13."""

import os
import socket
import time
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from tests.chaos.conftest import DAY, FEW, Ward
from tests.chaos.proxy import Proxy, swallow

from dawn_chorus.database import connect, embedded
from dawn_chorus.database.cluster import PORT, run
from dawn_chorus.errors import DatabaseError
from dawn_chorus.ingest import swap

LOOPBACK = f"127.54.{os.getpid() // 256 % 256}.{os.getpid() % 254 + 1}"  # nobody else's
SILENCE_SECONDS = (8, 60)  # a silent peer is given up after about 11 s


@pytest.fixture
def load_through(
    ward: Ward, database: sa.Engine, postgres: embedded.Embedded, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Proxy], bool]:
    """Loads the struck channel through a proxy; whether it came to its end. A failure must be one that may pass."""

    def load(proxy: Proxy) -> bool:
        with monkeypatch.context() as patch:
            patch.setenv("CHORUS_DATABASE_URL", proxy.url(str(database.url.database), embedded.LOGIN))
            connect.reset()
            failure = None
            try:
                ward.load()
            except DatabaseError as error:
                failure = error
            finally:
                connect.reset()
        assert failure is None or failure.may_pass
        return failure is None

    return load


def test_a_connection_cut_after_any_message_leaves_the_old_day_or_the_new_one(
    ward: Ward, load_through: Callable[[Proxy], bool], postgres: embedded.Embedded
) -> None:
    ward.feed()
    with Proxy(postgres, "cut", lambda number, _: False) as whole:
        assert load_through(whole)
    unfinished = 0
    for nth in range(1, whole.messages):
        wanted = ward.feed()
        before = ward.rows(ward.struck)
        with Proxy(postgres, "cut", lambda number, _, nth=nth: number == nth) as proxy:
            unfinished += not load_through(proxy)
        assert proxy.struck
        ward.check(before, wanted)
        ward.recover(wanted)
    assert unfinished > whole.messages / 2


@pytest.mark.parametrize("said", [b"COPY", b"swap_day", b"COMMIT"])
def test_a_network_that_goes_silent_is_given_up(
    ward: Ward, load_through: Callable[[Proxy], bool], postgres: embedded.Embedded, said: bytes
) -> None:
    wanted = ward.feed(FEW)
    before = ward.rows(ward.struck)
    staged = []

    def strikes(_: int, message: bytes) -> bool:
        staged.append(b"COPY" in message)
        return any(staged) and said in message

    began = time.monotonic()
    with Proxy(postgres, "swallow", strikes) as proxy:
        assert not load_through(proxy)
        assert proxy.struck
        least, most = SILENCE_SECONDS
        assert least < time.monotonic() - began < most
    ward.check(before)
    ward.recover(wanted)


@pytest.fixture
def on_loopback(postgres: embedded.Embedded, database: sa.Engine) -> Iterator[sa.URL]:
    """The address of the database on a server that listens on a loopback address for the time of a test."""
    folder = ("-D", str(postgres.data))
    assert run(postgres, "pg_ctl", *folder, "stop", "-m", "fast") is None
    options = f"-h {LOOPBACK} -p {PORT} -k '{postgres.socket}'"
    assert run(postgres, "pg_ctl", *folder, "start", "-w", "-l", str(postgres.log), "-o", options) is None
    yield sa.make_url(f"postgresql+psycopg2://{embedded.LOGIN}@{LOOPBACK}:{PORT}/{database.url.database}")
    assert run(postgres, "pg_ctl", *folder, "stop", "-m", "fast") is None
    embedded.start(postgres.home)


def test_a_client_that_goes_silent_gives_its_day_back(
    ward: Ward, on_loopback: sa.URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ward.feed()
    with monkeypatch.context() as patch:
        patch.setenv("CHORUS_DATABASE_URL", on_loopback.render_as_string())
        connect.reset()
        gone = connect.engine().connect()
        swap.lock(gone, ward.struck, DAY)
        descriptor = os.dup(gone.connection.dbapi_connection.fileno())  # type: ignore[union-attr]
        with socket.socket(fileno=descriptor) as line:
            swallow(line)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 0)  # nor does it say anything
    began = time.monotonic()
    engine = connect.engine()
    connect.engine.cache_clear()
    connect.settings.cache_clear()
    ward.recover(wanted)
    least, most = SILENCE_SECONDS
    assert least < time.monotonic() - began < most
    gone.invalidate()
    gone.close()
    engine.dispose()
