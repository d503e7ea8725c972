"""benchmarks/pipeline.py and benchmarks/archive.py as a person runs them, with small days."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
STAGES = ["land", "load", "judge", "topics", "accounts", "report", "publish"]


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder for the scripts' files that Postgres' own user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="chorus-benchmark-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def run(room: Path, script: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A script's end; its temporary files go below ``room``."""
    command = [sys.executable, str(PROJECT / "benchmarks" / script), *arguments]
    environment = os.environ | {"TMPDIR": str(room)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def lines(room: Path, script: str, *arguments: str) -> list[dict[str, Any]]:
    """What a script prints; it must leave nothing behind."""
    done = run(room, script, *arguments)
    assert done.returncode == 0, done.stderr
    assert list(room.iterdir()) == []
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_day_goes_through_all_stages_and_growth_is_told(room: Path) -> None:
    found = lines(room, "pipeline.py", "--tweets", "400", "200")
    *measured, last = found
    named = [*STAGES, "total"]
    assert [(line["tweets"], line["stage"]) for line in measured] == [(n, stage) for n in (200, 400) for stage in named]
    assert all(line["peak_mb"] > 0 and line["wall_seconds"] > 0 for line in measured)
    for *stages, total in (measured[: len(named)], measured[len(named) :]):
        for name in ("cpu_seconds", "wall_seconds"):
            assert total[name] == pytest.approx(sum(line[name] for line in stages), abs=0.01)
        assert total["peak_mb"] == max(line["peak_mb"] for line in stages)
    assert list(last["exponents"]) == named


def test_what_a_day_costs_is_told_for_each_size_of_the_archive(room: Path) -> None:
    *sizes, last = lines(room, "archive.py", "--days", "12", "10")
    assert [line["days"] for line in sizes] == [10, 12]
    assert all(list(line) == ["days", "land", "load", "again", "read"] for line in sizes)
    assert list(last["growth"]) == ["land", "load", "again", "read"]


@pytest.mark.parametrize(
    ("script", "arguments"),
    [
        ("pipeline.py", ()),
        ("pipeline.py", ("--tweets", "99")),
        ("archive.py", ()),
        ("archive.py", ("--days", "9")),
        ("archive.py", ("--days", "many")),
    ],
)
def test_what_cannot_be_run_is_told_on_stderr(room: Path, script: str, arguments: tuple[str, ...]) -> None:
    done = run(room, script, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--tweets" in done.stderr or "--days" in done.stderr
