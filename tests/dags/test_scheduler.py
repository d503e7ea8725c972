"""A real scheduler backfills three days over the REST API, newest first; refreshed, a second time changes nothing."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.dags.collector import Collector, collector
from tests.dags.conftest import REPOSITORY, Installation, installed

pytestmark = pytest.mark.timeout(1200)  # measured: 11 minutes under a load of 12
KILLED = "task_instances_without_heartbeats_killed"  # told of what did not happen here, as ti_failures is
DAYS = ["2026-03-02", "2026-03-03", "2026-03-04"]
FACTS = "SELECT channel, day, content_hash, loaded_at FROM facts.day_ledger ORDER BY channel, day"
RUNS = "SELECT run_id, input_hash, opened_at FROM results.runs ORDER BY run_id"


@pytest.fixture(scope="module")
def kept() -> Iterator[Collector]:
    """Where metrics and traces arrive."""
    with collector() as made:
        yield made


@pytest.fixture(scope="module")
def installation(kept: Collector) -> Iterator[Installation]:
    """An installation whose metrics and traces go there."""
    with installed() as made:
        yield replace(made, env={**made.env, **kept.settings})


def shown() -> set[str]:
    """Airflow's own metrics that the dashboard shows, as Prometheus writes them."""
    board = json.loads((REPOSITORY / "deploy" / "grafana.json").read_text(encoding="utf-8"))
    asked = " ".join(target["expr"] for panel in board["panels"] for target in panel["targets"])
    return set(re.findall(r"\bairflow_(?!dawn_chorus)[a-z_]+", asked))


def test_a_backfill_publishes_its_days_once(airflow: Any, installation: Any, sample: str) -> None:
    airflow.patch("/dags/twitter_ai", {"is_paused": False})

    runs = airflow.backfill("twitter_ai", DAYS[0], DAYS[-1], {"data": sample}, "none")

    assert sorted(run["partition_key"] for run in runs) == DAYS
    assert {run["state"] for run in runs} == {"success"}
    assert [post.split("/")[1][:10] for post in installation.posts()] == DAYS
    assert installation.commits() == len(DAYS)
    begun = sorted(runs, key=lambda run: str(run["start_date"]))
    assert [run["partition_key"] for run in begun] == sorted(DAYS, reverse=True)
    installation.chorus("refresh", "twitter_ai")
    before = installation.rows(FACTS), installation.rows(RUNS), installation.git("rev-parse", "main")

    again = airflow.backfill("twitter_ai", DAYS[0], DAYS[-1], {"data": sample}, "completed")

    assert {run["state"] for run in again} == {"success"}
    assert (installation.rows(FACTS), installation.rows(RUNS), installation.git("rev-parse", "main")) == before
    events = airflow.get("/assets/events?source_dag_id=twitter_ai&limit=100")["asset_events"]
    assert {event["partition_key"] for event in events} == set(DAYS)
    assert {event["extra"]["slug"] for event in events} == {f"twitter_ai_{d}_{d}".replace("-", "") for d in DAYS}


def test_the_command_line_finds_nothing_left_to_do(installation: Any, sample: str) -> None:
    tip = installation.git("rev-parse", "main")
    installation.chorus("run", "twitter_ai", "--from", DAYS[0], "--to", DAYS[-1], "--data", sample)
    assert installation.git("rev-parse", "main") == tip


def test_metrics_and_traces_of_it_arrived_without_a_word_of_a_tweet(installation: Any, kept: Collector) -> None:
    written = {number for (number,) in installation.rows("SELECT statements FROM results.reports")}
    assert kept.metrics["airflow.dawn_chorus.twitter_ai.statements"] in written - {0}
    lacking = {name for name in shown() if name.removeprefix("airflow_") not in {"ti_failures", KILLED}} - {
        name.replace(".", "_") for name in kept.metrics
    }
    assert lacking == set(), "the dashboard asks for metrics that nobody sends"
    assert [name for name in kept.spans if "write_report" in name], sorted(kept.spans)
    everything = b"\n".join(kept.bodies)
    texts = [row[0] for row in installation.rows("SELECT DISTINCT text FROM facts.tweets WHERE length(text) > 12")]
    assert len(texts) > 100
    assert [text for text in texts if text[:20].encode() in everything] == []
