"""What reading a landed file gave is kept, given back by day, and made anew exactly where it does not hold."""

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dawn_chorus.errors import InputError
from dawn_chorus.ingest import files, given, parsed
from dawn_chorus.ingest.examine import examine
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.given import LandedFile
from dawn_chorus.ingest.parsed import DamagedError, Parsing, read_parsed
from dawn_chorus.ingest.reading import PLAIN

Maker = Callable[..., Any]
DAY, NEXT = dt.date(2030, 5, 4), dt.date(2030, 5, 5)
SHANGHAI = ZoneInfo("Asia/Shanghai")
SHA = "ab" * 32
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    """The landing folder."""
    return tmp_path / "landing"


@pytest.fixture
def landed(landing: Path, page: Maker, element: Maker, id_at: Maker) -> LandedFile:
    """Two tweets of a day and one of the next, a refused one of each, and a line that is no JSON."""
    noon = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
    later = [id_at(noon + hours * HOUR) for hours in (1, 24, 25)]
    ids = [id_at(), *later]
    data = [element(each, created_at=None, text=None if each == ids[1] else "plans\n线") for each in ids]
    content = json.dumps(page(*data, element(id_at(noon + 2 * HOUR), created_at=None))).encode() + b"\n{cut off"
    path = files.landed_path(landing, SHA)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return LandedFile(SHA, "file", len(content), dt.datetime(2030, 6, 1, 12, tzinfo=dt.UTC), PLAIN)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read to be parsed, in order."""
    names: list[str] = []

    def noted(path: Path, name: str, *arguments: Any) -> Any:
        names.append(name)
        return examine(path, name, *arguments)

    monkeypatch.setattr(parsed, "examine", noted)
    return names


@pytest.fixture
def read(landing: Path, landed: LandedFile) -> Callable[..., tuple[list[ReceivedTweet], int]]:
    """Reads a day of the landed file: its tweets, and how many refused records are booked to it."""

    def of(day: dt.date = DAY, zone: ZoneInfo = SHANGHAI) -> tuple[list[ReceivedTweet], int]:
        tweets: list[ReceivedTweet] = []
        rejected = read_parsed(landed, day, zone, landing, tweets.extend)
        return tweets, rejected

    return of


def kept(landing: Path) -> list[Path]:
    return sorted(path for path in (landing.parent / "parsed").rglob("*") if path.is_file())


@pytest.mark.parametrize("held", [1, 2, 2_000])
def test_each_day_gives_the_tweets_and_refusals_that_examining_gives(
    landing: Path, landed: LandedFile, read: Maker, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr(parsed, "HELD_TWEETS", held)
    heard: list[tuple[ReceivedTweet, dt.date]] = []
    path = files.landed_path(landing, SHA)
    examined = examine(path, "file", SHANGHAI, lambda *each: heard.append(each))
    for day in (DAY, NEXT, DAY - dt.timedelta(days=1)):
        expected = [tweet for tweet, its_day in heard if its_day == day]
        assert read(day) == (expected, examined.rejected(landed.landed_at.date())[day])
    assert (len(heard), examined.refused.total()) == (4, 2)


def test_a_file_is_parsed_once_for_all_its_days(read: Maker, readings: list[str]) -> None:
    for day in (DAY, NEXT, DAY):
        read(day)
    assert readings == ["file"]


def test_other_code_parses_anew_once(read: Maker, readings: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = read()
    monkeypatch.setattr(given, "code_version", lambda: "0.0+newer")
    assert read() == read() == first
    assert readings == ["file"] * 2


def test_a_zone_whose_midnights_moved_parses_anew(
    read: Maker, readings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read()
    monkeypatch.setattr(parsed, "midnights", lambda day, zone: (0.0, float(day.toordinal())))
    read()
    read()
    assert readings == ["file"] * 2


def test_another_zone_has_days_of_its_own(landing: Path, read: Maker, readings: list[str]) -> None:
    new_york = ZoneInfo("America/New_York")
    read()
    assert [len(read(day, new_york)[0]) for day in (DAY, NEXT)] == [2, 2]
    assert len(read()[0]) == 2
    assert readings == ["file"] * 2
    assert len(kept(landing)) == 2


@pytest.mark.parametrize("left", [0, 3, 20, -1])
def test_what_was_cut_off_is_made_anew(landing: Path, read: Maker, readings: list[str], left: int) -> None:
    first = read()
    (path,) = kept(landing)
    path.write_bytes(path.read_bytes()[:left])
    assert read() == first
    assert readings == ["file"] * 2


def test_a_harmed_byte_is_noticed(landing: Path, read: Maker) -> None:
    read()
    (path,) = kept(landing)
    kept_bytes = bytearray(path.read_bytes())
    kept_bytes[10] ^= 1
    path.write_bytes(kept_bytes)
    with pytest.raises(DamagedError):
        read()


def test_what_was_not_kept_leaves_nothing(landing: Path, landed: LandedFile) -> None:
    parsing = Parsing(files.landed_path(landing, SHA), "file", SHA, landing, SHANGHAI)
    parsing.examine()
    assert len(kept(landing)) == 1
    parsing.drop()
    assert kept(landing) == []


def test_what_a_killed_process_left_goes_when_nobody_can_be_writing_it(landing: Path, read: Maker) -> None:
    folder = files.parsed_folder(landing, SHA)
    folder.mkdir(parents=True)
    old, young = folder / "1.1.part", folder / "2.2.part"
    for part in (old, young):
        part.write_bytes(b"unfinished")
    os.utime(old, (0, 0))
    read()
    assert (old.exists(), young.exists()) == (False, True)


def test_a_folder_that_cannot_be_written_says_so(landing: Path, landed: LandedFile) -> None:
    landing.with_name("parsed").write_text("in the way")
    with pytest.raises(InputError, match=r"parsed.*cannot be written"):
        Parsing(files.landed_path(landing, SHA), "file", SHA, landing, SHANGHAI).examine()


def test_discarding_a_file_removes_its_bytes_and_all_that_was_kept_of_it(
    landing: Path, landed: LandedFile, read: Maker
) -> None:
    read()
    read(DAY, ZoneInfo("UTC"))
    for _ in range(2):
        files.discard(landing, landed.sha256)
        assert not files.landed_path(landing, SHA).exists()
        assert kept(landing) == []
