"""The same tweets give the same topics in any process: whatever its hash seed and whatever the order of rows."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
import datetime as dt, random, sys
from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.model import Document

day = dt.date(2026, 3, 4)
things = ["Nimbus Kite", "Ostrava Bank", "青岚 2.0", "Zorbital 4.5"]
words = ["weights", "strike", "paper", "price", "hands", "speed", "licence", "union"]
tweets = [
    Document(n, day, f"a{n % 37}", f"They say {things[n % 4]} has {words[n % 8]} and {words[n * 3 % 8]} number{n}")
    for n in range(120)
]
tweets += [Document(200 + n, day, f"b{n}", "so true", "reply", n) for n in range(20)]
tweets += [Document(300 + n, day, f"fan{n % 6}", "RT", "retweet", 5) for n in range(12)]
history = [
    Document(-n, day - dt.timedelta(days=1 + n % 7), f"a{n % 40}", f"We look at {things[n % 4]} part {n}")
    for n in range(1, 60)
]
for rows in (tweets, history):
    random.Random(int(sys.argv[1])).shuffle(rows)
print(discover(tweets, history))
"""


def discovered(seed: int) -> str:
    command = [sys.executable, "-c", SCRIPT, str(seed)]
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def expected() -> str:
    """What one process finds."""
    return discovered(0)


def test_there_is_something_to_differ_in(expected: str) -> None:
    assert "topic_no=4" in expected
    assert "role='ad'" in expected


@pytest.mark.parametrize("seed", [1, 20260302])
def test_neither_hash_seed_nor_order_matters(expected: str, seed: int) -> None:
    assert discovered(seed) == expected


def test_importing_what_a_dag_file_needs_loads_nothing_heavy() -> None:
    script = "import sys, dawn_chorus.channel; print('graspologic_native' in sys.modules, 'scipy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["False", "False"]
