"""Statements in files: found by name, and told where they are missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.settings import settings

HEADER = "-- Purpose: one day.\n-- Parameters: day\n-- Re-run: safe.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the statements of another project."""
    monkeypatch.setenv("CHORUS_PROJECT", str(tmp_path))
    settings.cache_clear()
    statement.cache_clear()
    yield tmp_path / "sql"
    settings.cache_clear()
    statement.cache_clear()


def test_a_statement_is_its_file_with_bound_parameters(folder: Path) -> None:
    (folder / "ingest").mkdir(parents=True)
    (folder / "ingest" / "read_day.sql").write_text(f"{HEADER}SELECT cast(:day AS date), 'é';\n", encoding="utf-8")
    assert str(statement("ingest/read_day")) == f"{HEADER}SELECT cast(:day AS date), 'é';\n"
    assert list(statement("ingest/read_day").compile().params) == ["day"]


def test_a_statement_that_is_missing_is_told_with_its_file(folder: Path) -> None:
    with pytest.raises(ChorusError) as caught:
        statement("ingest/read_day")
    assert str(folder / "ingest" / "read_day.sql") in caught.value.message
    assert "CHORUS_PROJECT" in caught.value.remedy


def test_every_statement_of_the_project_can_be_read() -> None:
    names = [path.relative_to(settings().sql).with_suffix("") for path in settings().sql.glob("[a-z]*/*_*.sql")]
    assert len(names) > 40
    assert all(statement(name.as_posix()).text.startswith("-- Purpose: ") for name in names)
