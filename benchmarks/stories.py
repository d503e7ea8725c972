"""How well topics of several days hold together as stories, on ten synthetic days of labelled headlines and real noise.

    python benchmarks/stories.py [--data FOLDER]

FOLDER holds `gn_t.tsv.gz` (text TAB event) and `crisis26_dated.tsv.gz` (text TAB event TAB day; event NOISE is small
talk); without it that is `labelled` in CHORUS_SHARED_DATA, else in `../shared/data`. Every event gets a first day and
a length by a fixed draw, its headlines come on these days, more of them on the first; noise comes every day. Each day
goes through the product's discovery, with the days before as its history, and its topics are linked to the stories
before.

One JSON line. ``bcubed_f``: of the headlines by story, a headline in no topic being a story of its own.
``continuity``: of the pairs of days in a row of an event, the share in which most of its headlines stay in one story.
``chatter_auc``: how well the chatter score tells noise from headlines. ``cpu_seconds``: of discovery and linking.
"""

import argparse
import datetime as dt
import gzip
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import numpy as np
from sklearn.metrics import roc_auc_score

from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.model import Discovery, Document
from dawn_chorus.topics.stories import PastTopic, StoryLink, link_stories
from dawn_chorus.window import Window

FIRST_DAY = dt.date(2026, 1, 1)  # any; nothing depends on it
DAYS = 10
LENGTHS = (1, 5)  # days of an event, from and to
FADING = 0.7  # headlines of an event's next day for each of the day before
NOISE_SHARE = 0.27
NOISE = "NOISE"
SEED = 7
FIGURES = 4  # decimals


class Labelled(NamedTuple):
    """A tweet of the synthetic days and the event it tells of, or NOISE."""

    document: Document
    event: str


def read_lines(path: Path) -> list[list[str]]:
    """The cells of each line. Raises SystemExit with one line where the file cannot be read."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [line.rstrip("\n").split("\t") for line in file if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path}: cannot be read: {error}") from None


def make_days(headlines: Sequence[tuple[str, str]], noise: Sequence[str]) -> list[Labelled]:
    """Headlines, each (text, event), and noise on DAYS days, the same at any time."""
    generator = np.random.default_rng(SEED)
    events: dict[str, list[str]] = defaultdict(list)
    for text, event in headlines:
        events[event].append(text)
    drawn: list[tuple[int, str, str]] = []
    for event in sorted(events):
        length = int(generator.integers(LENGTHS[0], LENGTHS[1], endpoint=True))
        first = int(generator.integers(0, DAYS - length, endpoint=True))
        weights = FADING ** np.arange(length)
        on = generator.choice(length, len(events[event]), p=weights / weights.sum())
        drawn += [(first + int(day), text, event) for day, text in zip(on, events[event], strict=True)]
    count = min(len(noise), round(len(drawn) * NOISE_SHARE / (1 - NOISE_SHARE)))
    kept = generator.choice(len(noise), count, replace=False)
    drawn += [(int(generator.integers(0, DAYS)), noise[n], NOISE) for n in sorted(kept.tolist())]
    order = generator.permutation(len(drawn))
    numbered = enumerate((drawn[n] for n in order), start=1)
    return [
        Labelled(Document(number, FIRST_DAY + dt.timedelta(days=day), f"a{number}", text), event)
        for number, (day, text, event) in numbered
    ]


def follow(tweets: Sequence[Labelled]) -> tuple[dict[int, str], dict[int, float]]:
    """The story of each tweet in one, and the chatter score of every tweet."""
    stories: dict[int, str] = {}
    chatter: dict[int, float] = {}
    past: list[PastTopic] = []
    for day in sorted({tweet.document.day for tweet in tweets}):
        before = [tweet.document for tweet in tweets if tweet.document.day < day]
        found = discover([tweet.document for tweet in tweets if tweet.document.day == day], before)
        links = link_stories("benchmark", Window(day, day), found.topics, past)
        past += [past_topic(day, found, number, link) for number, link in enumerate(links)]
        for each in found.assignments:
            chatter[each.tweet_id] = each.chatter_score
            if each.topic_no is not None:
                stories[each.tweet_id] = links[each.topic_no - 1].story_id
    return stories, chatter


def past_topic(day: dt.date, found: Discovery, number: int, link: StoryLink) -> PastTopic:
    """A topic as the next days see it."""
    topic = found.topics[number]
    return PastTopic(
        day=day,
        story_id=link.story_id,
        story_name=link.name,
        story_first_day=link.first_day,
        names=topic.names,
        terms=topic.terms,
        weights=topic.weights,
        tweets=topic.tweets,
    )


def bcubed_f(events: Sequence[str], stories: Sequence[str]) -> float:
    """Harmonic mean of BCubed precision and recall (Bagga and Baldwin 1998)."""
    both, event, story = Counter(zip(events, stories, strict=True)), Counter(events), Counter(stories)
    precision = sum(count * count / story[s] for (_, s), count in both.items()) / len(events)
    recall = sum(count * count / event[e] for (e, _), count in both.items()) / len(events)
    return 2 * precision * recall / (precision + recall)


def continuity(tweets: Sequence[Labelled], stories: Mapping[int, str]) -> float:
    """Share of an event's pairs of days in a row whose headlines are mostly in one story; of days of two or more."""
    told: dict[tuple[str, dt.date], Counter[str]] = defaultdict(Counter)
    for document, event in tweets:
        if event != NOISE:
            told[event, document.day][stories.get(document.tweet_id, "")] += 1
    main = {key: counted.most_common(1)[0][0] for key, counted in told.items() if counted.total() > 1}
    pairs = [
        (story, main[event, day + dt.timedelta(days=1)])
        for (event, day), story in main.items()
        if (event, day + dt.timedelta(days=1)) in main
    ]
    return mean([one == other != "" for one, other in pairs] or [0])


def measure(tweets: Sequence[Labelled]) -> dict[str, float]:
    """The line."""
    begin = time.process_time()
    stories, chatter = follow(tweets)
    seconds = time.process_time() - begin
    told = [(each.event, stories.get(each.document.tweet_id, f"alone {n}")) for n, each in enumerate(tweets)]
    events, found = zip(*(pair for pair in told if pair[0] != NOISE), strict=True)
    is_noise = [tweet.event == NOISE for tweet in tweets]
    return {
        "bcubed_f": round(bcubed_f(events, found), FIGURES),
        "continuity": round(continuity(tweets, stories), FIGURES),
        "chatter_auc": round(float(roc_auc_score(is_noise, [chatter[t.document.tweet_id] for t in tweets])), FIGURES),
        "cpu_seconds": round(seconds, 2),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    shared = Path(os.environ.get("CHORUS_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, default=shared / "labelled", metavar="FOLDER", help="the two labelled sets"
    )
    folder = parser.parse_args(arguments).data
    headlines = [(cells[0], cells[-1]) for cells in read_lines(folder / "gn_t.tsv.gz")]
    noise = [cells[0] for cells in read_lines(folder / "crisis26_dated.tsv.gz") if cells[1] == NOISE]
    print(json.dumps(measure(make_days(headlines, noise))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
