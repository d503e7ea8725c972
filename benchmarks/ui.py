"""How long the operators' pages take with a year of data.

    python benchmarks/ui.py [--days N] [--rounds N]

Takes one day of the sample through the product's own stages on an embedded Postgres, and makes the other days of a year
from its rows: partitions, ledger, judgement, run, topics in stories of ten days, five times its scores, report, post,
publication; 1,500 paid reads and 15 refused records a day. Then asks for each page N times, another day each time,
through the application and its templates, without a network and without Airflow's own check of who asks.

One JSON line: ``days``, ``tweets``, ``rounds``; by page ``p95_ms``, by the clock: all but the slowest twentieth were
quicker; and ``cpu_ms``, of this process and of the server's together, a request: what no busy neighbour changes.
Everything is gone at the end. Reads /proc, so it needs Linux.
"""

import argparse
import asyncio
import datetime as dt
import json
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import sqlalchemy as sa

from dawn_chorus import pipeline
from dawn_chorus.channel import Channel, load_channel
from dawn_chorus.database import embedded, runs
from dawn_chorus.database.connect import reset, transaction
from dawn_chorus.database.prepare import prepare
from dawn_chorus.errors import ChorusError
from dawn_chorus.settings import PROJECT, settings
from dawn_chorus.ui.app import Access, make_app
from dawn_chorus.window import Window
from metering import Meter

CHANNEL = "twitter_ai"
SEED_DAY = dt.date(2026, 3, 8)
SEED = PROJECT / "include" / "sample" / CHANNEL
NOW = dt.datetime(2026, 3, 9, 3, tzinfo=dt.UTC)
SLOWEST = 0.05  # share of the answers that may be slower
FIGURES = 1  # decimals

# What makes a day from the seed day: facts one day at a time, as ingest swaps them in, then the results of all at once.
FACTS = {
    "tweets": "day = :day, created_at = created_at - :back",
    "interactions": "day = :day",
    "account_snapshots": "day = :day",
}
OF_DAY = """
INSERT INTO facts.day_ledger (channel, day, records, loaded, duplicate, rejected, tombstoned, files, accounts,
    hours_covered, content_hash)
SELECT channel, :day, loaded + 15, loaded, 0, 15, 0, files, accounts, hours_covered, md5(:day::text)
FROM facts.day_ledger WHERE channel = :channel AND day = :seed;
INSERT INTO facts.judgements (channel, first_day, last_day, verdict, measures, reasons)
SELECT channel, :day, :day, 'pass', measures, '[]' FROM facts.judgements WHERE first_day = :seed LIMIT 1;
INSERT INTO facts.landing_files
SELECT channel, encode(sha256(convert_to(:day::text, 'UTF8')), 'hex'), 'inbox', :day::text, 'x_api_v2', 1, 15, 0, 15
FROM facts.day_ledger WHERE channel = :channel AND day = :seed;
INSERT INTO facts.quarantine
SELECT :channel, encode(sha256(convert_to(:day::text, 'UTF8')), 'hex'), n, :day, 'missing_id', 'There is no id.',
    convert_to(repeat('x', 900), 'UTF8')
FROM generate_series(1, 15) AS n;
INSERT INTO facts.api_reads
SELECT :channel, :day, CASE WHEN n <= 1000 THEN 'post' ELSE 'user' END, n::text, 0.005
FROM generate_series(1, 1500) AS n
"""
OF_ALL = """
INSERT INTO results.runs (channel, first_day, last_day, input_hash, config_hash, code_version)
SELECT :channel, day, day, 'x', 'x', 'x' FROM facts.day_ledger WHERE channel = :channel AND day <> :seed;
INSERT INTO results.current_runs (channel, first_day, last_day, run_id)
SELECT channel, first_day, last_day, run_id FROM results.runs WHERE run_id <> :run_id;
INSERT INTO results.stories
SELECT DISTINCT concat_ws(':', topic_no, (:seed - first_day) / 10), :channel, first_day, label
FROM results.topics CROSS JOIN results.runs AS run WHERE topics.run_id = :run_id AND (:seed - first_day) % 10 = 9;
INSERT INTO results.topics
SELECT run.run_id, topic_no, label, names, terms, weights, theme, tweets, accounts, exemplars, story.story_id,
    story_status, story_day_no, tweets_yesterday, tweets_week
FROM results.topics INNER JOIN results.runs AS run ON topics.run_id = :run_id AND run.run_id <> :run_id
INNER JOIN results.stories AS story ON story.story_id = concat_ws(':', topic_no, (:seed - run.first_day) / 10);
INSERT INTO results.account_scores
SELECT run.run_id, author_key || '/' || n, rank + n * 1000, score, basis, engagers, followers, tweets, previous_rank,
    reach, votes, endorsers, lift, size_lift, originality, focus, consistency, responses, is_new
FROM results.account_scores CROSS JOIN results.runs AS run CROSS JOIN generate_series(0, 4) AS n
WHERE account_scores.run_id = :run_id AND run.run_id <> :run_id AND rank <= 40;
INSERT INTO results.reports
SELECT run.run_id, slug, title, document, statements, dropped
FROM results.reports CROSS JOIN results.runs AS run WHERE reports.run_id = :run_id AND run.run_id <> :run_id;
INSERT INTO results.report_files
SELECT run.run_id, path, content
FROM results.report_files CROSS JOIN results.runs AS run WHERE report_files.run_id = :run_id AND run.run_id <> :run_id;
INSERT INTO results.daily_graphs
SELECT graph.channel, run.first_day, md5(run.first_day::text), form, edges, account_keys, author_numbers,
    engager_numbers, tenths, ticks
FROM results.daily_graphs AS graph CROSS JOIN results.runs AS run WHERE graph.day = :seed AND run.run_id <> :run_id;
INSERT INTO results.publications (run_id, channel, slug, remote, branch, commit_sha)
SELECT run_id, channel, first_day::text, 'blog.git', 'main', md5(run_id::text) FROM results.runs
"""


