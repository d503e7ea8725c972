"""The files of migrations: in order, each with a number of its own."""

import hashlib
from pathlib import Path

import pytest

from dawn_chorus.database.migrate import Migration, read_migrations
from dawn_chorus.errors import DatabaseError


def _write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_text(f"SELECT '{name}';\n", encoding="utf-8")
    return folder


def test_they_come_in_the_order_of_their_numbers_and_not_of_their_making(tmp_path: Path) -> None:
    _write(tmp_path, "0010_later.sql", "0002_days.sql", "0001_zebra.sql", "README.md")
    assert [each.name for each in read_migrations(tmp_path)] == ["0001_zebra", "0002_days", "0010_later"]


def test_each_is_its_text_and_the_hash_of_it(tmp_path: Path) -> None:
    _write(tmp_path, "0001_roles.sql")
    (found,) = read_migrations(tmp_path)
    assert found == Migration("0001_roles", "SELECT '0001_roles.sql';\n")
    assert found.sha256 == hashlib.sha256((tmp_path / "0001_roles.sql").read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "name", ["1_roles.sql", "roles.sql", "0001-roles.sql", "0001_Roles.sql", "00001_roles.sql", "0001_.sql~.sql"]
)
def test_another_name_is_refused_with_an_example(tmp_path: Path, name: str) -> None:
    _write(tmp_path, "0002_good.sql", name)
    with pytest.raises(DatabaseError, match="is not named like a migration") as caught:
        read_migrations(tmp_path)
    assert str(tmp_path / name) in caught.value.message
    assert "0005_what_it_does.sql" in caught.value.remedy


def test_a_number_given_twice_is_refused(tmp_path: Path) -> None:
    _write(tmp_path, "0001_roles.sql", "0002_facts.sql", "0002_results.sql")
    with pytest.raises(DatabaseError, match="Two migrations have one number") as caught:
        read_migrations(tmp_path)
    assert "next free number" in caught.value.remedy


def test_a_project_without_migrations_is_no_empty_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="There are no migrations") as caught:
        read_migrations(tmp_path / "sql" / "migrations")
    assert "CHORUS_PROJECT" in caught.value.remedy
