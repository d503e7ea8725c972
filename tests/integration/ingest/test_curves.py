"""Curves of counters in the database: nothing that was received is lost, whatever counts in the end."""

import datetime as dt
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
CURVE = "SELECT tweet_id, like_count FROM facts.metric_curves ORDER BY tweet_id, observed_at"
LANDED = "SELECT landed_at FROM facts.landing_files ORDER BY landed_at"
MOMENTS = "SELECT observed_at FROM facts.metric_curves ORDER BY tweet_id, observed_at"
FEED_SETS = 20  # snapshots that are enough to see their order

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def receive(channel: Channel, landing: Path, drop: Maker, element: Maker) -> Callable[..., bool]:
    """Lands a file of tweets with so many likes, by minute, and loads the day; returns whether that changed it."""

    def make(**likes: int) -> bool:
        tweets = [element(int(minute[1:]), public_metrics={"like_count": count}) for minute, count in likes.items()]
        drop(f"{likes}.json", *tweets)
        land(channel, None, landing)
        return load_day(channel, DAY, landing).changed

    return make


def test_each_value_that_was_received_is_a_point_at_its_landing(receive: Maker, ask: Maker, tweet_id: Maker) -> None:
    receive(m0=5, m1=1, m2=1)
    receive(m0=7)
    receive(m0=6)
    first, second, third = (moment for (moment,) in ask(LANDED))
    zero, one, two = (tweet_id(minute) for minute in range(3))
    assert ask(CURVE) == [(zero, 5), (zero, 7), (zero, 6), (one, 1), (two, 1)]
    assert [moment for (moment,) in ask(MOMENTS)] == [first, second, third, first, first]
    assert ask("SELECT count(*) FROM facts.metric_snapshots") == [(3,)]
    assert ask(f"SELECT like_count FROM facts.tweets WHERE tweet_id = {zero}") == [(7,)]


def test_a_point_that_changes_no_tweet_changes_no_report(receive: Maker, ask: Maker) -> None:
    receive(m0=5)
    before = ask("SELECT content_hash FROM facts.day_ledger")
    assert receive(m0=4)
    assert ask("SELECT content_hash FROM facts.day_ledger") == before
    assert [likes for _, likes in ask(CURVE)] == [5, 4]
    assert not receive(m0=4, m1=4) or ask("SELECT content_hash FROM facts.day_ledger") != before


def test_the_same_counters_once_more_write_nothing(receive: Maker, drop: Maker, ask: Maker) -> None:
    receive(m0=5)
    drop("noise.json", b"broken")
    loaded_at = ask("SELECT loaded_at FROM facts.day_ledger")
    assert not receive(m0=5)
    assert ask("SELECT loaded_at FROM facts.day_ledger") == loaded_at


def test_a_forgotten_tweet_loses_its_curve(
    channel: Channel, landing: Path, receive: Maker, ask: Maker, tweet_id: Maker
) -> None:
    receive(m0=5, m1=1)
    receive(m0=7)
    forget(channel, [tweet_id(0)], "deleted", landing)
    assert ask(CURVE) == [(tweet_id(1), 1)]


def test_a_day_loaded_before_there_were_curves_gets_them(
    channel: Channel, landing: Path, receive: Maker, ask: Maker, tweet_id: Maker
) -> None:
    receive(m0=5)
    receive(m0=7)
    with transaction("loader") as connection:
        for table in ("metric_snapshots_twitter_test__20300504", "metric_snapshots_twitter_test"):
            connection.execute(sa.text(f"DROP TABLE facts.{table}"))
        connection.execute(
            sa.text("UPDATE facts.day_ledger SET built_from = 'older', metrics_hash = NULL, observed_at = NULL")
        )
    assert load_day(channel, DAY, landing).changed
    assert ask(CURVE) == [(tweet_id(0), 5), (tweet_id(0), 7)]


def test_readers_may_see_curves(receive: Maker, tweet_id: Maker) -> None:
    receive(m0=5)
    with transaction("reader") as connection:
        assert connection.execute(sa.text(CURVE)).all() == [(tweet_id(0), 5)]


def test_real_snapshots_in_any_order_give_curves_by_their_own_times(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker
) -> None:
    files = sorted((shared_data / "ai_builders").rglob("*.json"))[:FEED_SETS]
    seen: dict[int, set[tuple[str, int]]] = {}
    for path in files:
        feed = json.loads(path.read_bytes())
        for tweet in (tweet for account in feed["x"] for tweet in account["tweets"]):
            seen.setdefault(int(tweet["id"]), set()).add((feed["generatedAt"], tweet["likes"]))
    random.Random(1).shuffle(files)
    for path in files:
        land(channel, [path], landing)
    load_all()
    stamp = "to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
    curves: dict[int, list[tuple[str, int]]] = {}
    for tweet_id, moment, likes in ask(f"SELECT tweet_id, {stamp}, like_count FROM facts.metric_curves ORDER BY 2"):
        curves.setdefault(tweet_id, []).append((moment, likes))
    assert curves.keys() == seen.keys()
    assert all(set(curve) <= seen[tweet_id] for tweet_id, curve in curves.items())
    assert all(curve[0] == min(seen[tweet_id]) for tweet_id, curve in curves.items())
    assert any(len(curve) > 1 for curve in curves.values())
