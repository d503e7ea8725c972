"""A backfill of ten days on the production shape's processes, of which one after the other is killed."""

import json
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.chaos.topology import Topology, wait_until
from tests.dags.conftest import SAMPLE, Airflow, Installation
from tests.weeks import copy_day

DAYS = [str(date(2026, 3, 2) + timedelta(days=number)) for number in range(10)]
RECOVERED_WITHIN_SECONDS = 90
UP_WITHIN_SECONDS = 400
DONE_WITHIN_SECONDS = 420
MOST_STRIKES = 5  # a task that ended in the instant of its worker's death was not lost; strike again
pytestmark = pytest.mark.timeout(1500)  # measured: 10 minutes under a load of 7, 17 under one of 15
PARTS = ("api-server", "scheduler", "dag-processor", "worker-1", "worker-2")


class Backfill:
    """Ten days under way, seen through the REST API."""

    def __init__(self, airflow: Airflow, data: Path) -> None:
        self.airflow = airflow
        airflow.patch("/dags/twitter_ai", {"is_paused": False})
        asked = {
            "dag_id": "twitter_ai",
            "from_date": f"{DAYS[0]}T00:00:00Z",
            "to_date": f"{DAYS[-1]}T00:00:00Z",
            "dag_run_conf": {"data": str(data)},
            "max_active_runs": 1,
            "reprocess_behavior": "none",
        }
        self._id = airflow.post("/backfills", asked)["id"]

    def runs(self) -> list[Any]:
        """Its runs."""
        return list(self.airflow.get("/dags/twitter_ai/dagRuns?run_type=backfill&limit=100")["dag_runs"])

    def tasks(self, **like: str) -> list[Any]:
        """Task instances that are in a state."""
        query = "&".join(f"{key}={value}" for key, value in like.items())
        return list(self.airflow.get(f"/dags/twitter_ai/dagRuns/~/taskInstances?limit=200&{query}")["task_instances"])

    def done_days(self) -> int:
        """Days that are published."""
        return sum(run["state"] == "success" for run in self.runs())

    def is_over(self) -> bool:
        """Whether nothing of it is left."""
        return bool(self.airflow.get(f"/backfills/{self._id}")["completed_at"])


@pytest.fixture
def topology(installation: Installation) -> Iterator[Topology]:
    """All parts, up and healthy."""
    parts = Topology(installation)
    parts.start("redis")
    for name in PARTS:
        parts.start(name)
    yield parts
    parts.close()


@pytest.fixture
def airflow(topology: Topology, installation: Installation) -> Airflow:
    """The REST API, once scheduler, DAG processor and a worker are there."""
    health = f"http://127.0.0.1:{installation.env['CHORUS_AIRFLOW_PORT']}"

    def up() -> Airflow | None:
        api = Airflow(installation)
        parts = api.get("/monitor/health")
        is_well = all(parts[part]["status"] == "healthy" for part in ("scheduler", "dag_processor"))
        return api if is_well and api.get("/dags?dag_id_pattern=twitter_ai")["dags"] else None

    def why() -> str:
        return f"{health} is not healthy:\n" + "\n".join(f"{name}: {topology.tail(name)}" for name in PARTS)

    return wait_until(up, UP_WITHIN_SECONDS, why)


@pytest.fixture
def ten_days(tmp_path: Path) -> Path:
    """The sample week, and three of its days again a week later."""
    folder = tmp_path / "ten_days"
    shutil.copytree(SAMPLE, folder)
    for day in DAYS[:3]:
        copy_day(day, 1, folder)
    return folder


def test_every_day_is_published_once_whoever_dies(
    topology: Topology, airflow: Airflow, installation: Installation, ten_days: Path
) -> None:
    backfill = Backfill(airflow, ten_days)
    report: Callable[[], str] = lambda: f"{backfill.runs()}\n{topology.tail('scheduler')}"  # noqa: E731
    for days, strike in ((1, _kill_a_worker), (4, _kill_redis), (7, _kill_the_scheduler)):
        wait_until(lambda days=days: backfill.done_days() >= days, DONE_WITHIN_SECONDS, report)
        seconds = strike(topology, backfill)
        print(f"{strike.__name__[1:]}: recovered after {seconds:.0f} s")  # noqa: T201 - what the test is for
        assert seconds <= RECOVERED_WITHIN_SECONDS
    wait_until(backfill.is_over, DONE_WITHIN_SECONDS, report)
    _check_days(installation, backfill)


