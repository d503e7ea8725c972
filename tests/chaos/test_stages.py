"""Every stage after the load, killed and doubled, from a loaded day to the blog: faults 2, 3, 5 and 8."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests import workers
from tests.installation import SAMPLE, Installation
from tests.workers import Worker

from dawn_chorus import pipeline

DAY = "2026-03-04"
BLOWS = 4  # to each stage
SEED = 20260304
WEEK = SAMPLE / "twitter_ai"


class Runner:
    """One installation whose stages are done by workers, each in a process of its own."""

    def __init__(self, place: Installation) -> None:
        self.place = place
        self.spans: dict[str, float] = {}
        self._running: list[Worker] = []
        self.run_id = int(self._finish(self._start(workers.open_day, "twitter_ai", DAY, WEEK)).result)

    def start(self, stage: str) -> Worker:
        """Start a stage."""
        return self._start(workers.do_stage, stage, self.run_id)

    def finish(self, stage: str) -> None:
        """Do a stage to its end and learn how long it takes."""
        worker = self._finish(self.start(stage))
        self.spans[stage] = worker.began["end"] - worker.began["work"]

    def close(self) -> None:
        """End what still runs."""
        for worker in self._running:
            worker.close()

    def _start(self, *work: object) -> Worker:
        self._running.append(workers.start(*work, env=self.place.env, hears_terms=True))  # type: ignore[arg-type]
        return self._running[-1]

    def _finish(self, worker: Worker) -> Worker:
        assert worker.end() == 0
        return worker


@pytest.fixture
def make_runner(tmp_path: Path, make_database: Callable[[], str]) -> Iterator[Callable[[], Runner]]:
    """Makes runners, each with an installation of its own and the day loaded."""
    made: list[Runner] = []

    def make() -> Runner:
        made.append(Runner(Installation(tmp_path / f"home{len(made)}", make_database())))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_stages_that_are_killed_or_doubled_come_to_one_post_and_again_to_nothing(
    make_runner: Callable[[], Runner],
) -> None:
    clean, struck = make_runner(), make_runner()
    chance = random.Random(SEED)
    for stage in pipeline.STAGES:
        clean.finish(stage)
        for number in range(BLOWS):
            worker = struck.start(stage)
            worker.wait_for("work")
            time.sleep(chance.uniform(0, clean.spans[stage]))
            worker.process.terminate() if number % 2 else worker.process.kill()
            worker.end()
            struck.place.check_invariants()
        rivals = [struck.start(stage) for _ in range(2)]
        assert [rival.end() for rival in rivals] == [0, 0]
        struck.place.check_invariants()
    assert struck.place.state() == clean.place.state()
    assert struck.place.commits() == clean.place.commits() == 1
    before = struck.place.versions()
    for stage in pipeline.STAGES:
        struck.finish(stage)
    assert struck.place.versions() == before
    assert struck.place.commits() == 1
