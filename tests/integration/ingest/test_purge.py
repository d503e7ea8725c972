"""Purging landing on a real Postgres: what stays, what goes, and that a crash at any step is made good."""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dawn_chorus.channel import Channel, Source
from dawn_chorus.ingest import extracting, purge
from dawn_chorus.ingest import forget as forgetting
from dawn_chorus.ingest.files import kept, landed_path
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.landing import LandingSummary, land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.reading import from_text

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
NEXT = dt.date(2030, 5, 5)
NEXT_NOON = 24 * 60
TEXT = "A plan that nobody may read any more"
LEDGER = "SELECT day, records, loaded, duplicate, rejected, tombstoned FROM facts.day_ledger ORDER BY day"
FILES = "SELECT name, extract_hash IS NOT NULL FROM facts.landing_files WHERE channel = 'twitter_test' ORDER BY name"
pytestmark = pytest.mark.usefixtures("database")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bytes_of(landing: Path) -> bytes:
    """All that landing keeps."""
    return b"".join(path.read_bytes() for path in sorted(landing.rglob("*")) if path.is_file())


@pytest.fixture
def load(channel: Channel, landing: Path) -> Callable[[], None]:
    """Lands the inbox and loads both days."""

    def load() -> None:
        land(channel, None, landing)
        for day in (DAY, NEXT):
            load_day(channel, day, landing)

    return load


@pytest.fixture
def file(drop: Maker, element: Maker) -> Path:
    """A file of two days with the tweet that goes, twice, with others, a refused copy and another refused record."""
    data = [element(text=TEXT), element(text=TEXT), element(1), element(NEXT_NOON), element(2, text=None)]
    return drop("a.json", *data, b'{"id": 1.5, "text": "' + TEXT.encode() + b'"}')  # type: ignore[no-any-return]


@pytest.fixture
def loaded(load: Callable[[], None], file: Path, drop: Maker, element: Maker) -> Path:
    """That file and another one without traces, landed and loaded."""
    drop("b.json", element(7))
    load()
    return file


def check(landing: Path, ask: Maker, file: Path) -> None:
    """The tweet is gone from landing and quarantine, and every ledger is as it must be."""
    assert TEXT.encode() not in bytes_of(landing)
    assert not landed_path(landing, sha256(file)).exists()
    assert len(kept(landing, sha256(file))) == 1
    assert ask(FILES) == [("a.json", True), ("b.json", False)]
    assert ask(LEDGER) == [(DAY, 6, 2, 0, 2, 2), (NEXT, 1, 1, 0, 0, 0)]
    raw = ask("SELECT raw IS NULL, reason FROM facts.quarantine ORDER BY record_no")
    assert raw == [(False, "missing_text"), (True, "float_id")]
    assert ask("SELECT count(*) FROM facts.tombstones WHERE purged_at IS NULL") == [(0,)]


def test_the_tweet_leaves_landing_and_the_ledger_still_balances(
    channel: Channel, landing: Path, loaded: Path, ask: Maker, tweet_id: Maker, load: Maker
) -> None:
    gone = forget(channel, [tweet_id()], "deleted", landing)
    assert (gone.days, gone.files) == ([DAY], [("inbox", "a.json")])
    check(landing, ask, loaded)
    load()
    check(landing, ask, loaded)


def test_days_without_the_tweet_are_built_from_the_extract_as_before(
    channel: Channel, landing: Path, loaded: Path, ask: Maker, tweet_id: Maker, load: Maker
) -> None:
    rows = "SELECT to_jsonb(t)::text FROM facts.tweets AS t ORDER BY 1"
    before = ask(rows)
    forget(channel, [tweet_id()], "deleted", landing)
    load()
    assert ask(rows) == [row for row in before if TEXT not in row[0]]


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (forgetting, "purge"),
        (extracting, "extracted"),
        (extracting, "note_extract"),
        (purge, "_purge_quarantine"),
        (purge, "sweep"),
        (forgetting, "load_day"),
    ],
)
@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("repeat", ["forget", "nightly"])
def test_a_crash_at_any_step_is_made_good(
    channel: Channel,
    landing: Path,
    loaded: Path,
    ask: Maker,
    tweet_id: Maker,
    load: Maker,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    step: str,
    is_done: bool,
    repeat: str,
) -> None:
    work = getattr(module, step)

    def crash(*arguments: Any) -> None:
        if is_done:
            work(*arguments)
        raise ZeroDivisionError

    with monkeypatch.context() as context:
        context.setattr(module, step, crash)
        with pytest.raises(ZeroDivisionError):
            forget(channel, [tweet_id()], "deleted", landing)
    if repeat == "forget":
        forget(channel, [tweet_id()], "deleted", landing)
    load()
    check(landing, ask, loaded)


