"""The identity of what a day is built from: equal for the same, another for anything that could change the day."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from dawn_chorus.channel import Channel, Source
from dawn_chorus.ingest import given
from dawn_chorus.ingest.given import Given, LandedFile
from dawn_chorus.ingest.mapping import ColumnMapping, Columns
from dawn_chorus.ingest.reading import PLAIN, Reading

DAY = dt.date(2030, 5, 4)
LANDED = dt.datetime(2030, 5, 5, 0, 30, tzinfo=dt.UTC)
FILE = LandedFile(sha256="a" * 64, name="a.json", size=100, landed_at=LANDED, reading=PLAIN)
MAPPED = Reading(mapping=ColumnMapping(Columns("nr", "note", author_handle="who")))
GIVEN = Given(files=(FILE,), tombstones=frozenset({7, 11}))


@pytest.fixture
def channel() -> Channel:
    """A channel in Shanghai."""
    return Channel(
        name="twitter_test",
        title="测试",
        short_title="Twitter Test",
        start_date="2030-01-01",
        sources=(Source(name="inbox", path="{home}/inbox"),),
    )


def test_the_same_has_one_identity_whatever_its_files_are_called(channel: Channel) -> None:
    same = Given(files=(replace(FILE, name="b.json"),), tombstones=frozenset([11, 7]))
    assert same.identity(channel, DAY) == GIVEN.identity(channel, DAY)


@pytest.mark.parametrize(
    "other",
    [
        replace(GIVEN, files=()),
        replace(GIVEN, files=(FILE, replace(FILE, sha256="b" * 64))),
        replace(GIVEN, files=(replace(FILE, sha256="b" * 64),)),
        replace(GIVEN, files=(replace(FILE, landed_at=LANDED + dt.timedelta(seconds=1)),)),
        replace(GIVEN, files=(replace(FILE, reading=MAPPED),)),
        replace(GIVEN, tombstones=frozenset()),
        replace(GIVEN, tombstones=frozenset({7, 11, 13})),
    ],
    ids=[
        "no file",
        "one more file",
        "other bytes",
        "landed later",
        "other mapping",
        "no tombstone",
        "one more tombstone",
    ],
)
def test_other_files_or_tombstones_are_something_else(channel: Channel, other: Given) -> None:
    assert other.identity(channel, DAY) != GIVEN.identity(channel, DAY)


def test_a_day_ends_elsewhere_in_another_zone(channel: Channel) -> None:
    moved = channel.model_copy(update={"time_zone": "America/New_York"})
    assert GIVEN.identity(moved, DAY) != GIVEN.identity(channel, DAY)


@pytest.mark.parametrize("what", ["code", "Python", "library"])
def test_what_reads_the_files_counts(channel: Channel, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    before = GIVEN.identity(channel, DAY)
    newer: dict[str, Callable[[], None]] = {
        "code": lambda: monkeypatch.setattr(given, "code_version", lambda: "0.0+newer"),
        "Python": lambda: monkeypatch.setattr(given.platform, "python_version", lambda: "3.99.0"),
        "library": lambda: monkeypatch.setattr(given, "version", lambda package: f"{package} 99"),
    }
    newer[what]()
    assert GIVEN.identity(channel, DAY) != before