def _kill_a_worker(topology: Topology, backfill: Backfill) -> float:
    """Kill the worker that runs a task; seconds until that task runs again elsewhere."""
    for _ in range(MOST_STRIKES):
        busy, task = wait_until(lambda: _running(topology, backfill), 60, lambda: "no worker is at work")
        struck = time.monotonic()
        topology.kill(busy)
        path = f"/dags/twitter_ai/dagRuns/{task['dag_run_id']}/taskInstances/{task['task_id']}"

        def again(path: str = path, first: int = task["try_number"]) -> Any:
            now = backfill.airflow.get(path)
            is_again = now["try_number"] > first and now["state"] in ("running", "success")
            return now if is_again or now["state"] == "success" else None

        now = wait_until(again, 2 * RECOVERED_WITHIN_SECONDS, lambda path=path: f"{path} was lost")
        seconds = time.monotonic() - struck
        topology.start(busy)
        if now["try_number"] > task["try_number"]:
            return seconds
    return pytest.fail("no strike met a task")


def _running(topology: Topology, backfill: Backfill) -> tuple[str, Any] | None:
    """A worker at work and its task, where one task runs alone."""
    busy = [name for name in ("worker-1", "worker-2") if topology.is_at_work(name)]
    tasks = backfill.tasks(state="running")
    return (busy[0], tasks[0]) if len(busy) == len(tasks) == 1 else None


def _kill_redis(topology: Topology, backfill: Backfill) -> float:
    """Kill the broker, start it again; seconds until a task that began afterwards has ended well."""
    return _kill_and_restart("redis", topology, backfill)


def _kill_the_scheduler(topology: Topology, backfill: Backfill) -> float:
    """Kill the scheduler, start it again; seconds until a task that began afterwards has ended well."""
    return _kill_and_restart("scheduler", topology, backfill)


def _kill_and_restart(name: str, topology: Topology, backfill: Backfill) -> float:
    wait_until(lambda: backfill.tasks(state="running"), 60, lambda: "no task runs")
    before = {(task["dag_run_id"], task["task_id"]) for task in backfill.tasks() if task["start_date"]}
    struck = time.monotonic()
    topology.kill(name)
    topology.start(name)

    def goes_on() -> bool:
        done = {(task["dag_run_id"], task["task_id"]) for task in backfill.tasks(state="success")}
        return bool(done - before)

    wait_until(goes_on, 2 * RECOVERED_WITHIN_SECONDS, lambda: f"nothing runs after {name} came back")
    return time.monotonic() - struck


def _check_days(installation: Installation, backfill: Backfill) -> None:
    """Each day once: in runs, ledger, publications, posts and commits."""
    runs = backfill.runs()
    assert sorted(run["partition_key"] for run in runs) == DAYS
    assert {run["state"] for run in runs} == {"success"}
    ledger = "SELECT day, records - loaded - duplicate - rejected - tombstoned FROM facts.day_ledger ORDER BY day"
    assert [row for row in installation.rows(ledger) if row[0] in DAYS] == [[day, 0] for day in DAYS]
    doubled = "SELECT count(*) - count(DISTINCT (channel, tweet_id)) FROM facts.tweets"
    assert installation.rows(doubled) == [[0]]
    published = installation.rows("SELECT slug FROM results.publications")
    assert len(published) == len({slug for (slug,) in published}) == len(DAYS)
    told = Counter(re.findall(r"^twitter_ai: (\S+) ·", installation.git("log", "--format=%s", "main"), re.MULTILINE))
    assert told == Counter(DAYS)
    assert [post.split("/")[1][:10] for post in installation.posts()] == DAYS
    _check_logs(installation)


def _check_logs(installation: Installation) -> None:
    """Every line of a task's log says whose it is, and none repeats a tweet."""
    logs = [path for path in (installation.home / "airflow" / "logs").rglob("*.log") if "run_id=" in str(path)]
    text = "".join(path.read_text(encoding="utf-8") for path in logs)
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    ours = [line for line in lines if str(line.get("logger", "")).startswith("dawn_chorus")]
    assert len(ours) >= len(DAYS)
    assert {line["dag_id"] for line in ours} == {"twitter_ai"}
    assert all(line["run_id"] for line in ours)
    tweets = [
        str(row[0]) for row in installation.rows("SELECT DISTINCT text FROM facts.tweets WHERE length(text) > 12")
    ]
    assert [tweet for tweet in tweets if tweet[:20] in text] == []
