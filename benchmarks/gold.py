"""How well the product's topics and ads match what annotators saw in real windows.

    python benchmarks/gold.py FILE... [--history PATH]

Each file is a labelled window: one JSON object a line, {id, day, author, text, labels[{annotator, topic, kind}]}; topic
"-" is not reportable, "ad" advertising. PATH is a folder of day files, or a file with many days, in any format that the
product reads; as many of its days before the window are fed first as a channel reads by default.

A found topic and an annotated one match when their tweets overlap with a Jaccard index of at least .5; both need two
tweets. One JSON line per file; every figure is the mean over the annotators.
"""

import argparse
import datetime as dt
import json
import sys
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

from dawn_chorus.channel import Analysis
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest.examine import examine
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.model import Discovery, Document

ZONE = ZoneInfo("Asia/Shanghai")  # of the labelled days
MATCH = 0.5  # Jaccard
FIGURES = 4  # decimals

Topics = Collection[frozenset[int]]
Row = Mapping[str, Any]


def read_window(path: Path) -> list[Row]:
    """The labelled tweets of a window. Raises SystemExit with one line where the file is none."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        if not rows or any(not row["labels"] for row in rows):
            raise SystemExit(f"{path}: holds no labelled tweet, or one without labels")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"{path}: is not a labelled window: {error}") from None
    return rows


def read_history(path: Path | None, window: Sequence[Document]) -> list[Document]:
    """The tweets of the days before the window that a channel reads by default, one per id."""
    if path is None:
        return []
    last_day = min(document.day for document in window)
    first_day = last_day - dt.timedelta(days=Analysis().history_days)
    found: dict[int, Document] = {}

    def keep(tweet: ReceivedTweet, day: dt.date) -> None:
        if first_day <= day < last_day:
            found[tweet.tweet_id] = as_document(tweet, day)

    for file in sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]:
        examine(file, file.name, ZONE, keep)
    return list(found.values())


def as_document(tweet: ReceivedTweet, day: dt.date) -> Document:
    """A received tweet as topic discovery reads it."""
    return Document(tweet.tweet_id, day, tweet.author.handle.lower(), tweet.text, tweet.kind, tweet.ref_tweet_id)


def match(found: Topics, annotated: Topics) -> tuple[float, float, float]:
    """Precision, recall and F1 of topic match, 0..1."""
    precision = mean([any(_overlap(one, gold) >= MATCH for gold in annotated) for one in found] or [0])
    recall = mean([any(_overlap(one, gold) >= MATCH for one in found) for gold in annotated] or [0])
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


def found_topics(discovery: Discovery) -> Topics:
    """The tweets of each topic of at least two."""
    members: dict[int, set[int]] = defaultdict(set)
    for each in discovery.assignments:
        if each.topic_no is not None:
            members[each.topic_no].add(each.tweet_id)
    return [frozenset(ids) for ids in members.values() if len(ids) > 1]


def annotated_topics(rows: Sequence[Row], annotator: int) -> Topics:
    """The tweets of each topic of at least two, as one annotator sees them."""
    members: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        topic = row["labels"][annotator]["topic"]
        if topic not in ("-", "ad"):
            members[topic].add(int(row["id"]))
    return [frozenset(ids) for ids in members.values() if len(ids) > 1]


def compare_ads(discovery: Discovery, rows: Sequence[Row], annotator: int) -> tuple[float, float]:
    """Precision and recall of the role ``ad``, 0..1."""
    found = {each.tweet_id for each in discovery.assignments if each.role == "ad"}
    true = {int(row["id"]) for row in rows if row["labels"][annotator]["topic"] == "ad"}
    return len(found & true) / max(1, len(found)), len(found & true) / max(1, len(true))


def measure(path: Path, history: Path | None) -> dict[str, str | float]:
    """The line of one window."""
    rows = read_window(path)
    window = [
        Document(int(row["id"]), dt.date.fromisoformat(row["day"]), row["author"].lower(), row["text"]) for row in rows
    ]
    discovery = discover(window, read_history(history, window))
    annotators = range(len(rows[0]["labels"]))
    matches = [match(found_topics(discovery), annotated_topics(rows, each)) for each in annotators]
    ads = [compare_ads(discovery, rows, each) for each in annotators]
    names = ("match_precision", "match_recall", "match_f1", "ad_precision", "ad_recall")
    figures = [*map(mean, zip(*matches, strict=True)), *map(mean, zip(*ads, strict=True))]
    return {"file": path.name} | {name: round(figure, FIGURES) for name, figure in zip(names, figures, strict=True)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="labelled windows")
    parser.add_argument("--history", type=Path, metavar="PATH", help="days before the windows")
    options = parser.parse_args(arguments)
    try:
        for path in options.files:
            print(json.dumps(measure(path, options.history)), flush=True)
    except ChorusError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
