"""The demo: the sample week through the real DAG, day by day, then what arrived late; ends with seven posts.

Each day's file is put where the channel's source looks, as a collector would, and the channel's DAG runs that day in
this process (``dag.test``). The late file and the deletions come after the week and go through the maintenance DAG.
"""

import contextlib
import datetime as dt
import io
import json
import logging
import os
import shutil
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import local_airflow
from dawn_chorus import console, views
from dawn_chorus.channel import load_channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import reset, transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.settings import PROJECT, settings
from dawn_chorus.window import parse_slug

CHANNEL = "twitter_ai"
SAMPLE = PROJECT / "include" / "sample"


def main() -> None:
    """Run the demo and say what came of it."""
    began = time.monotonic()
    home = settings().home
    _, env = local_airflow.ready(home)
    os.environ.update(env)
    reset()
    dags = _load_dags()
    days = sorted((SAMPLE / CHANNEL).glob("*.jsonl.gz"))
    with console.steps(len(days) + 1) as progress:
        for file in days:
            day = file.name.removesuffix(".jsonl.gz")
            progress.begin_step(day, "ingest · topics · accounts · report · publish")
            _deliver(file)
            seconds = _run(dags[CHANNEL], {"first_day": day})
            console.say(f"{_summary(day)}   {seconds:4.1f} s")
            progress.finish()
        progress.begin_step("late file", "maintenance")
        _deliver_late()
        seconds = _run(dags["maintenance"], {})
        console.say(f"late file and deletions: days made again where they changed   {seconds:4.1f} s")
    _tell(home, time.monotonic() - began)


def _load_dags() -> dict[str, Any]:
    """Bring Airflow's metadata up to date and parse the DAG folder."""
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        from airflow.dag_processing.dagbag import DagBag
        from airflow.utils.db import initdb

        initdb()
    bag = DagBag(str(PROJECT / "dags"))
    if bag.import_errors:
        sys.exit("\n".join(bag.import_errors.values()))
    for task in (task for dag in bag.dags.values() for task in dag.tasks):
        task.retries = 0  # a demo that fails says so at once
    return dict(bag.dags)


def _run(dag: Any, conf: dict[str, str]) -> float:
    """Run one DAG in this process; seconds it took. Ends the demo when a task failed."""
    began = time.monotonic()
    logging.disable(logging.WARNING)
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        result = dag.test(logical_date=None, run_conf=conf)
    logging.disable(logging.NOTSET)
    if result.state != "success":
        sys.exit(f"{output.getvalue()[-4000:]}\n{dag.dag_id} {conf} ended as {result.state}.")
    return time.monotonic() - began


def _inbox() -> Path:
    folder = settings().home / "inbox" / CHANNEL
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _deliver(file: Path) -> None:
    """Put a file where the channel's source looks."""
    shutil.copyfile(file, _inbox() / file.name)


def _deliver_late() -> None:
    """What comes after the week: a late file, and tweets that their authors deleted."""
    from dawn_chorus.ingest.forget import forget

    for file in sorted((SAMPLE / "late").iterdir()):
        _deliver(file)
    deleted = json.loads((SAMPLE / "deletions.json").read_text())["tweet_ids"]
    forget(load_channel(CHANNEL), [int(each) for each in deleted], "deleted by its author", settings().landing)


def _summary(day: str) -> str:
    """One line about a published day."""
    with transaction("reader") as connection:
        row = connection.execute(statement("publish/show_day"), {"channel": CHANNEL, "day": day}).one()
    return (
        f"{day}   {row.tweets:4} tweets   {row.topics:3} topics   {row.statements:3} statements   {row.commit_sha[:10]}"
    )


def _tell(home: Path, seconds: float) -> None:
    """How much of the planted truth was found, and where everything is."""
    sys.path.insert(0, str(SAMPLE))
    import score

    blog = home / "blog.git"
    names = _git(blog, "ls-tree", "-r", "--name-only", "main").split()
    posts = sorted(name for name in names if name.startswith("_posts/"))
    data = [json.loads(_git(blog, "show", f"main:{name}")) for name in names if name.startswith("assets/data/twitter")]
    reports = {str(parse_slug(report["slug"])[1]): report["statements"] for report in data}
    found = score.score(json.loads((SAMPLE / "truth.json").read_text()), reports)
    console.say(f"\n{score.table(found)}\n{score.summary(found)}")
    commits = _git(blog, "rev-list", "--count", "main").strip()
    console.say(f"\n{len(posts)} posts in {commits} commits: {blog}   ({seconds:.0f} s)")
    console.say(f"Last post: git -C {blog} show main:{posts[-1]}")
    console.say(f"Preview:   {views.write_preview(_current_run(posts[-1]))}")


def _current_run(post: str) -> int:
    """The run whose report a post is."""
    with transaction("reader") as connection:
        day = dt.date.fromisoformat(Path(post).name[:10])
        return runs.context_run_ids(connection, CHANNEL, [day])[day]


def _git(folder: Path, *arguments: str) -> str:
    """Output of a git command in the blog's repository."""
    command = ["git", "-c", "safe.directory=*", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    try:
        main()
    except ChorusError as error:
        console.complain(error)
        sys.exit(1)