def test_the_same_file_is_known_and_never_restored(
    channel: Channel, landing: Path, loaded: Path, ask: Maker, tweet_id: Maker, load: Maker
) -> None:
    forget(channel, [tweet_id()], "deleted", landing)
    assert land(channel, None, landing) == LandingSummary(0, 2, 0, 0, 0)
    assert land(channel, [loaded], landing).files_known == 1
    check(landing, ask, loaded)


def test_a_late_file_with_the_tweet_is_never_kept_as_received(
    channel: Channel, landing: Path, file: Path, drop: Maker, element: Maker, ask: Maker, tweet_id: Maker, load: Maker
) -> None:
    drop("b.json", element(7))
    forget(channel, [tweet_id()], "deleted before it came", landing)
    load()
    check(landing, ask, file)


def test_what_only_shows_the_tweet_is_kept_without_it(
    channel: Channel, landing: Path, home: Path, element: Maker, ask: Maker, tweet_id: Maker, load: Maker, drop: Maker
) -> None:
    quote = element(9, text="Look", referenced_tweets=[{"type": "quoted", "id": str(tweet_id())}])
    path = drop("q.json", quote)
    path.write_text(path.read_text()[:-2] + f', "tweets": [{{"id": "{tweet_id()}", "text": "{TEXT}"}}]}}}}')
    load()
    forget(channel, [tweet_id()], "deleted", landing)
    load()
    assert TEXT.encode() not in bytes_of(landing)
    assert ask("SELECT kind, text FROM facts.tweets") == [("quote", "Look")]
    assert ask("SELECT day, forgotten FROM facts.landing_days") == [(DAY, 0)]


def test_a_version_that_only_landing_knows_is_forgotten_too(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker, tweet_id: Maker, load: Maker
) -> None:
    def version(number: int, *history: int) -> Any:
        return element(
            number, text=f"{TEXT} {number}", edit_history_tweet_ids=[str(tweet_id(each)) for each in history]
        )

    drop("a.json", version(0, 0), version(5, 0, 5), version(9, 0, 5, 9))
    load()
    forget(channel, [tweet_id(5)], "deleted", landing)  # neither the first nor the one that counts
    drop("late.json", version(9, 9))  # knows nothing of its history
    load()
    assert TEXT.encode() not in bytes_of(landing)
    assert ask("SELECT count(*) FROM facts.tweets") == [(0,)]
    assert ask("SELECT count(*) FROM facts.tombstones") == [(3,)]


def test_a_retweet_that_does_not_say_of_what_goes_by_its_text(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker, tweet_id: Maker, load: Maker
) -> None:
    drop("a.json", element(text=TEXT), element(3, author_id="502", text=f"RT @Brindle_Labs: {TEXT[:-6]}…"), element(4))
    load()
    forget(channel, [tweet_id()], "deleted", landing)
    assert ask("SELECT tweet_id FROM facts.tweets") == [(tweet_id(4),)]
    assert TEXT[:-6].encode() not in bytes_of(landing)


def test_another_channel_keeps_its_bytes_until_it_forgets_too(
    channel: Channel, landing: Path, loaded: Path, ask: Maker, tweet_id: Maker
) -> None:
    other = channel.model_copy(update={"name": "twitter_other"})
    land(other, [loaded], landing)
    forget(channel, [tweet_id()], "deleted", landing)
    assert landed_path(landing, sha256(loaded)).exists()
    assert load_day(other, DAY, landing).loaded == 2
    forget(other, [tweet_id()], "deleted", landing)
    assert TEXT.encode() not in bytes_of(landing)
    assert load_day(other, DAY, landing).tombstoned == 2


def test_parquet_is_read_to_find_the_tweet(
    channel: Channel, landing: Path, home: Path, tweet_id: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = '{"mapping": {"columns": {"tweet_id": "nr", "text": "note", "author_handle": "who"}}}'
    monkeypatch.setattr("dawn_chorus.ingest.landing.readings_of", lambda *_: (from_text(columns),))
    inbox = channel.model_copy(update={"sources": (Source(name="inbox", path=str(home / "tables")),)})
    (home / "tables").mkdir(parents=True)
    for name, minutes in (("with", 0), ("without", 5)):
        row = {"nr": tweet_id(minutes), "note": TEXT if name == "with" else "Another", "who": "Brindle"}
        pq.write_table(pa.Table.from_pylist([row]), home / "tables" / name)
    land(inbox, None, landing)
    forget(inbox, [tweet_id()], "deleted", landing)
    assert not landed_path(landing, sha256(home / "tables" / "with")).exists()
    assert landed_path(landing, sha256(home / "tables" / "without")).exists()
    assert load_day(inbox, DAY, landing).tombstoned == 1
