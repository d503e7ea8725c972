"""Whether a day costs the same when years of days are loaded already.

    python benchmarks/archive.py --days N...

Lands and loads N days in a row of ten made-up tweets each, on the product's own path, into a database of its own. After
each N one JSON line: what the next day takes to ``land`` and ``load``, to load ``again`` when nothing has changed, and
to ``read`` a week as the topics stage does: seconds of CPU of this process and of all the server's together, the mean
of ten days. The last line has how often the cost of the smallest N the largest has.
"""

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from dawn_chorus.database import embedded
from dawn_chorus.database.connect import reset, transaction
from dawn_chorus.database.migrate import migrate
from dawn_chorus.database.sql import statement
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day
from ingest import CHANNEL
from made_up_pages import SEED, Record, World
from metering import Meter, Step, fresh_database, postmaster_of, say, server_room

FIRST_DAY = dt.date(2010, 1, 1)
TWEETS, REPEATS, WEEK = 10, 10, 7
FIGURES = 4  # decimals


class Archive:
    """Days that are loaded one after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._world, self.days = folder, World(SEED), 0
        self._landing = folder / "landing"

    def add(self, meter: Meter) -> None:
        """Land and load the next day."""
        day = FIRST_DAY + dt.timedelta(days=self.days)
        path = self._folder / f"{day}.jsonl"
        path.write_bytes(b"\n".join(map(msgspec.json.encode, self._world.pages(day, CHANNEL.zone, TWEETS))))
        with meter.step("land"):
            land(CHANNEL, [path], self._landing)
        with meter.step("load"):
            load_day(CHANNEL, day, self._landing)
        path.unlink()
        self.days += 1

    def use(self, meter: Meter) -> None:
        """Load the last day again, and read the last week."""
        day = FIRST_DAY + dt.timedelta(days=self.days - 1)
        with meter.step("again"):
            load_day(CHANNEL, day, self._landing)
        span = {"first_day": day - dt.timedelta(days=WEEK), "last_day": day}
        with meter.step("read"), transaction("reader") as connection:
            parameters = {"channel": CHANNEL.name, **span, "languages": []}
            connection.execute(statement("topics/read_tweets_of_days"), parameters).all()


def means(steps: Sequence[Step]) -> dict[str, float]:
    """The mean CPU of each step."""
    names = dict.fromkeys(step.name for step in steps)
    return {name: sum(step.cpu for step in steps if step.name == name) / REPEATS for name in names}


def run(folder: Path, counts: Sequence[int]) -> Iterator[Record]:
    """The lines, as they are measured."""
    server = embedded.start(folder / "server")
    os.environ["CHORUS_DATABASE_URL"] = fresh_database(server, "archive")
    reset()
    migrate()
    archive, lines = Archive(folder), []
    for count in counts:
        say(f"loading days up to the {count:,}th …")
        while archive.days < count:
            archive.add(Meter(postmaster_of(server)))
        meter = Meter(postmaster_of(server))
        for _ in range(REPEATS):
            archive.add(meter)
            archive.use(meter)
        lines.append(means(meter.steps))
        yield {"days": count} | {name: round(mean, FIGURES) for name, mean in lines[-1].items()}
    yield {"growth": {name: round(lines[-1][name] / lines[0][name], 2) for name in lines[0]}}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, nargs="+", required=True, metavar="N", help="days to load, 10 or more each")
    options = parser.parse_args(arguments)
    if min(options.days) < REPEATS:
        parser.error(f"--days takes numbers of {REPEATS} or more")
    with server_room("archive") as folder:
        for line in run(folder, sorted(set(options.days))):
            print(json.dumps(line), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
