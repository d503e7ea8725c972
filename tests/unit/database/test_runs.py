"""The version of the code: the same for the same files, another when a file that shapes a report changes."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dawn_chorus import __version__
from dawn_chorus.database import runs
from dawn_chorus.settings import PROJECT, settings

Version = Callable[[], str]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's files that CHORUS_PROJECT points at."""
    for part in ("include/lexicons", "include/models", "include/templates", "sql"):
        shutil.copytree(PROJECT / part, tmp_path / part)
    monkeypatch.setenv("CHORUS_PROJECT", str(tmp_path))
    return tmp_path


@pytest.fixture
def version() -> Iterator[Version]:
    """The version as a new process would find it."""

    def of_now() -> str:
        settings.cache_clear()
        runs.code_version.cache_clear()
        return runs.code_version()

    yield of_now
    settings.cache_clear()
    runs.code_version.cache_clear()


def test_it_begins_with_the_version_of_the_package(version: Version) -> None:
    assert re.fullmatch(rf"{re.escape(__version__)}\+[0-9a-f]{{12}}", version())


def test_a_copy_of_the_same_files_has_the_same_version(
    version: Version, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_copy = version()
    monkeypatch.delenv("CHORUS_PROJECT")
    assert version() == of_copy


@pytest.mark.parametrize(
    "path",
    [
        "sql/topics/insert_topic.sql",
        "include/lexicons/cues.yaml",
        "include/models/topics.json",
        "include/templates/zh/post.md.j2",
    ],
)
def test_a_changed_file_is_another_version(version: Version, copy: Path, path: str) -> None:
    before = version()
    with (copy / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert version() != before


def test_a_renamed_and_a_removed_file_are_other_versions(version: Version, copy: Path) -> None:
    lexicon = copy / "include" / "lexicons" / "cues.yaml"
    found = [version()]
    lexicon = lexicon.rename(lexicon.with_name("cues_.yaml"))
    found.append(version())
    lexicon.unlink()
    found.append(version())
    assert len(set(found)) == 3


def test_files_that_shape_no_report_do_not_count(version: Version, copy: Path) -> None:
    before = version()
    (copy / "include" / "channels").mkdir()
    (copy / "include" / "channels" / "twitter_new.yaml").write_text("name: twitter_new\n")
    (copy / "notes.md").write_text("notes")
    assert version() == before


def test_a_process_keeps_its_version_while_files_change_under_it(version: Version, copy: Path) -> None:
    before = version()
    shutil.rmtree(copy / "sql")
    assert runs.code_version() == before
