"""Finding the files of sources, and of paths that were given by hand."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from dawn_chorus.channel import Channel, Source
from dawn_chorus.errors import InputError
from dawn_chorus.ingest import found
from dawn_chorus.ingest.files import hash_of
from dawn_chorus.ingest.found import FoundFile, local_files

discover = partial(found.discover, remote=local_files)


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
    (home / "extra" / "one.json").write_bytes(b"some bytes")
    assert [(file.source, file.name) for file in discover(channel, None)] == [("extra", "one.json")]


def test_a_link_that_leads_nowhere_is_left_out_of_a_glob_and_told_when_it_is_named(
    channel: Channel, make: Callable[[str], Path], tmp_path: Path
) -> None:
    make("drop/a.json")
    (tmp_path / "drop" / "circle.json").symlink_to("circle.json")
    assert [file.name for file in discover(channel, [tmp_path / "drop" / "*.json"])] == ["a.json"]
    (found,) = discover(channel, [tmp_path / "drop" / "circle.json"])
    with pytest.raises(InputError, match="is not a file"):
        hash_of(found)
