"""Train what the report knows of editors' taste on labelled windows, and say how well it does on days it has not seen.

    python tools/train_report.py GOLD --ai ARCHIVE --zh ARCHIVE

GOLD is a folder of labelled windows as `benchmarks/gold.py` reads them; an archive holds the days before those whose
names begin with its letters. Writes `include/models/report.npz`, numbers only, and `report.json`: the windows with the
ids of their first and last tweets, and the report's figures for each window under models, of the topics stage as well,
that were trained on the windows of all other days. Two windows of one day share tweets, so both are left out.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import gold  # noqa: E402
import train_topics  # noqa: E402
from dawn_chorus.channel import Analysis, load_channel  # noqa: E402
from dawn_chorus.report.facts import Facts  # noqa: E402
from dawn_chorus.report.taste import from_arrays, gram_rows, sign_rows  # noqa: E402
from dawn_chorus.topics import learned  # noqa: E402
from dawn_chorus.topics.discover import discover  # noqa: E402
from gold_report import CHANNEL, facts_of, report_figures, tell  # noqa: E402
from train_topics import Arrays, Floats, linear_arrays, say, tree_arrays  # noqa: E402

DAY = slice(3, 10)  # of a window's name: the month and first digit of its day; windows that share it share tweets
MOST = 0.5  # of the annotators
REGRESSION = {"told": 0.03, "view": 0.05}  # inverse strength of regularisation


class Labelled(NamedTuple):
    """A window: its tweets' signs, and how many of the annotators would tell each, and call each a view, 0..1."""

    path: Path
    rows: Sequence[gold.Row]
    facts: Facts
    signs: Floats
    grams: Any
    told: Floats
    view: Floats


def unseen_topics(folder: Path, archives: Mapping[str, gold.Archive]) -> Iterator[tuple[str, learned.Models]]:
    """For the day of each window models of the topics stage that have seen no window of it."""
    known = list(train_topics.examples(folder, archives))
    days = sorted({each.window[DAY] for each in known})
    tweets = {day: train_topics.train([each for each in known if each.window[DAY] != day]) for day in days}
    scores = {(e.window, e.days): train_topics.text_scores(tweets[e.window[DAY]], e) for e in known}
    for day in days:
        others = [each for each in known if each.window[DAY] != day]
        yield day, learned.from_arrays(tweets[day] | train_topics.train_pairs(others, scores))


def labelled(path: Path, archive: gold.Archive, models: learned.Models) -> Labelled:
    """A window as a run reads it whose models have not seen it."""
    say(f"reads {path.name}")
    rows = gold.read_window(path)
    window = gold.window_of(rows)
    found = discover(window, gold.days_before(window, archive, Analysis().background_days), models)
    facts = facts_of(window, found, gold.accounts_before(window, archive))
    by_id = {int(row["id"]): row for row in rows}
    ordered = [by_id[tweet.tweet_id] for tweet in facts.tweets]
    signs = sign_rows(facts.tweets, load_channel(CHANNEL))
    views = [mean(bool(label.get("is_view")) for label in row["labels"]) for row in ordered]
    return Labelled(path, rows, facts, signs, gram_rows(facts.tweets), told_by(path, ordered), np.array(views))


def told_by(path: Path, rows: Sequence[gold.Row]) -> Floats:
    """For each tweet the share of annotators in whose list it is, or its topic."""
    lists = json.loads(path.with_suffix(".editor.json").read_text(encoding="utf-8"))
    topics = {name: {item["topic"] for item in items} for name, items in lists.items()}
    ids = {name: {str(each) for item in items for each in item["ids"]} for name, items in lists.items()}
    return np.array(
        [
            mean(
                label["topic"] in topics[label["annotator"]] or str(row["id"]) in ids[label["annotator"]]
                for label in row["labels"]
            )
            for row in rows
        ]
    )


def train(known: Sequence[Labelled]) -> Arrays:
    """The arrays of both models. A tweet of which annotators differ counts for both answers, by their shares."""
    signs = np.vstack([each.signs for each in known])
    twice, truth = np.vstack([signs, signs]), np.arange(2 * len(signs)) < len(signs)
    arrays: Arrays = {}
    for name, inverse in REGRESSION.items():
        share = np.concatenate([getattr(each, name) for each in known])
        weight = np.concatenate([share, 1 - share])
        kept = weight > 0
        given = twice[kept], truth[kept], weight[kept]
        arrays |= tree_arrays(name, *given, max_iter=80, max_leaf_nodes=6)
        arrays |= linear_arrays(name, *given, inverse=inverse)
    views = np.concatenate([each.view for each in known]) >= MOST
    return arrays | train_topics.gram_arrays("view", sp.vstack([each.grams for each in known]), views)


def measure(each: Labelled, arrays: Arrays) -> dict[str, str | float]:
    """The report's figures of a window under these models."""
    figures = report_figures(tell(each.facts, from_arrays(arrays)), each.path, each.rows)
    return {"file": each.path.name} | gold.means(figures)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    folder, archives = train_topics.read_arguments(__doc__, arguments)
    topics = dict(unseen_topics(folder, archives))
    paths = sorted(folder.glob("*.jsonl"), key=lambda path: path.name)
    known = [labelled(path, archives[path.name[:2]], topics[path.name[DAY]]) for path in paths]
    write(known)
    return 0


def write(known: Sequence[Labelled]) -> None:
    """The models, and the account of them."""
    folder = ROOT / "include" / "models"
    np.savez_compressed(folder / "report.npz", **train(known))  # type: ignore[arg-type]
    lines = []
    for each in known:
        unseen = [other for other in known if other.path.name[DAY] != each.path.name[DAY]]
        lines.append(measure(each, train(unseen)))
        say(json.dumps(lines[-1]))
    figures = [name for name in lines[0] if name != "file"]
    account = {
        "made_by": "tools/train_report.py",
        "windows": [train_topics.identity(each.path.name, each.rows) for each in known],
        "without_this_day": lines,
        "means": {name: round(mean(float(line[name]) for line in lines), gold.FIGURES) for name in figures},
    }
    (folder / "report.json").write_text(json.dumps(account, indent=2) + "\n")
    print(json.dumps(account["means"]))


if __name__ == "__main__":
    sys.exit(main())
