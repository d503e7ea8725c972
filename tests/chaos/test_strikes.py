"""Loads and landings struck at random instants of every step: faults 1, 3, 11, 12 and 20."""

import os
from collections.abc import Callable
from signal import SIGKILL, SIGQUIT, SIGTERM

import pytest
from tests import workers
from tests.chaos.conftest import FEW, MOST_MISSES, Ward, restart
from tests.workers import KEEPING, LOADING, MAY_PASS, TERMINATED, Worker

from dawn_chorus.database import connect, embedded
from dawn_chorus.ingest.landing import land

KILLS = 10  # of each step of a load: 40 together
LANDING_KILLS = 6  # of each step of a landing: 12 together
TERMS = 2  # of each step and kind
CUTS = 3  # sessions ended by the server, of each step
CRASHES = 1  # of each step
MOST_TRIES = 100  # of loads while the server recovers
SESSION = "SELECT pid FROM pg_stat_activity WHERE application_name = 'dawn_chorus' AND state = 'idle in transaction'"
LANDING_STEP_SECONDS = 0.004  # a step of a landing lasts about as long


def strike(
    ward: Ward,
    step: str,
    blow: Callable[[Worker], None],
    times: int,
    mend: Callable[[], None] = lambda: None,
    **options: bool,
) -> list[int]:
    """Strike loads inside a step until ``times`` of them did not reach their end; the exit codes of these.

    After each blow, and what ``mend`` does about it, the day is the old one or the new one, and the next run makes it
    the new one.
    """
    ward.measure()
    ward.load()
    struck: list[int] = []
    missed = 0
    while len(struck) < times:
        wanted = ward.feed()
        before = ward.rows(ward.struck)
        worker = ward.start(hold=step, **options)
        ward.strike(worker, step, blow, missed)
        code = worker.end()
        mend()
        ward.check(before, wanted)
        ward.recover(wanted)
        struck += [code] if code else []
        missed = 0 if code else missed + 1
        assert missed <= MOST_MISSES
    return struck


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
    def crash(_: Worker) -> None:
        os.kill(int((postgres.data / "postmaster.pid").read_text().split()[0]), SIGQUIT)  # pg_ctl stop -m immediate

    codes = strike(ward, step, crash, CRASHES, mend=lambda: restart(postgres))
    assert codes == [MAY_PASS] * CRASHES


def test_while_a_server_recovers_from_the_death_of_a_session_loads_may_be_tried_again(
    ward: Ward, ask_pid: Callable[[], int]
) -> None:
    wanted = ward.feed()
    before = ward.rows(ward.struck)
    worker = ward.start(hold="swap")
    worker.wait_for("swap")
    os.kill(ask_pid(), SIGKILL)  # the server ends every session, and recovers
    worker.go_on()
    codes = [worker.end()]
    while codes[-1]:
        assert len(codes) < MOST_TRIES
        codes.append(ward.start().end())
    assert set(codes[:-1]) == {MAY_PASS}
    connect.engine().dispose()
    assert before != wanted
    ward.check(wanted)


@pytest.fixture
def ask_pid(ward: Ward) -> Callable[[], int]:
    """Finds the server's process of the load that is under way."""
    return lambda: int(ward.ask(SESSION)[0][0])


@pytest.mark.parametrize("step", KEEPING)
def test_a_killed_landing_is_finished_by_the_next_one(ward: Ward, step: str) -> None:
    ward.spans[step] = LANDING_STEP_SECONDS
    killed = missed = 0
    while killed < LANDING_KILLS:
        ward.drop_file(FEW, b'{"data": [{"id": "cut off')
        worker = ward.watch(workers.start(workers.land_all, ward.struck, ward.landing, hold=step))
        ward.strike(worker, step, lambda worker: worker.process.kill(), missed)
        is_killed = worker.end() == -SIGKILL
        ward.wait_until_alone()
        ward.load()  # what landed whole counts already
        wanted = ward.load_clean()
        land(ward.struck, None, ward.landing)
        ward.recover(wanted)
        killed += is_killed
        missed = 0 if is_killed else missed + 1
        assert missed <= MOST_MISSES
