"""Builders of invented drops, and what the tests ask the database."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel, Source
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS

Record = dict[str, Any]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)  # noon in Shanghai
USER = {"id": "501", "username": "Brindle_Labs", "name": "Brindle", "public_metrics": {"followers_count": 1200}}
OTHER = {"id": "502", "username": "nadiaverrin", "name": "Nadia Verrin"}

# The rows of every table of facts in a fixed order, but for the times of landing and loading and what is made of
# them: curves, and what a day was built from.
STATE = """
SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
    SELECT 'tweet ' || tweet::text AS line FROM facts.tweets AS tweet
    UNION ALL SELECT 'edge ' || edge::text FROM facts.interactions AS edge
    UNION ALL SELECT 'account ' || account::text FROM facts.account_snapshots AS account
    UNION ALL SELECT 'ledger ' || (
        to_jsonb(ledger) - ARRAY['loaded_at', 'metrics_hash', 'observed_at', 'built_from']
    )::text
    FROM facts.day_ledger AS ledger
) AS lines
"""


@pytest.fixture
def channel(home: Path) -> Channel:
    """A channel in Shanghai that reads ``inbox`` in its home."""
    return Channel(
        name="twitter_test",
        title="测试",
        short_title="Twitter Test",
        start_date="2030-01-01",
        sources=(Source(name="inbox", path="{home}/inbox"),),
    )


@pytest.fixture
def landing(home: Path) -> Path:
    """The landing folder."""
    return home / "landing"


@pytest.fixture
def tweet_id() -> Callable[..., int]:
    """Makes ids: so many minutes after noon of 2030-05-04 in Shanghai, and a number."""

    def make(minutes: float = 0, low: int = 1) -> int:
        moment = NOON + dt.timedelta(minutes=minutes)
        return (round(moment.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS << SNOWFLAKE_LOW_BITS) + low

    return make


@pytest.fixture
def element(tweet_id: Callable[..., int]) -> Callable[..., Record]:
    """Makes a tweet object of the X API v2, so many minutes after noon; keywords replace its fields."""

    def make(minutes: float = 0, low: int = 1, **changes: Any) -> Record:
        own = str(tweet_id(minutes, low))
        return {
            "id": own,
            "text": f"Plan {minutes}/{low}",
            "author_id": "501",
            "edit_history_tweet_ids": [own],
        } | changes

    return make


@pytest.fixture
def drop(home: Path) -> Callable[..., Path]:
    """Puts a page of tweet objects into the inbox as a file; returns its path."""

    def put(name: str, *data: Record | bytes) -> Path:
        path = home / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        objects = [each for each in data if not isinstance(each, bytes)]
        page = {"data": objects, "includes": {"users": [USER, OTHER]}}
        noise = [each for each in data if isinstance(each, bytes)]
        path.write_bytes(b"\n".join([json.dumps(page).encode(), *noise]))
        return path

    return put


@pytest.fixture
def ask(database: sa.Engine) -> Callable[..., Sequence[tuple[Any, ...]]]:
    """Asks the database, as its owner."""

    def query(text: str) -> Sequence[tuple[Any, ...]]:
        with database.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(text))]

    return query


@pytest.fixture
def state(ask: Callable[..., Sequence[tuple[Any, ...]]]) -> Callable[[], str]:
    """A hash of all loaded rows and ledgers."""

    def of_now() -> str:
        return str(ask(STATE)[0][0])

    return of_now


@pytest.fixture
def load_all(channel: Channel, landing: Path, ask: Callable[..., Sequence[tuple[Any, ...]]]) -> Callable[[], None]:
    """Loads every day that landing has records of, and checks that the books of both balance."""

    def load() -> None:
        for (day,) in ask("SELECT DISTINCT day FROM facts.landing_days"):
            load_day(channel, day, landing)
        assert ask("SELECT sum(records) FROM facts.day_ledger") == ask("SELECT sum(records) FROM facts.landing_files")
        assert ask("SELECT count(*) FROM facts.tweets") == ask("SELECT coalesce(sum(loaded), 0) FROM facts.day_ledger")

    return load
