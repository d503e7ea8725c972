"""Finding files, and keeping their bytes under their hash: completely or not at all."""

import hashlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from dawn_chorus.channel import Channel, Source
from dawn_chorus.errors import InputError
from dawn_chorus.ingest import files
from dawn_chorus.ingest.files import FoundFile, hash_of, keep, landed_path, local_files

discover = partial(files.discover, remote=local_files)

CONTENT = b"some bytes\n"
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def channel(home: Path) -> Channel:
    """A channel with two sources below its home."""
    return Channel(
        name="twitter_test",
        title="测试",
        short_title="Test",
        start_date="2030-01-01",
        sources=(Source(name="inbox", path="{home}/inbox"), Source(name="extra", path="{home}/extra/*.json")),
    )


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a file below a folder of the test."""

    def make_file(name: str, content: bytes = CONTENT) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return make_file


def test_a_folder_is_read_recursively_in_order_and_without_what_is_no_data(
    channel: Channel, make: Callable[[str], Path], tmp_path: Path
) -> None:
    for name in ("b.json", "a.jsonl.gz", "deep/er/c.json", ".hidden", ".git/x", "deep/README.md", "LICENSE", "z"):
        make(f"drop/{name}")
    found = discover(channel, [tmp_path / "drop"])
    assert [file.name for file in found] == ["a.jsonl.gz", "b.json", "deep/er/c.json", "z"]
    assert {file.source for file in found} == {"data"}


def test_a_single_file_is_taken_whatever_it_is_called(channel: Channel, make: Callable[[str], Path]) -> None:
    path = make("README.md")
    assert discover(channel, [path]) == [FoundFile(path, "data", "README.md")]


def test_a_glob_names_files_and_folders(channel: Channel, make: Callable[[str], Path], tmp_path: Path) -> None:
    make("drop/2030-05-03/a.json"), make("drop/2030-05-04/b.json"), make("drop/2031-01-01/c.json")
    assert [file.path.name for file in discover(channel, [tmp_path / "drop" / "2030-*"])] == ["a.json", "b.json"]


@pytest.mark.parametrize("name", ["absent", "absent/*.json"])
def test_what_was_asked_for_must_exist(channel: Channel, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        discover(channel, [tmp_path / name])


def test_a_folder_without_files_is_not_called_absent(
    channel: Channel, make: Callable[[str], Path], tmp_path: Path
) -> None:
    make("drop/README.md")
    with pytest.raises(InputError, match="drop: there are no files in it"):
        discover(channel, [tmp_path / "drop"])


def test_a_file_with_a_star_in_its_name_is_itself(channel: Channel, make: Callable[[str], Path]) -> None:
    path = make("odd[*].json")
    assert [file.path for file in discover(channel, [path])] == [path]


def test_sources_may_be_empty_or_not_there_yet(channel: Channel, home: Path) -> None:
    assert discover(channel, None) == []
    (home / "extra").mkdir(parents=True)
    (home / "extra" / "one.json").write_bytes(CONTENT)
    assert [(file.source, file.name) for file in discover(channel, None)] == [("extra", "one.json")]


def test_bytes_are_kept_under_their_hash(make: Callable[[str], Path], tmp_path: Path) -> None:
    file = FoundFile(make("a"), "data", "a")
    assert hash_of(file) == (SHA, len(CONTENT))
    keep(file, SHA, tmp_path / "landing")
    keep(file, SHA, tmp_path / "landing")
    assert landed_path(tmp_path / "landing", SHA).read_bytes() == CONTENT
    assert [path.name for path in (tmp_path / "landing").rglob("*") if path.is_file()] == [SHA]


def test_a_file_that_changed_since_it_was_hashed_is_not_kept(make: Callable[[str], Path], tmp_path: Path) -> None:
    file = FoundFile(make("a"), "data", "a")
    file.path.write_bytes(CONTENT + b"and more")
    with pytest.raises(InputError, match="changed while it was being read"):
        keep(file, SHA, tmp_path / "landing")
    assert not [path for path in (tmp_path / "landing").rglob("*") if path.is_file()]


def test_what_a_killed_process_left_unfinished_is_removed(make: Callable[[str], Path], tmp_path: Path) -> None:
    leftover = landed_path(tmp_path / "landing", SHA).with_name(f"{SHA}.99999999.part")
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"some")
    keep(FoundFile(make("a"), "data", "a"), SHA, tmp_path / "landing")
    assert not leftover.exists()


def test_a_part_taken_by_another_process_that_was_faster_is_no_loss(
    make: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = landed_path(tmp_path / "landing", SHA)
    copy = files._copy

    def overtaken(file: FoundFile, sha256: str, part: Path) -> None:
        copy(file, sha256, part)
        part.rename(target)

    monkeypatch.setattr(files, "_copy", overtaken)
    keep(FoundFile(make("a"), "data", "a"), SHA, tmp_path / "landing")
    assert target.read_bytes() == CONTENT


def test_what_is_no_file_or_cannot_be_kept_is_one_clear_line(make: Callable[[str], Path], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is not a file"):
        hash_of(FoundFile(tmp_path / "pipe", "data", "pipe"))
    blocked = make("landing")
    with pytest.raises(InputError, match="cannot be read and kept: Not a directory"):
        keep(FoundFile(make("a"), "data", "a"), SHA, blocked)


def test_a_link_that_leads_nowhere_is_left_out_of_a_glob_and_told_when_it_is_named(
    channel: Channel, make: Callable[[str], Path], tmp_path: Path
) -> None:
    make("drop/a.json")
    (tmp_path / "drop" / "circle.json").symlink_to("circle.json")
    assert [file.name for file in discover(channel, [tmp_path / "drop" / "*.json"])] == ["a.json"]
    (found,) = discover(channel, [tmp_path / "drop" / "circle.json"])
    with pytest.raises(InputError, match="is not a file"):
        hash_of(found)


def test_a_part_that_vanished_without_a_copy_is_told(
    make: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_copy", lambda file, sha256, part: None)
    with pytest.raises(InputError, match="cannot be read and kept: No such file") as caught:
        keep(FoundFile(make("a"), "data", "a"), SHA, tmp_path / "landing")
    assert "landing folder" in caught.value.remedy
    assert not landed_path(tmp_path / "landing", SHA).exists()
