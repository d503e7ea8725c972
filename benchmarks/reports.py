"""What the reports of real days are like: cited and checked, and ten different key points on every normal day.

    python benchmarks/reports.py PATH... [--channel NAME]

Each PATH, a file or a folder of days in any format that the product reads, gets an installation of its own, is landed,
and each of its days is taken through the product's own stages up to the report. Then every published JSON file is
checked again as `chorus report check` does it. One JSON line per PATH:

    reports, statements, cited, violations, dropped   what was written, and what the check found
    days, ten_points                                  days of 50 tweets or more that no gate held for thin, and how many
                                                      of them have ten key points
    normal_days, normal_ten_points                    the same of those days on which ten accounts or more say something
                                                      of the field that a key point may tell
    same_topic                                        pairs of a day's key points that cite tweets of one topic
    redundancy                                        mean over all key points of the highest TF-IDF cosine with
                                                      another one of its day, words weighted over all of PATH
    cpu_seconds                                       of this process, reports only
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from dawn_chorus import pipeline
from dawn_chorus.channel import Channel, load_channel
from dawn_chorus.database import embedded
from dawn_chorus.database.connect import reset, transaction
from dawn_chorus.database.runs import Run
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.report.brief import WHOLE_DAY, Brief
from dawn_chorus.report.finished import Finding, check_document
from dawn_chorus.report.phrases import load_phrases
from dawn_chorus.report.read import read_facts
from dawn_chorus.settings import settings
from dawn_chorus.window import Window
from redundancy import redundancy

POINTS = 10  # key points of a normal day
FIGURES = 4  # decimals

DAYS = "SELECT DISTINCT day FROM facts.landing_days ORDER BY day"
TOPICS = "SELECT tweet_id, topic_no FROM results.run_tweets WHERE run_id = :run_id AND topic_no IS NOT NULL"

Document = Mapping[str, Any]


class Told(NamedTuple):
    """One day's report as it was published, what its check found, and the topic of each tweet that is in one.

    ``speakers``: accounts that lead something which a key point may tell.
    """

    document: Document
    finding: Finding
    topics: Mapping[str, int]
    speakers: int

    @property
    def is_full(self) -> bool:
        """Whether the day has tweets enough, and all that are usual."""
        return bool(
            self.document["judgement"]["verdict"] == "pass" and self.document["coverage"]["tweets"] >= WHOLE_DAY
        )

    @property
    def is_normal(self) -> bool:
        """Whether it is full, and accounts enough speak of the field, so that each key point may be another one's."""
        return self.is_full and self.speakers >= POINTS

    @property
    def points(self) -> Sequence[Document]:
        """The key points."""
        return [each for each in self.document["statements"] if each["section"] == "key_points"]


def tell(channel: Channel, path: Path) -> Iterator[Told]:
    """Take each day of a timeline to its report, in order."""
    pipeline.land(channel, [path])
    with transaction("loader") as connection:
        days = connection.execute(sa.text(DAYS)).scalars().all()
    for day in days:
        run = pipeline.run_window(channel, Window(day, day), until="report", despite_block=True)
        yield _told(channel, run)


def _told(channel: Channel, run: Run) -> Told:
    """The report of a run, checked."""
    parameters = {"run_id": run.run_id}
    with transaction("analyst") as connection:
        files = {
            row.path: bytes(row.content) for row in connection.execute(statement("publish/read_files"), parameters)
        }
        (document,) = (json.loads(content) for path, content in files.items() if path.startswith("assets/data/"))
        topics = {str(row.tweet_id): row.topic_no for row in connection.execute(sa.text(TOPICS), parameters)}
        brief = Brief(read_facts(connection, channel, run), channel, load_phrases(channel.language))
        speakers = {item.lead.author.key for item in (*brief.news, *brief.remarks)}
        return Told(document, check_document(connection, document), topics, len(speakers))


def same_topic(told: Told) -> int:
    """Pairs of key points that cite tweets of one topic."""
    cited = [
        {told.topics[each["tweet_id"]] for each in point["citations"] if each["tweet_id"] in told.topics}
        for point in told.points
    ]
    return sum(not one.isdisjoint(other) for one, other in combinations(cited, 2))


def line_of(path: Path, told: Sequence[Told], seconds: float) -> Document:
    """The line of one timeline."""
    full = [each for each in told if each.is_full]
    normal = [each for each in told if each.is_normal]
    points = [[point["text"] for point in each.points] for each in told]
    return {
        "path": path.name,
        "reports": len(told),
        "statements": sum(each.finding.statements for each in told),
        "cited": sum(each.finding.cited for each in told),
        "violations": sum(len(each.finding.violations) for each in told),
        "dropped": sum(sum(each.document["dropped"].values()) for each in told),
        "days": len(full),
        "ten_points": _ten_points(full),
        "normal_days": len(normal),
        "normal_ten_points": _ten_points(normal),
        "same_topic": sum(map(same_topic, told)),
        "redundancy": round(redundancy(points, [text for day in points for text in day]), FIGURES),
        "cpu_seconds": round(seconds, 2),
    }


def _ten_points(told: Sequence[Told]) -> int:
    return sum(len(each.points) == POINTS for each in told)


def measure(path: Path, channel: Channel) -> Document:
    """Tell a timeline in an installation of its own, which is gone at the end."""
    home = Path(tempfile.mkdtemp(prefix="chorus-reports-"))
    home.chmod(0o755)
    os.environ["CHORUS_HOME"] = str(home)
    reset()
    try:
        begin = time.process_time()
        told = list(tell(channel, path))
        return line_of(path, told, time.process_time() - begin)
    finally:
        reset()
        embedded.release(settings().home)
        shutil.rmtree(home, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="days of tweets")
    parser.add_argument("--channel", default="twitter_ai", metavar="NAME", help="the channel that they are of")
    options = parser.parse_args(arguments)
    try:
        channel = load_channel(options.channel)
        for path in options.paths:
            print(json.dumps(measure(path.resolve(), channel)), flush=True)
    except ChorusError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
