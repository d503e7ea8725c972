"""Landing on a real Postgres: the index, the quarantine, what is known, and that a broken file stops everything."""

import datetime as dt
import gzip
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.errors import InputError
from dawn_chorus.ingest import indexing
from dawn_chorus.ingest.files import landed_path
from dawn_chorus.ingest.landing import LandingSummary, land

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
pytestmark = pytest.mark.usefixtures("database")


def test_files_are_kept_as_received_and_indexed(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    path = drop("sub/a.jsonl", element(), element(13 * 60), element(text=None), b"broken")
    summary = land(channel, None, landing)
    assert summary == LandingSummary(files_new=1, files_known=0, records=4, accepted=2, rejected=2)
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    assert landed_path(landing, sha256).read_bytes() == content
    columns = "channel, sha256, source, name, format, size_bytes, records, accepted, rejected"
    assert ask(f"SELECT {columns} FROM facts.landing_files") == [
        ("twitter_test", sha256, "inbox", "sub/a.jsonl", "x_api_v2", len(content), 4, 2, 2)
    ]
    assert ask("SELECT day, accepted, rejected FROM facts.landing_days ORDER BY day") == [
        (DAY, 1, 2),
        (DAY + dt.timedelta(days=1), 1, 0),
    ]
    assert ask("SELECT record_no, day, reason, convert_from(raw, 'UTF8') FROM facts.quarantine ORDER BY 1")[1] == (
        4,
        DAY,
        "broken_json",
        "broken",
    )


def test_a_file_is_landed_once_whatever_it_is_called(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    drop("a.json", element())
    drop("b.json", element())
    assert land(channel, None, landing) == LandingSummary(1, 1, 1, 1, 0)
    assert land(channel, None, landing) == LandingSummary(0, 2, 0, 0, 0)
    assert ask("SELECT name FROM facts.landing_files") == [("a.json",)]


def test_two_channels_land_the_same_file_each(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    path = drop("a.json", element())
    land(channel, None, landing)
    assert land(channel.model_copy(update={"name": "twitter_other"}), [path], landing).files_new == 1
    assert ask("SELECT channel, source FROM facts.landing_files ORDER BY 1") == [
        ("twitter_other", "data"),
        ("twitter_test", "inbox"),
    ]
    assert len([path for path in landing.rglob("*") if path.is_file()]) == 1


def test_a_broken_file_leaves_nothing_of_those_that_were_read_before_it(
    channel: Channel, landing: Path, home: Path, drop: Maker, element: Maker
) -> None:
    drop("a.json", element())
    drop("b.json", element(1)).write_text("neither JSON nor a table")
    with pytest.raises(InputError):
        land(channel, None, landing)
    assert not [path for folder in (landing, home / "parsed") for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("harm", ["lost", "cut off"])
def test_harmed_bytes_are_mended_by_the_next_landing(
    channel: Channel, landing: Path, drop: Maker, element: Maker, harm: str
) -> None:
    path = drop("a.json", element())
    land(channel, None, landing)
    kept = landed_path(landing, hashlib.sha256(path.read_bytes()).hexdigest())
    kept.unlink() if harm == "lost" else kept.write_bytes(b"{")
    assert land(channel, None, landing).files_new == 0
    assert kept.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name,text\n", "no known format"),
        (gzip.compress(b'{"data": []}' * 999)[:-12], "broken gzip"),
        (b'{"id": "1", "action": "delete"}', "no known format"),
    ],
)
def test_one_broken_file_stops_the_landing_before_anything_is_kept(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker, content: bytes, message: str
) -> None:
    drop("a.json", element())
    drop("z.json").write_bytes(content)
    with pytest.raises(InputError, match=rf"z\.json: {message}"):
        land(channel, None, landing)
    assert ask("SELECT count(*) FROM facts.landing_files") == [(0,)]
    assert not landing.exists()


def test_an_empty_file_is_landed_with_no_records(channel: Channel, landing: Path, drop: Maker, ask: Maker) -> None:
    drop("a.json").write_bytes(b"[]")
    assert land(channel, None, landing) == LandingSummary(1, 0, 0, 0, 0)
    assert ask("SELECT format, records FROM facts.landing_files") == [("empty", 0)]
    assert ask("SELECT count(*) FROM facts.landing_days") == [(0,)]


def test_records_without_any_readable_time_are_booked_to_the_day_of_landing(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    drop("a.json", element(id=1.9e18))
    land(channel, None, landing)
    landed = "(landed_at AT TIME ZONE 'Asia/Shanghai')::date"
    assert ask(f"SELECT day = {landed} FROM facts.quarantine NATURAL JOIN facts.landing_files") == [(True,)]


def test_raw_bytes_and_names_of_any_kind_are_stored(channel: Channel, landing: Path, drop: Maker, ask: Maker) -> None:
    raw = b"\x00\xff\\ 'quoted\" \xe7\xba"
    drop("\udcff'odd\n.json", raw)
    land(channel, None, landing)
    assert [bytes(row[0]) for row in ask("SELECT raw FROM facts.quarantine")] == [raw]
    assert ask("SELECT name FROM facts.landing_files") == [("\\udcff'odd\n.json",)]


def test_many_landers_at_once_land_every_file_once(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker, database: sa.Engine
) -> None:
    for number in range(6):
        drop(f"{number}.json", element(number), b"broken")
    with ThreadPoolExecutor(3) as pool:
        summaries = list(pool.map(lambda _: land(channel, None, landing), range(3)))
    assert sum(each.files_new for each in summaries) == 6
    assert ask("SELECT count(*), sum(records) FROM facts.landing_files") == [(6, 12)]
    assert ask("SELECT count(*) FROM facts.quarantine") == [(6,)]
    assert len([path for path in landing.rglob("*") if path.is_file()]) == 6


def test_more_refused_records_than_are_held_at_once_are_all_kept(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH_ROWS", 3)
    drop("a.jsonl", element(24 * 60), *(b"broken %d" % number for number in range(8)))
    assert land(channel, None, landing).rejected == 8
    assert ask("SELECT count(*), count(DISTINCT raw), min(day), max(day), max(record_no) FROM facts.quarantine") == [
        (8, 8, DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=1), 9)
    ]
