"""benchmarks/ingest.py as a person runs it, with few records."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
KEYS = ["path", "records", "cpu_seconds", "rows_per_second", "cpu_ratio_to_raw_copy", "peak_mb"]


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder for the script's files that Postgres' own user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="chorus-benchmark-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def run(room: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The script's end; its temporary files go below ``room``."""
    command = [sys.executable, str(PROJECT / "benchmarks" / "ingest.py"), *arguments]
    environment = os.environ | {"TMPDIR": str(room)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_it_prints_a_line_per_path_and_the_ratio_of_a_reload_and_leaves_nothing(room: Path) -> None:
    done = run(room, "--records", "2000", "--peers")
    assert done.returncode == 0, done.stderr
    *paths, last = map(json.loads, done.stdout.splitlines())
    assert [list(line) for line in paths] == [KEYS] * 3
    assert [line["path"] for line in paths] == ["raw_copy", "dawn_chorus", "pandas_to_sql"]
    assert {line["records"] for line in paths} == {2000}
    assert paths[0]["cpu_ratio_to_raw_copy"] == 1
    assert all(line["cpu_seconds"] > 0 and line["peak_mb"] > 0 for line in paths)
    assert last["records"] == 2000
    assert last["reload_cpu_ratio"] < 0.25
    assert list(room.iterdir()) == []


@pytest.mark.parametrize("arguments", [(), ("--records", "0"), ("--records", "many")])
def test_what_cannot_be_run_is_told_on_stderr(room: Path, arguments: tuple[str, ...]) -> None:
    done = run(room, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--records" in done.stderr


def test_help_teaches_what_the_lines_mean(room: Path) -> None:
    taught = run(room, "--help").stdout
    for word in ("raw_copy", "dawn_chorus", "pandas_to_sql", "cpu_seconds", "peak_mb", "rows_per_second"):
        assert word in taught
