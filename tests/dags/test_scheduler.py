"""A real scheduler backfills three days over the REST API, newest first; refreshed, running it again changes nothing."""

from typing import Any

DAYS = ["2026-03-02", "2026-03-03", "2026-03-04"]
FACTS = "SELECT channel, day, content_hash, loaded_at FROM facts.day_ledger ORDER BY channel, day"
RUNS = "SELECT run_id, input_hash, opened_at FROM results.runs ORDER BY run_id"


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
