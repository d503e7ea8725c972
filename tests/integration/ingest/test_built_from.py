"""A day is read again exactly when something new could change it; otherwise its account stands in the ledger."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import InputError
from dawn_chorus.ingest import given, load
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import DayLedger

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
NEXT = DAY + dt.timedelta(days=1)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[dt.date]:
    """The days that were read and built, in order."""
    days: list[dt.date] = []
    build = load._build

    def noted(channel: Channel, day: dt.date, *arguments: Any) -> Any:
        days.append(day)
        return build(channel, day, *arguments)

    monkeypatch.setattr(load, "_build", noted)
    return days


@pytest.fixture
def load_day(channel: Channel, landing: Any) -> Callable[..., DayLedger]:
    """Loads a day of the channel."""
    return lambda day=DAY: load.load_day(channel, day, landing)


@pytest.fixture(autouse=True)
def loaded(
    database: sa.Engine, channel: Channel, landing: Any, drop: Maker, element: Maker, load_day: Maker
) -> DayLedger:
    """Two tweets, a repeat and a refused record, landed and loaded."""
    drop("a.json", element(), element(1), element(1), element(2, text=None), element(24 * 60))
    land(channel, None, landing)
    load_day(NEXT)
    return load_day()  # type: ignore[no-any-return]


def test_a_day_that_did_not_change_is_not_read_and_has_the_same_account(
    built: list[dt.date], load_day: Maker, loaded: DayLedger
) -> None:
    assert load_day() == replace(loaded, changed=False)
    assert (loaded.loaded, loaded.duplicate, loaded.rejected) == (2, 1, 1)
    assert built == []


def test_a_new_file_is_read_with_the_days_that_it_has_and_no_others(
    channel: Channel, landing: Any, drop: Maker, element: Maker, built: list[dt.date], load_day: Maker
) -> None:
    drop("late.json", element(5))
    land(channel, None, landing)
    assert load_day().loaded == 3
    assert not load_day(NEXT).changed
    assert built == [DAY]


def test_a_file_of_repeats_is_read_once(
    channel: Channel, landing: Any, drop: Maker, element: Maker, built: list[dt.date], load_day: Maker
) -> None:
    drop("again.json", element())
    land(channel, None, landing)
    first, second = load_day(), load_day()
    assert (first.duplicate, first.changed) == (2, False)
    assert second == first
    assert built == [DAY]


def test_a_file_that_was_withdrawn_takes_its_rows_along(built: list[dt.date], load_day: Maker) -> None:
    with transaction("loader") as connection:
        connection.execute(sa.text("DELETE FROM facts.landing_files"))
    assert load_day().records == 0
    assert built == [DAY]


def test_a_forgotten_tweet_goes_and_does_not_come_back(
    channel: Channel, landing: Any, tweet_id: Maker, built: list[dt.date], load_day: Maker
) -> None:
    assert forget(channel, [tweet_id()], "asked for", landing).days == [DAY]
    after = load_day()
    assert (after.loaded, after.tombstoned, after.changed) == (1, 1, False)
    assert built == [DAY]


def test_a_tombstone_is_looked_for_in_every_day(
    channel: Channel, landing: Any, built: list[dt.date], load_day: Maker
) -> None:
    forget(channel, [12345], "deleted by its author", landing)
    for day in (DAY, NEXT, DAY, NEXT):
        assert not load_day(day).changed
    assert built == [DAY, NEXT]


def test_other_code_reads_every_day_once(
    built: list[dt.date], load_day: Maker, monkeypatch: pytest.MonkeyPatch, loaded: DayLedger
) -> None:
    monkeypatch.setattr(given, "code_version", lambda: "0.0+newer")
    assert load_day() == replace(loaded, changed=False)
    load_day()
    assert built == [DAY]


def test_a_day_that_was_loaded_before_the_ledger_knew_is_built_once(built: list[dt.date], load_day: Maker) -> None:
    with transaction("loader") as connection:
        connection.execute(sa.text("UPDATE facts.day_ledger SET built_from = NULL"))
    for _ in range(2):
        assert not load_day().changed
    assert built == [DAY]


def test_lost_bytes_are_missed_although_nothing_is_read(landing: Any, built: list[dt.date], load_day: Maker) -> None:
    (kept,) = [path for path in landing.rglob("*") if path.is_file()]
    kept.unlink()
    with pytest.raises(InputError, match=r"The landing folder has lost a\.json"):
        load_day()
    assert built == []


def test_a_load_that_dies_before_its_swap_is_done_again(
    channel: Channel,
    landing: Any,
    drop: Maker,
    element: Maker,
    built: list[dt.date],
    load_day: Maker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drop("late.json", element(5))
    land(channel, None, landing)
    with monkeypatch.context() as context:
        context.setattr(load, "_swap_in", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load_day()
    assert load_day().loaded == 3
    assert built == [DAY, DAY]
