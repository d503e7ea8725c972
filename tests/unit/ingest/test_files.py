"""Keeping the bytes of files under their hash: completely or not at all."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dawn_chorus.errors import InputError
from dawn_chorus.ingest import files
from dawn_chorus.ingest.files import hash_of, keep, landed_path
from dawn_chorus.ingest.found import FoundFile

CONTENT = b"some bytes\n"
SHA = hashlib.sha256(CONTENT).hexdigest()


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


def test_a_part_that_vanished_without_a_copy_is_told(
    make: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_copy", lambda file, sha256, part: None)
    with pytest.raises(InputError, match="cannot be read and kept: No such file") as caught:
        keep(FoundFile(make("a"), "data", "a"), SHA, tmp_path / "landing")
    assert "landing folder" in caught.value.remedy
    assert not landed_path(tmp_path / "landing", SHA).exists()