def make_up_year(days: int) -> int:
    """A channel's year, whose last day is real; returns the tweets loaded."""
    channel = load_channel(CHANNEL)
    prepare()
    pipeline.land(channel, [SEED])
    run = pipeline.run_window(channel, Window(SEED_DAY, SEED_DAY), until="report")
    with transaction("loader") as connection:
        tweets = int(connection.scalar(sa.text("SELECT count(*) FROM facts.tweets")) or 0)
    for back in range(1, days):
        _make_up_facts(SEED_DAY - dt.timedelta(days=back), back)
    with transaction("analyst") as connection:
        common = {"channel": CHANNEL, "seed": SEED_DAY, "run_id": run.run_id}
        _execute_all(connection, OF_ALL, common)
        _freshen(connection, channel)
    return tweets * days


def _make_up_facts(day: dt.date, back: int) -> None:
    """One day's partitions and what hangs off them."""
    with transaction("loader") as connection:
        suffix = connection.scalar(sa.text("SELECT facts.stage_day()"))
        for table, changes in FACTS.items():
            changed = dict(change.split(" = ") for change in changes.split(", "))
            names = [column["name"] for column in sa.inspect(connection).get_columns(table, schema="facts")]
            chosen = ", ".join(changed.get(name, name) for name in names)
            copied = f"INSERT INTO facts.staged_{table}_{suffix} SELECT {chosen} FROM facts.{table} WHERE day = :seed"  # noqa: S608
            _execute_all(connection, copied, {"day": day, "back": dt.timedelta(days=back), "seed": SEED_DAY})
        keyed = sa.text("SELECT facts.key_staged(:suffix, :channel, :day, 'Asia/Shanghai')")
        swapped = sa.text("SELECT facts.swap_day(:suffix, :channel, :day)")
        for step in (keyed, swapped):
            connection.execute(step, {"suffix": suffix, "channel": CHANNEL, "day": day})
        _execute_all(connection, OF_DAY, {"channel": CHANNEL, "day": day, "seed": SEED_DAY})


