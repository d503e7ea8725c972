"""The channel's DAG in one process: two days, one span of both, and days that nobody can report on."""

import datetime as dt
import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS

DAYS = ("2026-03-02", "2026-03-03")
# Runs the DAG once for each configuration; prints the state of each run and of its tasks.
RUN = """
    import contextlib, io, json, sys
    from airflow.dag_processing.dagbag import DagBag
    from airflow.utils.db import initdb

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        initdb()
        dag = DagBag({dags!r}).dags["twitter_ai"]
        for task in dag.tasks:
            task.retries = 0
        found = []
        for conf in json.loads({confs!r}):  # each looked at before the next, which takes its place
            run = dag.test(logical_date=None, run_conf=conf)
            found.append([run.state, {{task.task_id: task.state for task in run.get_task_instances()}}])
    print("FOUND " + json.dumps(found))
"""


def run(installation: Any, *confs: dict[str, object]) -> list[Any]:
    """State of each run, and of its tasks by id."""
    code = RUN.format(dags=installation.env["AIRFLOW__CORE__DAGS_FOLDER"], confs=json.dumps(confs))
    output = installation.python(textwrap.dedent(code))
    return list(json.loads(output.rpartition("FOUND ")[2]))


def test_two_days_are_published_and_a_second_time_changes_nothing(installation: Any, sample: str) -> None:
    days = [{"first_day": day, "data": sample} for day in DAYS]
    assert [state for state, _ in run(installation, *days)] == ["success", "success"]
    assert [post.split("/")[1][:10] for post in installation.posts()] == list(DAYS)
    tip = installation.git("rev-parse", "main")
    assert [state for state, _ in run(installation, *days)] == ["success", "success"]
    assert installation.git("rev-parse", "main") == tip


def test_a_span_is_one_report_and_stays_unpublished_if_asked(installation: Any, sample: str) -> None:
    span = {"first_day": DAYS[0], "last_day": DAYS[1], "data": sample, "publish": False}
    ((state, tasks),) = run(installation, span)
    assert state == "success"
    assert tasks["report.write_report"] == "success"
    assert tasks["publish.publish_report"] == "skipped"
    slugs = installation.rows("SELECT slug FROM results.reports ORDER BY run_id DESC LIMIT 1")
    assert slugs == [["twitter_ai_20260302_20260303"]]
    assert len(installation.posts()) == len(DAYS)


@pytest.mark.parametrize(
    ("conf", "failed"),
    [
        ({"first_day": "2025-06-01", "data": "{sample}"}, "ingest.judge"),  # nothing was said that day
        ({"first_day": "2026-03-02", "data": "/nowhere/tweets.json"}, "ingest.land"),
    ],
)
def test_a_day_that_cannot_be_told_fails_before_anything_is_written(
    installation: Any, sample: str, conf: dict[str, str], failed: str
) -> None:
    before = installation.rows("SELECT count(*) FROM results.runs")
    ((state, tasks),) = run(installation, {key: value.replace("{sample}", sample) for key, value in conf.items()})
    assert state == "failed"
    assert tasks[failed] == "failed"
    assert tasks["report.write_report"] == "upstream_failed"
    assert installation.rows("SELECT count(*) FROM results.runs") == before


def test_a_blocked_day_stops_before_topics_until_somebody_accepts_it(installation: Any, sample: str) -> None:
    installation.chorus("ingest", "twitter_ai", "--from", "2026-03-02", "--to", "2026-03-08", "--data", sample)
    stub = {"first_day": "2026-03-09", "data": _stub(installation.home)}
    refused, accepted = run(installation, stub, stub | {"accept": "a rehearsal"})
    assert (refused[0], refused[1]["ingest.load"], refused[1]["ingest.judge"]) == ("failed", "success", "failed")
    assert {refused[1][task] for task in ("topics.find_topics", "accounts.rank_accounts")} == {"upstream_failed"}
    assert accepted[0] == "success"
    kept = "SELECT verdict, accepted_reason FROM facts.judgements WHERE first_day = '2026-03-09' ORDER BY judgement_id"
    assert installation.rows(kept) == [["block", None], ["block", "a rehearsal"]]


def _stub(folder: Path) -> str:
    """A file of five tweets of the first hour of the day after the sample week."""
    moment = dt.datetime(2026, 3, 8, 16, 30, tzinfo=dt.UTC)
    first_id = round(moment.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS << SNOWFLAKE_LOW_BITS
    rows = [
        {
            "user": {"screenName": f"tester_{number}", "name": "Tester", "followersCount": 100},
            "tweetUrl": f"https://x.com/tester_{number}/status/{first_id + number}",
            "fullText": f"Introducing Quokka 3.{number}: Tangram Labs releases its open model",
        }
        for number in range(5)
    ]
    path = folder / "stub.json"
    path.write_text(json.dumps(rows))
    return str(path)
