"""Retrying quarantine on a real Postgres: what is accepted now leaves it, and every ledger still balances."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.channel import Channel, Source
from dawn_chorus.errors import InputError
from dawn_chorus.ingest import load as loading
from dawn_chorus.ingest import parsed
from dawn_chorus.ingest import retry as retrying
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.formats import x_api_v2
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.retry import Chosen, Retried, retry
from dawn_chorus.settings import settings

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
LEDGER = "SELECT records, loaded, duplicate, rejected, tombstoned FROM facts.day_ledger WHERE day = '2030-05-04'"
QUARANTINE = "SELECT record_no, reason FROM facts.quarantine ORDER BY 1"
INDEX = "SELECT day, accepted, rejected FROM facts.landing_days ORDER BY 1"
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Code of yesterday, which refused whatever it did not like; undone, it is the code of today."""
    tweet_of = x_api_v2.tweet_of

    def refusing(*record: Any) -> Any:
        tweet = tweet_of(*record)
        if "odd" in tweet.text:
            raise Rejected(Reason.BAD_COUNT, "It looks odd.")
        return tweet

    monkeypatch.setattr(x_api_v2, "tweet_of", refusing)
    monkeypatch.setattr(parsed, "reader_version", lambda: "yesterday's")
    return monkeypatch


@pytest.fixture
def loaded(channel: Channel, landing: Path, drop: Maker, element: Maker, strict: pytest.MonkeyPatch) -> None:
    """A day with three refused records in two files: two are odd, one is broken."""
    drop("a.json", element(), element(1, text="odd one"), element(2, text=None))
    drop("b.json", element(3, text="odd other"))
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    strict.undo()


def test_what_newer_code_accepts_leaves_quarantine_and_its_day_is_loaded(
    channel: Channel, landing: Path, loaded: None, ask: Maker
) -> None:
    assert ask(LEDGER) == [(4, 1, 0, 3, 0)]
    assert retry(channel, landing) == Retried(files=2, mended=2, refused=1, days=[DAY])
    assert ask(QUARANTINE) == [(3, "missing_text")]
    assert ask(INDEX) == [(DAY, 2, 1), (DAY, 1, 0)] or ask(INDEX) == [(DAY, 1, 0), (DAY, 2, 1)]
    assert ask(LEDGER) == [(4, 3, 0, 1, 0)]


def test_again_it_changes_nothing(channel: Channel, landing: Path, loaded: None, ask: Maker) -> None:
    retry(channel, landing)
    landed = "SELECT sha256, landed_at, xmin::text FROM facts.landing_files ORDER BY 1"
    before = ask(landed)
    assert retry(channel, landing) == Retried(files=1, refused=1)
    assert ask(landed) == before


def test_a_file_stays_landed_when_it_was(channel: Channel, landing: Path, loaded: None, ask: Maker) -> None:
    landed = "SELECT name, landed_at FROM facts.landing_files ORDER BY 1"
    before = ask(landed)
    retry(channel, landing)
    assert ask(landed) == before


def test_only_files_of_the_chosen_records_are_read(channel: Channel, landing: Path, loaded: None, ask: Maker) -> None:
    assert retry(channel, landing, Chosen(reason="missing_text")).files == 1
    assert retry(channel, landing, Chosen(day=DAY + dt.timedelta(days=1))).files == 0
    assert retry(channel, landing, Chosen(source="elsewhere")).files == 0
    assert [reason for _, reason in ask(QUARANTINE)].count("bad_count") == 1


@pytest.mark.parametrize("step", ["_parsed", "load_day"])
def test_killed_half_way_the_next_call_and_the_next_load_do_the_rest(
    channel: Channel, landing: Path, loaded: None, ask: Maker, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    work, calls = getattr(retrying, step), []

    def crash(*arguments: Any) -> Any:
        calls.append(arguments)
        if step == "load_day" or len(calls) > 1:
            raise ZeroDivisionError
        return work(*arguments)

    with monkeypatch.context() as context:
        context.setattr(retrying, step, crash)
        with pytest.raises(ZeroDivisionError):
            retry(channel, landing)
    retry(channel, landing)
    load_day(channel, DAY, landing)
    assert ask(LEDGER) == [(4, 3, 0, 1, 0)]
    assert ask(QUARANTINE) == [(3, "missing_text")]


def test_what_is_retried_is_built_again_even_where_nobody_reloads(
    channel: Channel, landing: Path, loaded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrying, "load_day", lambda *_: None)
    retry(channel, landing)
    built: list[int] = []
    build = loading._build
    monkeypatch.setattr(loading, "_build", lambda *given: built.append(1) or build(*given))
    assert load_day(channel, DAY, landing).loaded == 3
    assert built == [1]


def test_a_file_of_which_a_tweet_was_forgotten_is_told_and_left(
    channel: Channel, landing: Path, loaded: None, ask: Maker, tweet_id: Maker
) -> None:
    forget(channel, [tweet_id()], "deleted", landing)
    retried = retry(channel, landing)
    assert (retried.files, retried.mended, retried.refused) == (1, 1, 1)
    assert retried.unread == ["inbox: a.json: a tweet of it was forgotten, and only an extract is left."]
    assert ask(LEDGER) == [(4, 2, 0, 1, 1)], "its extract was made, and its index written, by the code of today"


def test_a_file_that_nothing_fits_any_more_is_told_and_left(
    channel: Channel, landing: Path, loaded: None, ask: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise InputError("a.json: no known format.", remedy="None.")

    monkeypatch.setattr(retrying, "examine", unknown)
    retried = retry(channel, landing)
    assert (retried.mended, retried.refused, len(retried.unread)) == (0, 3, 2)
    assert len(ask(QUARANTINE)) == 3


def test_a_mended_mapping_mends_what_was_landed(
    channel: Channel, landing: Path, home: Path, tmp_path: Path, tweet_id: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    mappings = tmp_path / "project" / "include" / "mappings"
    mappings.mkdir(parents=True)
    (tmp_path / "project" / "sql").symlink_to(settings().sql)
    monkeypatch.setenv("CHORUS_PROJECT", str(tmp_path / "project"))
    settings.cache_clear()
    mapped = channel.model_copy(update={"sources": (Source(name="inbox", path="{home}/inbox", mapping="notes"),)})
    (mappings / "notes.yaml").write_text("columns: {tweet_id: nr, text: note, author_handle: note}\n")
    (home / "inbox").mkdir(parents=True)
    (home / "inbox" / "table.csv").write_text(f"nr,note,who\n{tweet_id()},A long note,Brindle\n")
    assert land(mapped, None, landing).accepted == 0
    load_day(mapped, DAY, landing)
    (home / "inbox" / "table.csv").unlink()
    (mappings / "notes.yaml").write_text("columns: {tweet_id: nr, text: note, author_handle: who}\n")
    assert retry(mapped, landing) == Retried(files=1, mended=1, days=[DAY])
    assert load_day(mapped, DAY, landing).loaded == 1
