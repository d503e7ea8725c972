"""How well the product's topics, ads and report match what annotators saw in real windows.

    python benchmarks/gold.py FILE... [--history PATH]

Each file is a labelled window: one JSON object a line, {id, day, author, text, labels[{annotator, topic, kind,
is_view}]}; topic "-" is not reportable, "ad" advertising; beside it lies NAME.editor.json, what each annotator would
tell a reader, best first. PATH is a folder of day files, or a file with many days, in any format that the product
reads; as many of its days before the window are fed first as a channel reads by default.

A found topic and an annotated one match when their tweets overlap with a Jaccard index of at least .5; both need two
tweets. One JSON line per file; every figure is the mean over the annotators. What was learned was learned from the
eight windows of `include/models/topics.json` and `report.json`; those files have their figures under models that had
not seen them.
"""

import argparse
import datetime as dt
import json
import sys
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dawn_chorus.channel import Analysis
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest.examine import examine
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.report.facts import Account
from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.learned import Models
from dawn_chorus.topics.model import Discovery, Document
from gold_report import Figures, annotators_of, facts_of, report_figures, tell

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


class Archive(NamedTuple):
    """Days of tweets, one per id, and what is known of their authors by handle: the day, and the account as of it."""

    documents: Sequence[Document]
    accounts: Mapping[str, Sequence[tuple[dt.date, Account]]]


def read_archive(path: Path) -> Archive:
    """All tweets of a file or of a folder of files."""
    found: dict[int, Document] = {}
    accounts: dict[str, list[tuple[dt.date, Account]]] = defaultdict(list)

    def keep(tweet: ReceivedTweet, day: dt.date) -> None:
        found[tweet.tweet_id] = as_document(tweet, day)
        author = tweet.author
        handle = author.handle.lower()
        accounts[handle].append(
            (day, Account(handle, author.handle, author.name, author.description, author.followers))
        )

    for file in sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]:
        examine(file, file.name, ZONE, keep)
    return Archive(list(found.values()), accounts)


def days_before(window: Sequence[Document], archive: Archive, days: int) -> list[Document]:
    """The tweets of so many days before a window."""
    first_day = min(document.day for document in window)
    return [document for document in archive.documents if 0 < (first_day - document.day).days <= days]


def accounts_before(window: Sequence[Document], archive: Archive) -> dict[str, Account]:
    """The window's authors as they were last known before it."""
    first_day = min(document.day for document in window)
    known = {
        handle: [entry for entry in archive.accounts.get(handle, ()) if entry[0] < first_day]
        for handle in {document.author for document in window}
    }
    return {handle: max(entries, key=lambda entry: entry[0])[1] for handle, entries in known.items() if entries}


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


def window_of(rows: Sequence[Row]) -> list[Document]:
    """The tweets of a labelled window as topic discovery reads them."""
    return [
        Document(int(row["id"]), dt.date.fromisoformat(row["day"]), row["author"].lower(), row["text"]) for row in rows
    ]


def measure(path: Path, archive: Archive, known: Models | None = None) -> dict[str, str | float]:
    """The line of one window. `known`: models of topics to use instead of those that come with the product."""
    rows = read_window(path)
    window = window_of(rows)
    discovery = discover(window, days_before(window, archive, Analysis().background_days), known)
    facts = facts_of(window, discovery, accounts_before(window, archive))
    each = annotators_of(rows)
    matches = [match(found_topics(discovery), annotated_topics(rows, n)) for n in each]
    figures: Figures = {
        ("match_precision", "match_recall", "match_f1"): [*matches],
        **report_figures(tell(facts), path, rows),
        ("ad_precision", "ad_recall"): [compare_ads(discovery, rows, n) for n in each],
    }
    return {"file": path.name} | means(figures)


def means(figures: Figures) -> dict[str, float]:
    """The mean of each figure over the annotators."""
    named = ((names, zip(*values, strict=True)) for names, values in figures.items())
    return {
        name: round(mean(each), FIGURES) for names, values in named for name, each in zip(names, values, strict=True)
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="labelled windows")
    parser.add_argument("--history", type=Path, metavar="PATH", help="days before the windows")
    options = parser.parse_args(arguments)
    try:
        archive = read_archive(options.history) if options.history else Archive((), {})
        for path in options.files:
            print(json.dumps(measure(path, archive)), flush=True)
    except ChorusError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
