"""The tables of a migrated Postgres follow the grammar of docs/naming.md; a failure says what to rename."""

import re
from collections import defaultdict

import pytest
import sqlalchemy as sa

COLLECTIVE = {"quarantine", "day_ledger"}  # a quarantine holds many records, a ledger many days
COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type, c.is_nullable = 'YES' AS is_nullable
FROM information_schema.columns AS c
INNER JOIN pg_class AS t ON t.oid = format('%I.%I', c.table_schema, c.table_name)::regclass
WHERE c.table_schema IN ('facts', 'results') AND NOT t.relispartition
"""


@pytest.fixture
def columns(database: sa.Engine) -> dict[tuple[str, str], tuple[str, bool]]:
    """Type and nullability of every column, by table and name."""
    with database.connect() as connection:
        rows = connection.execute(sa.text(COLUMNS)).all()
    return {(row.table_name, row.column_name): (row.data_type, row.is_nullable) for row in rows}


Columns = dict[tuple[str, str], tuple[str, bool]]


def test_tables_are_plural(columns: Columns) -> None:
    assert {table for table, _ in columns if not table.endswith("s")} <= COLLECTIVE


@pytest.mark.parametrize(
    ("type_", "pattern"),
    [("timestamp with time zone", r"\w+_at"), ("date", r"(\w+_)?day"), ("boolean", r"(is|has)_\w+")],
)
def test_a_type_shows_in_the_name_and_the_name_in_the_type(columns: Columns, type_: str, pattern: str) -> None:
    for (table, name), (actual, _) in columns.items():
        assert (actual == type_) is bool(re.fullmatch(pattern, name)), f"{table}.{name} is {actual}"


@pytest.mark.parametrize(
    ("suffix", "types"),
    [
        ("_count", {"bigint"}),
        ("_no", {"integer"}),
        ("_key", {"text"}),
        ("_hash", {"text"}),
        ("_id", {"bigint", "text"}),
        ("_rank", {"integer"}),
        ("_score", {"real"}),
        ("_bytes", {"bigint"}),
    ],
)
def test_a_suffix_has_its_type(columns: Columns, suffix: str, types: set[str]) -> None:
    found = {f"{table}.{name}": actual for (table, name), (actual, _) in columns.items() if name.endswith(suffix)}
    assert found
    assert {name: actual for name, actual in found.items() if actual not in types} == {}


def test_a_counter_as_received_may_be_unknown(columns: Columns) -> None:
    counters = {key: is_nullable for key, (_, is_nullable) in columns.items() if key[1].endswith("_count")}
    assert all(counters.values()), "null where the input gives none; zero would be a claim"


def test_a_column_name_has_one_type_everywhere(columns: Columns) -> None:
    types: dict[str, set[str]] = defaultdict(set)
    for (_, name), (actual, _) in columns.items():
        types[name].add(actual)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}
