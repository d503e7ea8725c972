"""docs/naming.md says what we do: folders, variables, tests and constants as it writes them."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
NAMING = (REPOSITORY / "docs" / "naming.md").read_text(encoding="utf-8")
STAGES = ("ingest", "topics", "accounts", "report", "publish")
VARIABLE = re.compile(r"\bCHORUS_[A-Z_]*[A-Z]\b")


def _texts(*folders: str) -> dict[Path, str]:
    paths = [path for folder in folders for path in sorted((REPOSITORY / folder).rglob("*.py"))]
    return {path: path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_word_names_its_folders(stage: str) -> None:
    for folder in ("src/dawn_chorus", "sql", "tests/unit", "tests/integration"):
        assert (REPOSITORY / folder / stage).is_dir(), f"{folder}/{stage} is missing"


def test_every_variable_that_code_reads_is_described_and_no_other() -> None:
    described = set(re.findall(r"^\| `(CHORUS_\w+)` \|", NAMING, re.MULTILINE))
    used = {
        name for text in _texts("src", "tools", "dags", "plugins", "tests").values() for name in VARIABLE.findall(text)
    }
    assert used == described, "mend the table of variables in docs/naming.md"


def test_tests_lie_in_folders_of_what_they_test() -> None:
    known = {path.name for path in (REPOSITORY / "src" / "dawn_chorus").iterdir() if path.is_dir()} | {
        "deploy",
        "tools",
        "sample",
    }
    for suite in ("unit", "integration"):
        folders = {path.name for path in (REPOSITORY / "tests" / suite).iterdir() if path.is_dir()}
        strangers = folders - known - {"__pycache__"}
        assert not strangers, f"tests/{suite} has folders of nothing in src: {strangers}"


def test_files_and_folders_are_nouns_in_small_letters() -> None:
    for path in _texts("src", "tools", "dags", "benchmarks"):
        assert re.fullmatch(r"_?_?[a-z][a-z0-9_]*(__)?", path.stem), path


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((REPOSITORY / "sql" / "migrations").glob("*.sql"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_decisions_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in (REPOSITORY / "docs" / "decisions").glob("[0-9]*.md"))
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) for name in names)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
