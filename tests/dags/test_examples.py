"""The example of docs/examples: it parses, waits for the report of the channel, and sends what the event says."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import REPOSITORY
from tests.dags.post_office import PostOffice, post_office

EVENT = {"channel": "twitter_ai", "slug": "twitter_ai_20260302_20260302", "url": "https://tangram.example/posts/a.html"}
CALL = """
import json, sys, warnings
warnings.simplefilter("ignore")
from airflow.dag_processing.dagbag import DagBag
bag = DagBag("docs/examples")
assert bag.import_errors == {}, bag.import_errors
dag = bag.dags["newsletter"]
report = DagBag("dags").dags["twitter_ai"].get_task("publish.publish_report").outlets[0]
wanted = [dag.timetable.asset_condition.uri]
event = json.loads(sys.argv[1])
for task in ("tell_chat", "send_newsletter"):
    dag.get_task(task).python_callable(event)
print(json.dumps([wanted, report.uri]))
"""


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """Where the example's words arrive."""
    with post_office() as made:
        yield made


def test_a_published_report_reaches_the_chat_and_the_readers(office: PostOffice, tmp_path: Path) -> None:
    env = {
        **os.environ,
        **office.connections,
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
    }
    event: dict[str, Any] = EVENT | {"statements": 38, "tweets": 415}
    command = [sys.executable, "-c", CALL, json.dumps(event)]
    done = subprocess.run(command, cwd=REPOSITORY, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    wanted, emitted = json.loads(done.stdout.splitlines()[-1])
    assert wanted == [emitted]
    assert office.chat == [f"{EVENT['slug']}: 38 statements {EVENT['url']}"]
    ((readers, subject, body),) = office.mails
    assert (len(readers), subject) == (1, EVENT["slug"])
    assert "38 statements on 415 tweets" in body