def _execute_all(connection: sa.Connection, statements: str, parameters: Mapping[str, object]) -> None:
    """Several statements, each with those of the parameters that it names."""
    for each in statements.replace("::", "\\:\\:").split(";"):
        statement = sa.text(each)
        connection.execute(statement, {name: parameters[name] for name in statement._bindparams})


def _freshen(connection: sa.Connection, channel: Channel) -> None:
    """No window is stale, as after a maintenance."""
    told = sa.text("UPDATE results.runs SET input_hash = :hash WHERE first_day = :day")
    for window in runs.windows_to_refresh(connection, channel.name):
        found = runs.input_hash(connection, channel, window)
        connection.execute(told, {"hash": found, "day": window.first_day})


def pages(day: dt.date) -> dict[str, str]:
    """The address of each page that is about a day, or about the time around it."""
    window = f"windows/{day}/{day}"
    month = f"{day:%Y-%m}"
    addresses = {
        "calendar": f"?year={day.year}",
        "window": f"/{window}",
        "picture": f"/{window}/picture",
        "stories": f"/stories?day={day}",
        "story": f"/stories/1:{(SEED_DAY - day).days // 10}",
        "accounts": f"/accounts?day={day}",
        "account": f"/accounts/plover_naka?day={day}",
        "ledger": f"/ledger?month={month}",
        "quarantine": f"/quarantine?day={day}",
        "spend": f"/spend?month={month}",
        "rejects": f"/rejects?month={month}",
    }
    return {"overview": "/"} | {name: f"/channels/{CHANNEL}{path}" for name, path in addresses.items()}


async def ask(rounds: int, days: int, meter: Meter) -> dict[str, list[float]]:
    """Milliseconds of each answer by page; the first of each is not counted. The meter has a step for each."""
    app = make_app(Access(lambda: None, lambda: {CHANNEL}, lambda dag_id, dag_run_id: None), lambda: NOW)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pages.example") as client:
        for number in range(rounds + 1):
            day = SEED_DAY - dt.timedelta(days=1 + (number * 37) % max(1, days - 20))
            for name, address in pages(day).items():
                with meter.step(name if number else "first"):
                    (await client.get(address)).raise_for_status()
    return {name: [1000 * step.seconds for step in meter.steps if step.name == name] for name in pages(SEED_DAY)}


def percentile(values: Sequence[float]) -> float:
    """The value that all but the slowest twentieth stay below."""
    ordered = sorted(values)
    return ordered[math.ceil((1 - SLOWEST) * len(ordered)) - 1]


@contextmanager
def installation() -> Iterator[None]:
    """A home and a Postgres that are gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="chorus-ui-"))
    home.chmod(0o755)
    os.environ["CHORUS_HOME"] = str(home)
    os.environ.pop("CHORUS_DATABASE_URL", None)
    reset()
    try:
        yield
    finally:
        reset()
        embedded.release(home)
        shutil.rmtree(home, ignore_errors=True)


def measure(days: int, rounds: int, write: Callable[[str], object] = print) -> None:
    """Make up, ask, print the line."""
    with installation():
        tweets = make_up_year(days)
        meter = Meter(postmaster())
        found = asyncio.run(ask(rounds, days, meter))
    slow = {name: round(percentile(values), FIGURES) for name, values in found.items()}
    cpu = {name: round(1000 * sum(s.cpu for s in meter.steps if s.name == name) / rounds, FIGURES) for name in found}
    write(json.dumps({"days": days, "tweets": tweets, "rounds": rounds, "p95_ms": slow, "cpu_ms": cpu}))


def postmaster() -> int:
    """The first process of the server."""
    return int((settings().home / "postgres" / "postmaster.pid").read_text().split()[0])


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    if asked.days < 30 or asked.rounds < 1:
        sys.exit("At least 30 days and 1 round are needed.")
    try:
        measure(asked.days, asked.rounds)
    except ChorusError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
