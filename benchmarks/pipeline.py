"""What one day costs through all stages, and how that grows with the day.

    python benchmarks/pipeline.py --tweets N...

Makes up a day of N tweets (X API v2 pages; half of what is told is about some event, thirty tweets each) and takes it
along the product's own path: land, load, judge, topics, accounts, report, publish into a repository of its own. Each
stage has a process of its own, as a task has. One JSON line per N and stage: ``cpu_seconds`` are those of that process
and of all the server's together, ``wall_seconds`` by the clock, both with the modules that the stage imports;
``peak_mb`` is the peak of that process. A line per N, whose stage is ``total``, sums up: the seconds of all stages, the
highest ``peak_mb``. The last line has, for each stage and in total, the exponent p of cpu_seconds ~ N^p over the last
two N. Before the first stage every module is imported once, so that none is compiled while a stage is measured: in a
bare clone the first task would pay for that, and no other.

There is no peer: nobody else's path does all of this. Needs Linux (/proc), and 20 kB of disk per tweet.
"""

import argparse
import datetime as dt
import json
import math
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from operator import add
from pathlib import Path
from typing import Any

from dawn_chorus import pipeline
from dawn_chorus.channel import load_channel
from dawn_chorus.database import embedded
from dawn_chorus.database.connect import reset
from dawn_chorus.errors import ChorusError
from dawn_chorus.window import Window
from made_up_day import make_up_day
from metering import Meter, apart, fresh_database, peak_mb, postmaster_of, say, server_room

CHANNEL = "twitter_ai"
DAY = dt.date(2026, 3, 2)
WINDOW = Window(DAY, DAY)
FIGURES = 3  # decimals
RUN = 1  # the only run of a database
TOTAL = "total"
MODULES = (
    "wordcloud",
    "dawn_chorus.ingest.load",
    "dawn_chorus.ingest.judgements",
    "dawn_chorus.ingest.landing",
    "dawn_chorus.topics.stage",
    "dawn_chorus.accounts.stage",
    "dawn_chorus.report.render",
    "dawn_chorus.report.stage",
    "dawn_chorus.publish.publication",
)


def stages(data: Path) -> dict[str, Callable[[], Any]]:
    """What each stage does, in order."""
    channel = load_channel(CHANNEL)
    return {
        "land": lambda: pipeline.land(channel, [data]),
        "load": lambda: pipeline.load(channel, WINDOW),
        "judge": lambda: pipeline.open_run(channel, WINDOW),
        "topics": lambda: pipeline.find_topics(RUN),
        "accounts": lambda: pipeline.rank_accounts(RUN),
        "report": lambda: pipeline.write_report(RUN),
        "publish": lambda: pipeline.publish_report(RUN),
    }


STAGES = tuple(stages(Path()))


def work(stage: str, data: Path, home: Path, url: str, postmaster: int) -> dict[str, float]:
    """Do a stage in this process; its figures."""
    os.environ |= {"CHORUS_HOME": str(home), "CHORUS_DATABASE_URL": url}
    reset()
    meter = Meter(postmaster)
    with meter.step(stage):
        stages(data)[stage]()
    (step,) = meter.steps
    return {"cpu_seconds": step.cpu, "wall_seconds": step.seconds, "peak_mb": peak_mb()}


def take(folder: Path, server: embedded.Embedded, tweets: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Take a day of so many tweets along the path: each stage and its figures. Raises ChildProcessError."""
    home = folder / f"day_{tweets}"
    home.mkdir()
    data = home / "pages.jsonl"
    say(f"making up {tweets:,} tweets …")
    make_up_day(data, DAY, load_channel(CHANNEL).zone, tweets)
    url = fresh_database(server, home.name)
    for stage in STAGES:
        figures = apart(work, stage, data, home, url, postmaster_of(server))
        cpu, wall, peak = (figures[name] for name in ("cpu_seconds", "wall_seconds", "peak_mb"))
        say(f"  {stage}: {cpu:.2f} s of CPU, {wall:.2f} s, {peak} MB")
        yield stage, figures
    shutil.rmtree(home)


def exponents(costs: Mapping[int, Mapping[str, float]]) -> dict[str, float]:
    """The exponent of the growth of each cost between the last two numbers of tweets."""
    small, large = sorted(costs)[-2:]
    ratio = math.log(large / small)
    return {name: round(math.log(costs[large][name] / costs[small][name]) / ratio, FIGURES) for name in costs[large]}


def compile_modules() -> None:
    """Import what the stages import, so that each module is compiled and kept, as in an installation."""
    sys.dont_write_bytecode = False
    for name in MODULES:
        import_module(name)


def run(folder: Path, counts: Sequence[int]) -> Iterator[dict[str, Any]]:
    """The lines, as they are measured."""
    server = embedded.start(folder / "server")
    apart(compile_modules)
    costs: dict[int, dict[str, float]] = {}
    for tweets in counts:
        costs[tweets], totals = {}, dict.fromkeys(("cpu_seconds", "wall_seconds", "peak_mb"), 0.0)
        for stage, figures in take(folder, server, tweets):
            costs[tweets][stage] = figures["cpu_seconds"]
            totals = {name: (max if name == "peak_mb" else add)(totals[name], figures[name]) for name in totals}
            yield line(tweets, stage, figures)
        costs[tweets][TOTAL] = totals["cpu_seconds"]
        yield line(tweets, TOTAL, totals)
    if len(costs) > 1:
        yield {"exponents": exponents(costs)}


def line(tweets: int, stage: str, figures: Mapping[str, float]) -> dict[str, Any]:
    """The line of a stage."""
    return {"tweets": tweets, "stage": stage} | {name: round(each, FIGURES) for name, each in figures.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--tweets", type=int, nargs="+", required=True, metavar="N", help="of the day, 100 or more each"
    )
    options = parser.parse_args(arguments)
    if min(options.tweets) < 100:
        parser.error("--tweets takes numbers of 100 or more")
    try:
        with server_room("pipeline") as folder:
            for measured in run(folder, sorted(set(options.tweets))):
                print(json.dumps(measured), flush=True)
    except (ChorusError, ChildProcessError, OSError) as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
