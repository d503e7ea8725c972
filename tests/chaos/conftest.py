"""A day that is fed to two channels alike: one is loaded in peace, the other one under faults."""

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests import workers
from tests.conftest import serve, superuser
from tests.dags.conftest import installation
from tests.integration.ingest.conftest import ask, channel, drop, element, landing, tweet_id
from tests.workers import LOADING, Worker

from dawn_chorus.channel import Channel
from dawn_chorus.database import embedded
from dawn_chorus.database.cluster import run
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day

__all__ = ["ask", "channel", "drop", "element", "installation", "landing", "tweet_id"]

DAY = dt.date(2030, 5, 4)
MANY = 1000  # tweets of the day: enough that each step lasts long enough to be struck inside
FEW = 20  # tweets that each further file changes
SEED = 20300504

# The rows of one channel, but for its name and the time of loading: what a day is, and what is known about it.
DAY_ROWS = """
SELECT 'tweet ' || (to_jsonb(tweet) - 'channel')::text AS line FROM facts.tweets AS tweet WHERE channel = '{0}'
UNION ALL
SELECT 'edge ' || (to_jsonb(edge) - 'channel')::text FROM facts.interactions AS edge WHERE channel = '{0}'
UNION ALL
SELECT 'account ' || (to_jsonb(one) - 'channel')::text FROM facts.account_snapshots AS one WHERE channel = '{0}'
"""
KNOWN_ROWS = """
SELECT 'ledger ' || (to_jsonb(ledger) - ARRAY['channel', 'loaded_at', 'metrics_hash', 'observed_at', 'built_from'])
    ::text
FROM facts.day_ledger AS ledger WHERE channel = '{0}'
UNION ALL
SELECT 'landed ' || (to_jsonb(landed) - 'channel')::text FROM facts.landing_days AS landed WHERE channel = '{0}'
UNION ALL
SELECT 'refused ' || (to_jsonb(refused) - 'channel')::text FROM facts.quarantine AS refused WHERE channel = '{0}'
"""
DIGEST = r"SELECT md5(string_agg(line, E'\n' ORDER BY line)) FROM ({0}) AS lines"
ROWS = DIGEST.format(f"{DAY_ROWS} UNION ALL {KNOWN_ROWS}")
DOUBLED = "SELECT count(*) - count(DISTINCT (channel, tweet_id)) FROM facts.tweets"
UNBALANCED = """
SELECT count(*) FROM facts.day_ledger AS ledger
WHERE
    records <> loaded + duplicate + rejected + tombstoned
    OR loaded <> (SELECT count(*) FROM facts.tweets AS t WHERE t.channel = ledger.channel AND t.day = ledger.day)
    OR accounts <>
    (SELECT count(*) FROM facts.account_snapshots AS a WHERE a.channel = ledger.channel AND a.day = ledger.day)
"""
LEFT_BEHIND = "SELECT count(*) FROM pg_class WHERE relname LIKE 'staged%'"
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'dawn_chorus' AND state <> 'idle'
"""
WAITING = """
SELECT count(*) FROM pg_locks AS lock INNER JOIN pg_database AS base ON lock.database = base.oid
WHERE NOT granted AND datname = current_database()
"""
PATIENCE_SECONDS = 60
MOST_MISSES = 2  # in a row; the next blow falls before the step goes on, and cannot miss

Ask = Callable[[str], Sequence[tuple[Any, ...]]]


workers.preload(*(f"dawn_chorus.{name}" for name in ("topics.stage", "accounts.stage", "report.stage", "publish.git")))


@dataclass
class Ward:
    """The struck channel and its twin. ``spans``: the seconds that each step of a load takes."""

    struck: Channel
    clean: Channel
    landing: Path
    ask: Ask
    drop: Callable[..., Path]
    element: Callable[..., Any]
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    rounds: int = 0
    spans: dict[str, float] = field(default_factory=dict)
    _running: list[Worker] = field(default_factory=list)

    def feed(self, tweets: int = FEW, *noise: bytes) -> str:
        """Land one more file that changes so many tweets, load the twin; the rows that the day must come to."""
        self.drop_file(tweets, *noise)
        land(self.struck, None, self.landing)
        return self.load_clean()

    def load_clean(self) -> str:
        """Land and load the twin; the rows that the day must come to."""
        land(self.clean, None, self.landing)
        load_day(self.clean, DAY, self.landing)
        return self.rows(self.clean)

    def drop_file(self, tweets: int = FEW, *noise: bytes) -> None:
        """Put one more file into the inbox: the texts of these tweets grow."""
        self.rounds += 1
        texts = [(number, f"Plan {number} {'again ' * self.rounds}") for number in range(tweets)]
        data = [self.element(number % 600, number, text=text) for number, text in texts]
        self.drop(f"{self.rounds:03}.json", *data, *noise)

    def load(self) -> None:
        """Load the struck channel in peace."""
        load_day(self.struck, DAY, self.landing)

    def start(self, **options: Any) -> Worker:
        """Start a process that loads the struck channel."""
        return self.watch(workers.start(workers.load_day, self.struck, DAY, self.landing, **options))

    def watch(self, worker: Worker) -> Worker:
        """Clean up after a worker when the test ends."""
        self._running.append(worker)
        return worker

    def close(self) -> None:
        """End what still runs."""
        for worker in self._running:
            worker.close()

    def measure(self) -> None:
        """Learn how long each step takes, from one load that nothing disturbs."""
        self.feed()
        worker = self.start()
        assert worker.end() == 0
        began = [worker.began[step] for step in (*LOADING, "end")]
        self.spans = {step: end - start for step, (start, end) in zip(LOADING, pairwise(began), strict=True)}

    def strike(self, worker: Worker, step: str, blow: Callable[[Worker], None], missed: int) -> None:
        """Strike a worker that is held at a step at a random instant of it; sooner where earlier blows ``missed``."""
        worker.wait_for(step)
        if missed < MOST_MISSES:
            worker.go_on()
            time.sleep(self.chance.uniform(0, self.spans[step]) / 2**missed)
        blow(worker)
        worker.go_on()

    def rows(self, of: Channel) -> str:
        """A digest of all rows of a channel."""
        return str(self.ask(ROWS.format(of.name))[0][0])

    def check(self, *allowed: str) -> str:
        """Hold the struck channel to the promises once its sessions have ended; its digest, one of ``allowed``."""
        self.wait_until_alone()
        assert self.ask(DOUBLED) == [(0,)]
        assert self.ask(UNBALANCED) == [(0,)]
        assert self.ask(LEFT_BEHIND) == [(0,)]
        rows = self.rows(self.struck)
        assert rows in allowed
        return rows

    def recover(self, wanted: str) -> None:
        """The next run succeeds and comes to what a clean one comes to."""
        self.load()
        self.check(wanted)

    def wait_until_alone(self) -> None:
        """Wait until the sessions of ended processes have ended too."""
        self._wait_until(lambda: self.ask(OTHERS) == [(0,)], "the session of a process that ended is still there")

    def wait_for_lock(self) -> None:
        """Wait until somebody waits for a lock."""
        self._wait_until(lambda: self.ask(WAITING) != [(0,)], "nobody waits for a lock")

    def _wait_until(self, holds: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, otherwise
            time.sleep(0.01)


@pytest.fixture(scope="session")
def postgres() -> Iterator[embedded.Embedded]:
    """A server of this suite's own: it is crashed, starved and filled."""
    yield from serve()


@pytest.fixture
def ward(
    database: sa.Engine,
    channel: Channel,
    landing: Path,
    ask: Ask,
    drop: Callable[..., Path],
    element: Callable[..., Any],
) -> Iterator[Ward]:
    """The day, loaded once by both."""
    made = Ward(channel, channel.model_copy(update={"name": "twitter_clean"}), landing, ask, drop, element)
    wanted = made.feed(MANY)
    made.load()
    made.check(wanted)
    yield made
    made.close()


def restart(server: embedded.Embedded) -> None:
    """Crash the server, unless it has crashed by itself, and start it again."""
    run(server, "pg_ctl", "-D", str(server.data), "stop", "-m", "immediate")
    embedded.start(server.home)


@pytest.fixture
def end_sessions(postgres: embedded.Embedded, database: sa.Engine) -> Iterator[Callable[[], None]]:
    """Ends every session of the product in the database, as an operator would."""
    query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
    with superuser(postgres) as connection:
        yield lambda: connection.execute(sa.text(query), {"name": database.url.database})
