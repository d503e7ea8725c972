"""The task ``ingest.land`` of a channel that asks the X API, called as Airflow calls it, against the stand-in."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from tests.conftest import REPOSITORY
from tests.stand_in.answers import Answers
from tests.stand_in.archive import Archive
from tests.stand_in.faults import Fault, Plan
from tests.stand_in.server import StandIn

DAY = "2026-03-02"
DATA = REPOSITORY / "include" / "sample" / "twitter_ai" / f"{DAY}.jsonl.gz"

LAND = """
import json, sys, warnings
warnings.simplefilter("ignore")
from airflow.dag_processing.dagbag import DagBag
task = DagBag("dags").dags["twitter_x"].get_task("ingest.land")
params, partition_key = json.loads(sys.argv[1])
try:
    ended = repr(task.python_callable(params=params, partition_key=partition_key))
except Exception as error:
    ended = type(error).__name__
print(ended)
"""


@pytest.fixture
def land(database: sa.Engine, tmp_path: Path) -> Callable[..., str]:
    """Calls the task for a run; how it ended."""
    include = tmp_path / "project" / "include"
    (include / "channels").mkdir(parents=True)
    (include.parent / "sql").symlink_to(REPOSITORY / "sql")
    channel = {
        "name": "twitter_x",
        "title": "测试",
        "short_title": "Twitter X",
        "start_date": "2026-01-01",
        "sources": [{"name": "search", "kind": "x_api", "query": "ai"}],
    }

    def call(server: StandIn, partition_key: str | None, budget: float = 100, **params: Any) -> str:
        channel["budget"] = {"per_day": budget}
        (include / "channels" / "twitter_x.yaml").write_text(yaml.safe_dump(channel))
        asked = json.dumps(
            [{"first_day": None, "last_day": None, "data": None, "fetch": True, **params}, partition_key]
        )
        env = {
            **os.environ,
            "AIRFLOW_HOME": str(tmp_path / "airflow"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
            "AIRFLOW_CONN_X_API": f"http://:planted@127.0.0.1:{server.port}/?archive_pause=0",
            "CHORUS_PROJECT": str(include.parent),
        }
        command = [sys.executable, "-c", LAND, asked]
        done = subprocess.run(
            command, cwd=REPOSITORY, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert "planted" not in done.stdout + done.stderr
        return done.stdout.splitlines()[-1] if done.returncode == 0 else done.stderr

    return call


def stand_in(*faults: str) -> StandIn:
    return StandIn(Answers(Archive.read([DATA])), Plan([Fault.parse(each) for each in faults]))


def days_asked(server: StandIn) -> set[str]:
    """Local days that were asked about."""
    starts = {dt.datetime.fromisoformat(asked["start_time"]) for _, asked in server.requests}
    return {str((start + dt.timedelta(hours=8)).date()) for start in starts}


def test_a_run_asks_about_its_own_day_and_hands_nothing_on(land: Callable[..., str]) -> None:
    with stand_in() as server:
        assert land(server, DAY) == "None"
        assert days_asked(server) == {DAY}
        asked = len(server.requests)
        assert land(server, DAY) == "None"
        assert len(server.requests) == asked


def test_days_that_were_asked_for_go_before_the_runs_own(land: Callable[..., str]) -> None:
    with stand_in() as server:
        assert land(server, "2026-03-09", first_day="2026-03-01", last_day=DAY) == "None"
        assert days_asked(server) == {"2026-03-01", DAY}


def test_data_given_by_hand_asks_nobody(land: Callable[..., str]) -> None:
    with stand_in() as server:
        assert land(server, DAY, data=str(DATA)) == "None"
        assert server.requests == []


def test_a_run_without_fetching_asks_nobody(land: Callable[..., str]) -> None:
    with stand_in() as server:
        assert land(server, DAY, fetch=False) == "None"
        assert server.requests == []


@pytest.mark.parametrize(
    ("fault", "budget", "ended"),
    [
        ("402@1-9", 100, "AirflowFailException"),
        ("401@1-9", 100, "AirflowFailException"),
        ("new-field@1", 0.1, "AirflowFailException"),
        ("429@1-9", 100, "FetchDelayedError"),
    ],
)
def test_what_may_pass_is_retried_by_airflow_and_the_rest_is_not(
    land: Callable[..., str], fault: str, budget: float, ended: str
) -> None:
    with stand_in(fault) as server:
        server.rate, server.rate_seconds = (1, 7200) if ended == "FetchDelayedError" else (0, 0)
        assert land(server, DAY, budget) == ended
