"""The data dictionary against a real, migrated Postgres."""

import importlib.util
import sys
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa

from dawn_chorus.database.connect import transaction

SCRIPT = Path(__file__).resolve().parents[3] / "tools" / "data_dictionary.py"


@pytest.fixture(scope="module")
def dictionary() -> ModuleType:
    """The script as a module."""
    specification = importlib.util.spec_from_file_location("data_dictionary", SCRIPT)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


def test_the_committed_document_is_up_to_date(database: sa.Engine, dictionary: ModuleType) -> None:
    text = dictionary.render(dictionary.read_tables(database))
    assert text == dictionary.TARGET.read_text(encoding="utf-8"), "run make docs and commit docs/data_dictionary.md"


def test_it_knows_what_the_migrations_made(database: sa.Engine, dictionary: ModuleType) -> None:
    tables = {f"{table.schema}.{table.name}": table for table in dictionary.read_tables(database)}
    assert tables["facts.tweets"].partitioned_by == "LIST (channel)"
    assert tables["facts.tweets"].writers == ("loader",)
    assert tables["results.topics"].writers == ("analyst",)
    assert tables["facts.tweets"].constraints[0] == "PRIMARY KEY (channel, day, tweet_id)"
    assert not any(name.startswith("public.") for name in tables)


def test_partitions_are_left_out(database: sa.Engine, dictionary: ModuleType) -> None:
    before = len(dictionary.read_tables(database))
    with transaction("loader") as connection:
        connection.execute(sa.text("CREATE TABLE facts.tweets_any PARTITION OF facts.tweets DEFAULT"))
    assert len(dictionary.read_tables(database)) == before


def test_a_new_column_without_a_comment_is_found(database: sa.Engine, dictionary: ModuleType) -> None:
    with transaction("loader") as connection:
        connection.execute(sa.text("ALTER TABLE facts.tombstones ADD COLUMN witness text"))
    assert dictionary.missing_comments(dictionary.read_tables(database)) == ["facts.tombstones.witness"]


def test_check_tells_a_stale_document_from_a_fresh_one(
    database: sa.Engine, dictionary: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dictionary, "TARGET", tmp_path / "data_dictionary.md")
    monkeypatch.setattr(dictionary, "fresh_database", lambda: nullcontext(database))
    with pytest.raises(SystemExit, match="stale: run make docs"):
        dictionary.main(["--check"])
    dictionary.main([])
    dictionary.main(["--check"])
    dictionary.TARGET.write_text("old")
    with pytest.raises(SystemExit, match="stale: run make docs"):
        dictionary.main(["--check"])
    assert dictionary.TARGET.read_text() == "old", "checking writes nothing"


def test_a_missing_comment_ends_with_one_line_and_a_remedy(
    database: sa.Engine, dictionary: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dictionary, "fresh_database", lambda: nullcontext(database))
    with transaction("loader") as connection:
        connection.execute(sa.text("ALTER TABLE facts.tombstones ADD COLUMN witness text"))
    with pytest.raises(SystemExit, match=r"Without a comment: facts\.tombstones\.witness\.\n.*COMMENT ON"):
        dictionary.main(["--check"])
