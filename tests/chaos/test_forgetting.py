"""Forgetting killed at random instants of every step: nothing of the tweet is left once somebody has gone on."""

import time
from pathlib import Path

import pytest
from tests import workers
from tests.chaos.conftest import DAY, FEW, Ward
from tests.workers import PURGING

from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day

KILLS = 4  # of each step
STEP_SECONDS = 0.01  # a step lasts about as long


def has(landing: Path, text: str) -> bool:
    """Whether landing keeps a text."""
    return any(text.encode() in path.read_bytes() for path in landing.rglob("*") if path.is_file())


@pytest.mark.parametrize("step", PURGING)
def test_a_killed_forgetting_is_finished_by_the_next_landing(ward: Ward, step: str) -> None:
    for number in range(KILLS):
        tweet_id, text = int(ward.element(number, number)["id"]), f"Plan {number} "
        ward.feed(FEW)
        ward.load()
        for channel in (ward.struck, ward.clean):
            worker = ward.watch(workers.start(workers.forget_one, channel, tweet_id, ward.landing))
            if channel is ward.struck:
                worker.wait_for(step)
                time.sleep(ward.chance.uniform(0, STEP_SECONDS))
                worker.process.kill()
            worker.end()
        ward.wait_until_alone()
        for channel in (ward.struck, ward.clean):
            land(channel, None, ward.landing)
            load_day(channel, DAY, ward.landing)
        ward.check(ward.rows(ward.clean))
        assert not has(ward.landing, text)
