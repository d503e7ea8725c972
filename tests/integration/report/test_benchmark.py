"""benchmarks/reports.py as a person runs it, on one made-up day."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
DAY = PROJECT / "include" / "sample" / "twitter_ai" / "2026-03-03.jsonl.gz"


def test_it_prints_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, str(PROJECT / "benchmarks" / "reports.py"), str(DAY)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"TMPDIR": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    (line,) = map(json.loads, done.stdout.splitlines())
    assert (line["path"], line["violations"], line["dropped"]) == (DAY.name, 0, 0)
    assert line["statements"] == line["cited"] > 20
    assert 0 < line["redundancy"] < 1
    assert list(tmp_path.iterdir()) == []
