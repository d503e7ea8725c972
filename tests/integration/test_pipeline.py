"""The whole path under stress: killed at random instants, run twice at once, in another order, with late input."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.installation import SAMPLE, Installation

from dawn_chorus.database import connect

DAYS = ("2026-03-04", "2026-03-05", "2026-03-06")
KILLS = 6
SEED = 20260302

Install = Callable[[], Installation]


@pytest.fixture
def install(tmp_path: Path, make_database: Callable[[], str]) -> Iterator[Install]:
    """Make a fresh installation, as often as asked."""
    count = iter(range(100))
    yield lambda: Installation(tmp_path / f"home{next(count)}", make_database())
    connect.reset()


@pytest.fixture
def week() -> Path:
    """The sample week's folder."""
    return SAMPLE / "twitter_ai"


def test_killed_at_random_instants_nothing_is_lost_or_doubled(install: Install, week: Path) -> None:
    clean, harassed = install(), install()
    clean.run_days(DAYS[:1], week)
    chance = random.Random(SEED)
    for _ in range(KILLS):
        process = harassed.start("run", "twitter_ai", "--from", DAYS[0], "--data", str(week))
        time.sleep(chance.uniform(0.5, 7))
        process.kill()
        process.communicate()
        harassed.check_invariants()
    harassed.run_days(DAYS[:1], week)
    harassed.check_invariants()
    assert harassed.state() == clean.state()
    assert harassed.commits() == clean.commits() == 1


def test_two_at_once_make_one_post(install: Install, week: Path) -> None:
    here = install()
    rivals = [here.start("run", "twitter_ai", "--from", DAYS[0], "--data", str(week)) for _ in range(2)]
    for rival in rivals:
        _, err = rival.communicate(timeout=180)
        assert rival.returncode == 0, err
    here.check_invariants()
    assert here.commits() == 1


def test_days_in_another_order_come_to_the_same_after_a_refresh(install: Install, week: Path) -> None:
    forwards, backwards = install(), install()
    forwards.run_days(DAYS, week)
    backwards.run_days(DAYS[::-1], week)
    assert backwards.state() != forwards.state(), "the days' context should matter, else this test shows nothing"
    backwards.run("refresh", "twitter_ai")
    assert backwards.state() == forwards.state()
    tip = backwards.commits()
    assert "0 days" in backwards.run("refresh", "twitter_ai")
    assert backwards.commits() == tip


def test_a_late_file_changes_its_day_and_what_follows(install: Install, week: Path) -> None:
    (late,) = (SAMPLE / "late").iterdir()
    whole, patient = install(), install()
    whole.run_days(DAYS, week, late)
    patient.run_days(DAYS, week)
    assert patient.state() != whole.state()
    patient.run("ingest", "twitter_ai", "--from", "2026-03-05", "--data", str(late))
    assert "2026-03-05: input changed" in patient.run("refresh", "twitter_ai")
    patient.check_invariants()
    assert patient.state() == whole.state()
