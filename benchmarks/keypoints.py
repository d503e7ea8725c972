r"""How much of what assessors noted of a day two hundred words hold that the product's own chooser takes from it.

    python benchmarks/keypoints.py FILE...

FILE is a JSON array, .gz or not, of event-days: {id, facts: [...], pool: "[title]\nsentence. sentence. ..."}. The
sentences are chosen by `dawn_chorus.report.choosing`, as a key point's second voice is. One JSON line per event-day,
then one of the means over the FILE's event-days; `peers` in it are the means of other choices of the same sentences:

    lead            the first sentences
    random          in random order, mean of five
    centroid        nearest to the mean of all sentences first, whatever was taken before

    rouge2          share of the facts' pairs of neighbouring words that the choice has too (recall, by count)
    facts_covered   share of the facts of which one chosen sentence has half the words that are no stop words
    redundancy      mean over the chosen sentences of the highest TF-IDF cosine with another one, words weighted over
                    the event-day, as `benchmarks/reports.py` has it
"""

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import numpy as np

from dawn_chorus.report.choosing import choose, key_sentences, nearness
from dawn_chorus.report.excerpts import Excerpt
from dawn_chorus.text.lexicon import stop_words
from dawn_chorus.text.tokens import scan
from redundancy import redundancy

ROOM = 200  # words
COVERED = 0.5  # of a fact's words
SEEDS = range(5)
FIGURES = 4  # decimals

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

Figures = Mapping[str, float]


class EventDay(NamedTuple):
    """A day of an event: the sentences to choose from, each once, and what assessors noted."""

    name: str
    sentences: Sequence[str]
    facts: Sequence[str]

    @property
    def sizes(self) -> Sequence[int]:
        """Words of each sentence."""
        return [len(sentence.split()) for sentence in self.sentences]


def read(path: Path) -> Iterator[EventDay]:
    """The event-days of a file that have a fact and a sentence. Raises SystemExit with one line where it is none."""
    try:
        content = path.read_bytes()
        rows = json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
        for row in rows:
            day = EventDay(str(row["id"]), _sentences(row["pool"]), [str(fact) for fact in row["facts"]])
            if day.sentences and day.facts:
                yield day
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(f"{path}: is no file of event-days: {error}") from None


def _sentences(pool: str) -> Sequence[str]:
    """The sentences below the title, each once."""
    _, _, body = pool.partition("\n") if pool.startswith("[") else ("", "", pool)
    return [each for each in dict.fromkeys(_SENTENCE_END.split(body.strip())) if each]


def ours(day: EventDay) -> list[int]:
    """The places of the sentences that the product chooses."""
    return key_sentences([Excerpt(text, 0) for text in day.sentences], (), day.sizes, ROOM)


def peers(day: EventDay) -> dict[str, list[list[int]]]:
    """What else could be chosen; several choices where chance has a part."""
    count = len(day.sentences)
    chances = [random.Random(seed) for seed in SEEDS]  # noqa: S311 - nothing secret
    worths = {
        "lead": [-np.arange(count, dtype=float)],
        "random": [np.array(chance.sample(range(count), count), dtype=float) for chance in chances],
        "centroid": [nearness(day.sentences)],
    }
    nothing = np.zeros((count, count))
    return {name: [list(choose(w, nothing, day.sizes, ROOM)) for w in each] for name, each in worths.items()}


def figures(day: EventDay, chosen: Iterable[int]) -> Figures:
    """What a choice is like."""
    texts = [day.sentences[place] for place in chosen]
    return {
        "rouge2": _rouge2(texts, day.facts),
        "facts_covered": _covered(texts, day.facts),
        "redundancy": redundancy([texts], day.sentences),
    }


def _rouge2(texts: Sequence[str], facts: Sequence[str]) -> float:
    chosen, noted = _pairs([" ".join(texts)]), _pairs(facts)
    return (chosen & noted).total() / max(1, noted.total())


def _pairs(texts: Iterable[str]) -> Counter[tuple[str, str]]:
    keys = [[token.key for token in scan(text)] for text in texts]
    return Counter(pair for each in keys for pair in pairwise(each))


def _covered(texts: Sequence[str], facts: Sequence[str]) -> float:
    chosen = [_content(text) for text in texts]
    return mean(
        any(words and len(words & each) >= COVERED * len(words) for each in chosen) for words in map(_content, facts)
    )


def _content(text: str) -> frozenset[str]:
    return frozenset(token.key for token in scan(text)) - stop_words()


def means(each: Sequence[Figures]) -> dict[str, float]:
    """The mean of each figure."""
    return {name: round(mean(one[name] for one in each), FIGURES) for name in each[0]}


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file. Raises SystemExit where it holds no event-day."""
    found: list[Figures] = []
    others: list[dict[str, Figures]] = []
    seconds = 0.0
    for day in read(path):
        begin = time.process_time()
        chosen = ours(day)
        seconds += time.process_time() - begin
        found.append(figures(day, chosen))
        others.append({name: means([figures(day, one) for one in each]) for name, each in peers(day).items()})
        yield {"event_day": day.name, "sentences": len(chosen), **means(found[-1:])}
    if not found:
        raise SystemExit(f"{path}: holds no event-day with facts and sentences")
    yield {
        "file": path.name,
        "event_days": len(found),
        **means(found),
        "cpu_seconds": round(seconds, FIGURES),
        "peers": {name: means([each[name] for each in others]) for name in others[0]},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="event-days with their facts")
    for path in parser.parse_args(arguments).files:
        for line in lines_of(path):
            print(json.dumps(line), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
