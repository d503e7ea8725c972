"""Notices without a server, to a wrong one, and to nobody: none stops a task, and no log has the address."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.dags.post_office import SECRET

TELL = """
import json, sys, warnings
warnings.simplefilter("ignore")
from dawn_chorus.channel import load_channel
from dawn_chorus_airflow.notifier import ChannelNotifier, tell_late
channel = load_channel("twitter_ai")
changed = channel.notices.model_copy(update={"mail_to": ("desk@example.org",)})
notifier = ChannelNotifier(channel.name, changed)
notifier({"exception": ValueError("a tweet says boo"), "params": {"first_day": "2026-03-02", "last_day": None}})
tell_late("twitter_ai", {"dag_run": {"partition_key": "2026-03-02", "dag_run_id": "x"}})
print("went on")
"""
Tell = Callable[..., str]


@pytest.fixture
def tell(tmp_path: Path) -> Tell:
    """Tells something with these Connections; all that was printed and logged."""

    def call(**connections: dict[str, Any]) -> str:
        given = {f"AIRFLOW_CONN_{name.upper()}": json.dumps(fields) for name, fields in connections.items()}
        env = {**os.environ, **given, "AIRFLOW_HOME": str(tmp_path), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
        command = [sys.executable, "-c", TELL]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return call


@pytest.mark.parametrize(
    ("host", "error"),
    [("http://127.0.0.1:9", "URLError"), ("http://chat.example", "ValueError"), (None, None)],
    ids=["nobody listens", "without TLS", "no Connection"],
)
def test_a_notice_that_cannot_be_delivered_is_a_line_without_the_address(
    tell: Tell, host: str | None, error: str | None
) -> None:
    nowhere = {"conn_type": "smtp", "host": "127.0.0.1", "port": 9, "extra": {"disable_ssl": True, "retry_limit": 1}}
    webhook = {"conn_type": "http", "host": host, "password": SECRET}
    said = tell(**({"chorus_webhook": webhook, "chorus_smtp": nowhere} if host else {}))
    assert "went on" in said
    assert SECRET not in said
    assert "boo" not in said
    assert ("could not be delivered" in said) is bool(error)
    if error:
        assert f"(failed) could not be delivered: {error}" in said
        assert f"(late) could not be delivered: {error}" in said
