"""benchmarks/publish.py as a person runs it, with few posts."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def run(room: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The script's end; its temporary files go below ``room``."""
    command = [sys.executable, str(PROJECT / "benchmarks" / "publish.py"), *arguments]
    environment = os.environ | {"TMPDIR": str(room)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_it_prints_a_line_per_method_and_the_ratio_and_leaves_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "--posts", "30")
    assert (done.returncode, done.stderr) == (0, "")
    *methods, last = map(json.loads, done.stdout.splitlines())
    assert [list(line) for line in methods] == [["method", "seconds", "disk_mb"]] * 3
    assert [line["method"] for line in methods] == ["dawn_chorus", "again", "clone_depth_1"]
    ours, _, clone = methods
    assert ours["disk_mb"] < 0.5 < 30 * 0.06 < clone["disk_mb"]
    assert list(last) == ["ratio"]
    assert list(tmp_path.iterdir()) == []


def test_without_a_single_post_it_could_not_run(tmp_path: Path) -> None:
    done = run(tmp_path, "--posts", "0")
    assert done.returncode != 0
    assert "at least 1" in done.stderr
