"""benchmarks/ui.py as a person runs it, with a month and one round."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def run(room: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The script's end; its temporary files go below ``room``."""
    room.chmod(0o755)
    command = [sys.executable, str(PROJECT / "benchmarks" / "ui.py"), *arguments]
    environment = os.environ | {"TMPDIR": str(room)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_it_prints_one_line_with_every_page_and_leaves_nothing() -> None:
    room = Path(tempfile.mkdtemp(prefix="chorus-ui-"))  # where Postgres' own user can go
    done = run(room, "--days", "30", "--rounds", "1")
    assert done.returncode == 0, done.stderr
    line = json.loads(done.stdout)
    assert list(line) == ["days", "tweets", "rounds", "p95_ms", "cpu_ms"]
    assert list(line["p95_ms"]) == list(line["cpu_ms"])
    assert {"overview", "calendar", "window", "account", "spend"} < set(line["p95_ms"])
    assert line["tweets"] % 30 == 0
    assert list(room.iterdir()) == []
    room.rmdir()


def test_with_less_than_a_month_it_could_not_run(tmp_path: Path) -> None:
    done = run(tmp_path, "--days", "5")
    assert done.returncode != 0
    assert "At least 30 days" in done.stderr
