"""How well topics of several days hold together as stories, on ten synthetic days of labelled headlines and real noise.

    python benchmarks/stories.py [FILE...] [--noise FILE] [--tweets N] [--data FOLDER]

Each FILE holds a text, a TAB and its event per line, gzip or not; small talk is what --noise tells of the event NOISE.
Without them these are `gn_t.tsv.gz` and `crisis26_dated.tsv.gz` in FOLDER, which is `labelled` in CHORUS_SHARED_DATA,
else in `../shared/data`. --tweets takes so many headlines only, drawn at random. Every event gets a first day and
a length by a fixed draw, its headlines come on these days, more of them on the first; noise comes every day. Each day
goes through the product's discovery, with the days before as its history, and its topics are linked to the stories
before.

One JSON line, of each FILE with its name. ``bcubed_f``: of the headlines by story, one in no topic being a story of its
own.
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
HEADLINES_FILE, NOISE_FILE = "gn_t.tsv.gz", "crisis26_dated.tsv.gz"
SEED = 7
FIGURES = 4  # decimals


class Labelled(NamedTuple):
    """A tweet of the synthetic days and the event it tells of, or NOISE."""

    document: Document
    event: str


def read_lines(path: Path) -> list[list[str]]:
    """The cells of each line. Raises SystemExit with one line where the file cannot be read."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            return [line.rstrip("\n").split("\t") for line in file if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path}: cannot be read: {error}") from None


def read_headlines(path: Path, most: int | None) -> list[tuple[str, str]]:
    """Texts with their events, but no small talk; of more than `most` a draw. Raises SystemExit as read_lines does."""
    lines = read_lines(path)
    if any(len(cells) < 2 for cells in lines):
        raise SystemExit(f"{path}: every line must read: text TAB event")
    told = [(cells[0], cells[1]) for cells in lines if cells[1] != NOISE]
    if most is None or len(told) <= most:
        return told
    kept = np.random.default_rng(SEED).choice(len(told), most, replace=False)
    return [told[n] for n in sorted(kept.tolist())]


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
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="text TAB event per line, .gz or not")
    parser.add_argument("--noise", type=Path, metavar="FILE", help="the same; the event NOISE is small talk")
    parser.add_argument("--tweets", type=int, metavar="N", help="take so many headlines of each file, at most")
    parser.add_argument(
        "--data", type=Path, default=shared / "labelled", metavar="FOLDER", help="where the usual files are"
    )
    options = parser.parse_args(arguments)
    noise = [cells[0] for cells in read_lines(options.noise or options.data / NOISE_FILE) if cells[1:2] == [NOISE]]
    for path in options.files or [options.data / HEADLINES_FILE]:
        name = {"file": path.name} if options.files else {}
        print(json.dumps(name | measure(make_days(read_headlines(path, options.tweets), noise))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
