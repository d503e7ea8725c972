"""`make demo`, the first command that a person types: tells what was planted in the week, and nothing new twice."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "demo.py"
FOUND = re.compile(
    r"(\d+) of (\d+) planted story-days cited .* (\d+) on the farm, (\d+) on hostile text; (\d+) of (\d+) notable"
)
MIN_CITED = 0.9  # of the planted story-days; 95 % when this was written
MIN_NOTABLE = 0.9


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home with a short path, for sockets, that Postgres' own user may enter."""
    made = Path(tempfile.mkdtemp(prefix="chorus-demo-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def demo(home: Path) -> str:
    """What the demo prints."""
    env = {**os.environ, "CHORUS_HOME": str(home)}
    done = subprocess.run([sys.executable, TOOL], env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return " ".join(done.stdout.split())


def tip(home: Path) -> str:
    """The last commit of the blog."""
    command = ["git", "-c", "safe.directory=*", "-C", str(home / "blog.git"), "rev-parse", "main"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_demo_finds_what_was_planted_and_a_second_time_commits_nothing(folder: Path) -> None:
    said = demo(folder)
    found = FOUND.search(said)
    assert found, said
    cited, planted, farm, hostile, notable, planted_notable = map(int, found.groups())
    assert cited >= MIN_CITED * planted
    assert notable >= MIN_NOTABLE * planted_notable
    assert (farm, hostile) == (0, 0)
    assert "7 posts in" in said
    first = tip(folder)
    demo(folder)
    assert tip(folder) == first
