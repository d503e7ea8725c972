"""What ingest costs beside a raw COPY of the same records, and what loading a day again costs that did not change.

    python benchmarks/ingest.py --records N [--peers]

Makes up N tweets of the X API v2 (seeded; a file a day of 100,000 tweets, the last day has the rest) and takes them
along each path. One JSON line per path:

    raw_copy       COPY of the same JSON, a row per tweet and user of a page, into one text column without a key: the
                   limit, which understands and checks nothing
    dawn_chorus    the product's own path: landing, every record checked, days loaded by swapping partitions
    pandas_to_sql  with --peers: what a script would do, pages flattened by pandas and appended by to_sql

and a last one: the CPU of loading the first day (of ``records`` tweets) once more, when nothing has changed, over that
of its first load.

Every path has a process and a database of its own on an embedded Postgres, which is gone at the end. ``cpu_seconds``
are those of that process and of all the server's together, user and kernel; ``rows_per_second`` is by the clock;
``peak_mb`` is the peak of that process, its modules included. Making up, starting and importing are outside. Reads
/proc, so it needs Linux; and 8 kB of room per record for temporary files.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dawn_chorus.channel import Channel
from dawn_chorus.database import embedded
from dawn_chorus.database.connect import engine, reset
from dawn_chorus.database.migrate import migrate
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.source import Source
from made_up_pages import FIRST_DAY, Drop, Record, make_up
from metering import Meter, Step, apart, fresh_database, peak_mb, postmaster_of, say, server_room

CHANNEL = Channel(
    name="twitter_benchmark",
    title="基准",
    short_title="Twitter Benchmark",
    start_date="2030-01-01",
    sources=(Source(name="inbox", path="{home}/inbox"),),
)
FIGURES = 3  # decimals
LOAD, ONCE_MORE = "load", "load once more"  # steps
CHUNK_ROWS = 10_000  # of pandas
COUNTERS = ("like_count", "retweet_count", "reply_count", "quote_count", "impression_count")
FLAT = ("id", "author_id", "created_at", "lang", "text", "conversation_id", *(f"public_metrics_{n}" for n in COUNTERS))


Travel = Callable[[Drop, Meter], None]


def raw_copy(drop: Drop, meter: Meter) -> None:
    """Rows into one text column."""
    with engine().begin() as connection, drop.rows.open("rb") as rows:
        connection.exec_driver_sql("CREATE TABLE rows (line text)")
        with meter.step("copy"):
            connection.connection.cursor().copy_expert("COPY rows FROM STDIN", rows)
            connection.commit()


def dawn_chorus(drop: Drop, meter: Meter) -> None:
    """Land, load each day, and load the first one again."""
    landing = drop.folder / "landing"
    migrate()
    with meter.step("land"):
        land(CHANNEL, [drop.pages], landing)
    for day in drop.days:
        with meter.step(LOAD):
            load_day(CHANNEL, day, landing)
    with meter.step(ONCE_MORE):
        load_day(CHANNEL, FIRST_DAY, landing)


def pandas_to_sql(drop: Drop, meter: Meter) -> None:
    """Some fields of each day's tweets through a table of pandas; no key, nothing checked."""
    import pandas as pd

    with meter.step("append"):
        for file in sorted(drop.pages.iterdir()):
            with file.open(encoding="utf-8") as lines:
                tweets = [tweet for line in lines for tweet in json.loads(line)["data"]]
            table = pd.json_normalize(tweets, sep="_").reindex(columns=list(FLAT))
            table.to_sql("rows", engine(), if_exists="append", index=False, chunksize=CHUNK_ROWS)


PATHS: dict[str, Travel] = {"raw_copy": raw_copy, "dawn_chorus": dawn_chorus}
PEERS: dict[str, Travel] = {"pandas_to_sql": pandas_to_sql}


def travel(name: str, drop: Drop, url: str, postmaster: int) -> tuple[list[Step], int]:
    """Take a path in this process; its steps and its peak."""
    os.environ["CHORUS_DATABASE_URL"] = url
    reset()
    meter = Meter(postmaster)
    (PATHS | PEERS)[name](drop, meter)
    return meter.steps, peak_mb()


def cpu_of(steps: Sequence[Step]) -> float:
    """CPU seconds of a path; what is done once more does not count."""
    return sum(step.cpu for step in steps if step.name != ONCE_MORE)


def line_of(path: str, records: int, steps: Sequence[Step], peak: int, raw_cpu: float) -> Record:
    """The line of a path; ``raw_cpu`` is what raw COPY took."""
    cpu = cpu_of(steps)
    return {
        "path": path,
        "records": records,
        "cpu_seconds": round(cpu, FIGURES),
        "rows_per_second": round(records / sum(step.seconds for step in steps if step.name != ONCE_MORE)),
        "cpu_ratio_to_raw_copy": round(cpu / raw_cpu, FIGURES),
        "peak_mb": peak,
    }


def reload_ratio(steps: Sequence[Step]) -> float:
    """The CPU of loading the first day again over that of loading it."""
    first = next(step.cpu for step in steps if step.name == LOAD)
    return round(next(step.cpu for step in steps if step.name == ONCE_MORE) / first, FIGURES)


def run(folder: Path, records: int, paths: Sequence[str]) -> Iterator[Record]:
    """The lines, as they are measured. Raises ChorusError or ChildProcessError."""
    say(f"making up {records:,} records …")
    drop = make_up(folder, records, CHANNEL.zone)
    server = embedded.start(folder / "server")
    raw_cpu, again = None, 0.0
    for name in paths:
        say(f"{name} …")
        steps, peak = apart(travel, name, drop, fresh_database(server, name), postmaster_of(server))
        for step in steps:
            say(f"  {step.name}: {step.cpu:.2f} s of CPU, {step.seconds:.2f} s")
        raw_cpu = cpu_of(steps) if raw_cpu is None else raw_cpu
        again = reload_ratio(steps) if name == "dawn_chorus" else again
        yield line_of(name, records, steps, peak, raw_cpu)
    yield {"records": next(iter(drop.days.values())), "reload_cpu_ratio": again}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, required=True, metavar="N", help="tweets to make up, 1 or more")
    parser.add_argument("--peers", action="store_true", help="measure pandas_to_sql as well, which takes long")
    options = parser.parse_args(arguments)
    if options.records < 1:
        parser.error("--records takes 1 or more")
    try:
        with server_room("ingest") as folder:
            for line in run(folder, options.records, [*PATHS, *(PEERS if options.peers else ())]):
                print(json.dumps(line), flush=True)
    except (ChorusError, ChildProcessError, OSError) as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
