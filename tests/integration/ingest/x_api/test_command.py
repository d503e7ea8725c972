"""``chorus`` against the stand-in, as an operator meets it: runs, backfills, estimates, a cap, a missing credential."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import REPOSITORY

Maker = Callable[..., Any]
CHORUS = str(Path(sys.executable).parent / "chorus")
SAMPLE = REPOSITORY / "include" / "sample" / "twitter_ai"
DAYS = ("2026-03-02", "2026-03-03")
ROWS = "SELECT md5(string_agg((to_jsonb(t) - 'channel')::text, '' ORDER BY tweet_id)) FROM facts.tweets AS t"
OF_CHANNEL = " WHERE channel = '{}' AND day BETWEEN '{}' AND '{}'"

pytestmark = pytest.mark.usefixtures("database")


def test_a_backfill_says_what_it_costs_fetches_the_newest_day_first_and_posts_in_order_of_time(
    home: Path, chorus: Maker, sample: Maker, ask: Maker
) -> None:
    server = sample()
    done = chorus(server, "backfill", "twitter_x", "--from", DAYS[0], "--to", DAYS[1])
    assert done.returncode == 0, done.stderr
    assert "2 days to fetch, 0 fetched before" in done.stdout
    assert "Cost: at most $60.00" in done.stdout
    starts = [asked["start_time"] for _, asked in server.requests]
    assert starts == sorted(starts, reverse=True)
    posts = re.findall(r"twitter_x_(\d+)_\d+: \d+ statements", done.stdout)
    assert posts == ["20260302", "20260303"]
    assert "2026-03-03 query: " in done.stderr

    again = chorus(server, "backfill", "twitter_x", "--from", DAYS[0], "--to", DAYS[1])
    assert again.returncode == 0, again.stderr
    assert "0 days to fetch, 2 fetched before" in again.stdout
    assert len(server.requests) == len(starts)

    doubled = "SELECT count(*) - count(DISTINCT tweet_id), count(*) - (SELECT sum(loaded) FROM facts.day_ledger)"
    assert ask(f"{doubled} FROM facts.tweets") == [(0, 0)]


def test_a_run_fetches_its_day_and_brings_the_rows_of_the_files(
    chorus: Maker, sample: Maker, ask: Maker, home: Path
) -> None:
    first = DAYS[0]
    done = chorus(sample(), "ingest", "twitter_x", "--from", first)
    assert done.returncode == 0, done.stderr
    fetched = ask(ROWS + OF_CHANNEL.format("twitter_x", first, first))
    files = subprocess.run(
        [CHORUS, "ingest", "twitter_ai", "--from", first, "--data", str(SAMPLE)],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert files.returncode == 0, files.stderr
    assert fetched == ask(ROWS + OF_CHANNEL.format("twitter_ai", first, first))
    assert ask("SELECT count(*) > 400 FROM facts.tweets WHERE channel = 'twitter_x'") == [(True,)]


def test_data_given_by_hand_asks_nobody(chorus: Maker, sample: Maker) -> None:
    server = sample()
    data = str(SAMPLE / f"{DAYS[0]}.jsonl.gz")
    done = chorus(server, "ingest", "twitter_x", "--from", DAYS[0], "--data", data)
    assert done.returncode == 0, done.stderr
    assert server.requests == []


def test_an_estimate_spends_nothing_but_the_request_for_counts(chorus: Maker, sample: Maker, ask: Maker) -> None:
    server = sample()
    done = chorus(server, "backfill", "twitter_x", "--from", DAYS[0], "--to", DAYS[1], "--estimate")
    assert done.returncode == 0, done.stderr
    assert server.requests == [], "these days are out of reach of the counts"
    assert "at most 4,000" in done.stdout
    assert ask("SELECT count(*) FROM facts.landing_files") == [(0,)]


def test_a_cap_stops_a_backfill_with_one_line_and_posts_what_was_paid_for(
    home: Path, chorus: Maker, sample: Maker, ask: Maker
) -> None:
    prices = {"per_day": 8, "per_month": 100, "user_read": 0.001, "post_read": 0.01}
    done = chorus(sample(), "backfill", "twitter_x", "--from", DAYS[0], "--to", DAYS[1], budget=prices)
    assert done.returncode == 1
    what, todo = done.stderr.strip().splitlines()[-2:]
    assert re.search(r"could cost \$0\.\d\d, and \$0\.\d\d of budget\.per_day \$8\.00 is left", what), done.stderr
    assert "Raise budget.per_day" in todo
    assert "Traceback" not in done.stderr
    assert re.findall(r"twitter_x_(\d+)_\d+: ", done.stdout) == ["20260303"], "the newest day was fetched first"
    assert ask("SELECT sum(cost_usd) <= 8 FROM facts.api_reads") == [(True,)]


@pytest.mark.parametrize("given", ["", "https://api.x.com", "{broken"])
def test_a_connection_that_is_none_is_told_by_its_name(
    chorus: Maker, sample: Maker, monkeypatch: pytest.MonkeyPatch, project: Maker, given: str
) -> None:
    env = {**os.environ, "CHORUS_PROJECT": str(project()), "AIRFLOW_CONN_X_API": given}
    command = [CHORUS, "run", "twitter_x", "--from", DAYS[0]]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 1
    what, todo = done.stderr.strip().splitlines()[-2:]
    assert "AIRFLOW_CONN_X_API" in what
    assert "TOKEN@api.x.com" in todo
