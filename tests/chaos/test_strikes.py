"""Loads and landings struck at random instants of every step: faults 1, 3, 11 and 12."""

import os
import time
from collections.abc import Callable
from signal import SIGKILL, SIGQUIT, SIGTERM

import pytest
from tests import workers
from tests.chaos.conftest import FEW, Ward, restart
from tests.workers import KEEPING, LOADING, MAY_PASS, TERMINATED, Worker

from dawn_chorus.database import embedded
from dawn_chorus.ingest.landing import land

KILLS = 11  # of each step of a load: 44 together
LANDING_KILLS = 6  # of each step of a landing: 12 together
TERMS = 3  # of each step and kind
CUTS = 4  # sessions ended by the server, of each step
CRASHES = 2  # of each step
LANDING_STEP_SECONDS = 0.004  # a step of a landing lasts about as long


def strike(ward: Ward, step: str, blow: Callable[[Worker], None], times: int, **options: bool) -> list[int]:
    """Strike loads inside a step until ``times`` of them did not reach their end; the exit codes of these.

    After each blow the day is the old one or the new one, and the next run makes it the new one.
    """
    ward.measure()
    ward.load()
    struck: list[int] = []
    for _ in range(3 * times):
        wanted = ward.feed()
        before = ward.rows(ward.struck)
        worker = ward.start(**options)
        worker.wait_for(step)
        ward.pause_inside(step)
        blow(worker)
        code = worker.end()
        ward.check(before, wanted)
        ward.recover(wanted)
        struck += [code] if code else []
        if len(struck) == times:
            return struck
    raise AssertionError(f"{len(struck)} of {3 * times} blows struck inside {step}; {times} are wanted")


@pytest.mark.parametrize("step", LOADING)
def test_a_killed_load_leaves_the_old_day_or_the_new_one(ward: Ward, step: str) -> None:
    codes = strike(ward, step, lambda worker: worker.process.kill(), KILLS)
    assert codes == [-SIGKILL] * KILLS


@pytest.mark.parametrize("hears_terms", [False, True], ids=["deaf", "hearing"])
@pytest.mark.parametrize("step", LOADING)
def test_a_terminated_load_leaves_the_old_day_or_the_new_one(ward: Ward, step: str, hears_terms: bool) -> None:
    codes = strike(ward, step, lambda worker: worker.process.terminate(), TERMS, hears_terms=hears_terms)
    assert codes == [TERMINATED if hears_terms else -SIGTERM] * TERMS


@pytest.mark.parametrize("step", LOADING[1:])  # a load that parses has no session to lose
def test_a_load_whose_session_is_ended_may_be_tried_again(
    ward: Ward, step: str, end_sessions: Callable[[], None]
) -> None:
    codes = strike(ward, step, lambda _: end_sessions(), CUTS)
    assert codes == [MAY_PASS] * CUTS


@pytest.mark.parametrize("step", LOADING)
def test_a_server_that_crashes_comes_back_with_the_old_day_or_the_new_one(
    ward: Ward, step: str, postgres: embedded.Embedded
) -> None:
    def crash(worker: Worker) -> None:
        os.kill(int((postgres.data / "postmaster.pid").read_text().split()[0]), SIGQUIT)  # pg_ctl stop -m immediate
        worker.end()
        restart(postgres)

    codes = strike(ward, step, crash, CRASHES)
    assert codes == [MAY_PASS] * CRASHES


@pytest.mark.parametrize("step", KEEPING)
def test_a_killed_landing_is_finished_by_the_next_one(ward: Ward, step: str) -> None:
    killed = 0
    for _ in range(3 * LANDING_KILLS):
        ward.drop_file(FEW, b'{"data": [{"id": "cut off')
        worker = ward.watch(workers.start(workers.land_all, ward.struck, ward.landing))
        worker.wait_for(step)
        time.sleep(ward.chance.uniform(0, LANDING_STEP_SECONDS))
        worker.process.kill()
        killed += worker.end() == -SIGKILL
        ward.wait_until_alone()
        ward.load()  # what landed whole counts already
        wanted = ward.load_clean()
        land(ward.struck, None, ward.landing)
        ward.recover(wanted)
        if killed == LANDING_KILLS:
            return
    raise AssertionError(f"{killed} landings were killed inside {step}; {LANDING_KILLS} are wanted")
