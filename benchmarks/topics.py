"""How well the product's topics match known classes, the number of classes unknown to it.

    python benchmarks/topics.py FILE...

Each file holds a text, a TAB and its class per line, gzip or not. Every text counts as a tweet by another account on
one day, without days before. One JSON line per file: a text in no topic is a class of its own; ``clusters`` counts the
topics, ``set_aside`` is the share of texts outside them; ``accuracy`` is that of the best one-to-one match of topics
and classes. ``cpu_seconds`` is for discovery alone, ``peak_mb`` the process's peak while it ran.
"""

import argparse
import datetime as dt
import gzip
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix

from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.model import Discovery, Document

DAY = dt.date(2026, 1, 1)  # any; nothing depends on it
FIGURES = 4  # decimals


def read_labelled(path: Path) -> tuple[list[str], list[str]]:
    """Texts and their classes. Raises SystemExit with one line where the file is not such a list."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            pairs = [line.rstrip("\n").rsplit("\t", 1) for line in file if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path}: cannot be read: {error}") from None
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise SystemExit(f"{path}: every line must read: text TAB class")
    return [text for text, _ in pairs], [label for _, label in pairs]


def as_tweets(texts: Sequence[str]) -> Iterator[Document]:
    """Each text as a tweet of its own author."""
    for number, text in enumerate(texts, start=1):
        yield Document(tweet_id=number, day=DAY, author=str(number), text=text)


def clusters_of(discovery: Discovery) -> list[int]:
    """A cluster number per tweet, by tweet id; a tweet outside topics has its own negative one."""
    return [each.topic_no or -each.tweet_id for each in discovery.assignments]


def accuracy(labels: Sequence[str], clusters: Sequence[int]) -> float:
    """Share of texts in the cluster that the best one-to-one match gives to their class."""
    table = contingency_matrix(labels, clusters)
    rows, columns = linear_sum_assignment(-table)
    return float(table[rows, columns].sum() / len(labels))


def measure(path: Path) -> dict[str, str | int | float]:
    """The line of one file."""
    texts, labels = read_labelled(path)
    tweets = list(as_tweets(texts))
    start = time.process_time()
    discovery = discover(tweets, [])
    seconds = time.process_time() - start
    clusters = clusters_of(discovery)
    return {
        "file": path.name,
        "method": "dawn_chorus",
        "documents": len(texts),
        "clusters": len(discovery.topics),
        "nmi": round(float(normalized_mutual_info_score(labels, clusters)), FIGURES),
        "ari": round(float(adjusted_rand_score(labels, clusters)), FIGURES),
        "accuracy": round(accuracy(labels, clusters), FIGURES),
        "set_aside": round(float(np.mean([cluster < 0 for cluster in clusters])), FIGURES),
        "cpu_seconds": round(seconds, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="text TAB class per line, .gz or not")
    for path in parser.parse_args(arguments).files:
        print(json.dumps(measure(path)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
