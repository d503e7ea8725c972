"""What a file is read through is landed with it: mappings that are mended, tables, and an account's archive."""

import csv
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dawn_chorus.channel import Channel, Source
from dawn_chorus.errors import ChannelError, InputError
from dawn_chorus.ingest.landing import LandingSummary, land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.settings import settings

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
TABLE = ["nr", "note", "who", "likes"]
MAPPING = "columns: {tweet_id: nr, text: note, author_handle: who, like_count: likes}\n"
LOADED = "SELECT tweet_id, text, like_count FROM facts.tweets ORDER BY 1"
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def mapping(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Writes the mapping ``notes`` of a project of its own, beside the real statements."""
    project = tmp_path / "project"
    (project / "include" / "mappings").mkdir(parents=True)
    (project / "sql").symlink_to(settings().sql)
    monkeypatch.setenv("CHORUS_PROJECT", str(project))
    settings.cache_clear()

    def write(text: str) -> None:
        (project / "include" / "mappings" / "notes.yaml").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def mapped(channel: Channel) -> Channel:
    """The channel, whose inbox is read through the mapping ``notes``."""
    source = Source(name="inbox", path="{home}/inbox", mapping="notes")
    return channel.model_copy(update={"sources": (source,)})


@pytest.fixture
def rows(tweet_id: Maker) -> list[dict[str, object]]:
    """Three rows, the last of which has an id that was a float."""
    whole = [{"nr": str(tweet_id(n)), "note": f"Note {n}", "who": "Brindle_Labs", "likes": f"{n},000"} for n in (1, 2)]
    return [*whole, whole[0] | {"nr": "2.5e18"}]


@pytest.fixture
def inbox(home: Path) -> Path:
    """The inbox, empty."""
    (home / "inbox").mkdir(parents=True)
    return home / "inbox"


def as_csv(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, TABLE)
        writer.writeheader()
        writer.writerows(rows)


def as_lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def as_parquet(path: Path, rows: list[dict[str, object]]) -> None:
    pq.write_table(pa.Table.from_pylist(rows), path)


@pytest.mark.parametrize("write", [as_csv, as_lines, as_parquet])
def test_a_table_is_landed_and_loaded_through_its_mapping(
    mapped: Channel, landing: Path, inbox: Path, rows: Any, mapping: Maker, ask: Maker, write: Maker
) -> None:
    mapping(MAPPING)
    write(inbox / "table", rows)
    assert land(mapped, None, landing) == LandingSummary(1, 0, 3, 2, 1)
    assert land(mapped, None, landing) == LandingSummary(0, 1, 0, 0, 0)
    ledger = load_day(mapped, DAY, landing)
    assert (ledger.records, ledger.loaded, ledger.rejected) == (3, 2, 1)
    assert [row[1:] for row in ask(LOADED)] == [("Note 1", 1000), ("Note 2", 2000)]
    assert ask("SELECT reason, record_no FROM facts.quarantine") == [("float_id", 3)]


def test_a_row_that_is_refused_is_kept_as_received(
    mapped: Channel, landing: Path, inbox: Path, mapping: Maker, ask: Maker
) -> None:
    mapping(MAPPING)
    (inbox / "table.csv").write_bytes(b'nr,note,who,likes\n1.9e18,"two\nlines",a,0\r\n7,\xff,a,0\n')
    land(mapped, None, landing)
    assert [bytes(raw) for (raw,) in ask("SELECT raw FROM facts.quarantine ORDER BY record_no")] == [
        b'1.9e18,"two\nlines",a,0',
        b"7,\xff,a,0",
    ]


def test_a_mended_mapping_reads_the_same_files_again(
    mapped: Channel, landing: Path, inbox: Path, rows: Any, mapping: Maker, ask: Maker
) -> None:
    as_csv(inbox / "table.csv", rows)
    mapping(MAPPING.replace("like_count: likes", "like_count: who"))
    assert land(mapped, None, landing).accepted == 0
    load_day(mapped, DAY, landing)
    assert ask(LOADED) == []
    mapping(MAPPING)
    assert land(mapped, None, landing) == LandingSummary(1, 0, 3, 2, 1)
    assert ask("SELECT reason FROM facts.quarantine") == [("float_id",)]
    assert load_day(mapped, DAY, landing).loaded == 2


def test_a_day_is_rebuilt_as_landed_whatever_became_of_the_mapping(
    mapped: Channel, landing: Path, inbox: Path, rows: Any, mapping: Maker, ask: Maker
) -> None:
    as_csv(inbox / "table.csv", rows)
    mapping(MAPPING)
    land(mapped, None, landing)
    mapping("columns: {tweet_id: other, text: other}")
    assert load_day(mapped, DAY, landing).loaded == 2


def test_given_by_hand_a_table_is_read_through_the_channels_mapping(
    mapped: Channel, landing: Path, tmp_path: Path, rows: Any, mapping: Maker, drop: Maker, element: Maker
) -> None:
    mapping(MAPPING)
    as_csv(tmp_path / "table.csv", rows)
    page = drop("page.json", element())
    assert land(mapped, [tmp_path / "table.csv", page], landing) == LandingSummary(2, 0, 4, 3, 1)


def test_a_source_with_a_mapping_takes_nothing_else(
    mapped: Channel, landing: Path, mapping: Maker, drop: Maker, element: Maker, ask: Maker
) -> None:
    mapping(MAPPING)
    drop("page.json", element())
    with pytest.raises(InputError, match="no known format"):
        land(mapped, None, landing)
    assert ask("SELECT count(*) FROM facts.landing_files") == [(0,)]


def test_without_its_mapping_a_source_lands_nothing(
    mapped: Channel, landing: Path, inbox: Path, rows: Any, mapping: Maker
) -> None:
    as_csv(inbox / "table.csv", rows)
    with pytest.raises(ChannelError, match="There is no mapping 'notes'"):
        land(mapped, None, landing)


def test_an_archive_is_its_owners_once_the_owner_is_known(
    channel: Channel, landing: Path, tmp_path: Path, tweet_id: Maker, ask: Maker
) -> None:
    entry = {
        "tweet": {"id_str": str(tweet_id()), "full_text": "A plan", "created_at": "Sat May 04 04:00:00 +0000 2030"}
    }
    script = tmp_path / "tweets.js"
    script.write_text(f"window.YTD.tweets.part0 = {json.dumps([entry], indent=2)}", encoding="utf-8")
    assert land(channel, [script], landing).rejected == 1
    account = {"account": {"accountId": "501", "username": "Brindle_Labs", "accountDisplayName": "Brindle"}}
    (tmp_path / "account.js").write_text(f"window.YTD.account.part0 = {json.dumps([account])}", encoding="utf-8")
    assert land(channel, [script], landing) == LandingSummary(1, 0, 1, 1, 0)
    script.unlink()
    (tmp_path / "account.js").unlink()
    assert load_day(channel, DAY, landing).loaded == 1
    assert ask("SELECT author_key FROM facts.tweets") == [("501",)]
