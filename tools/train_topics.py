"""Train the models of the topics stage on labelled windows, and say how well they do on windows they have not seen.

    python tools/train_topics.py GOLD --ai ARCHIVE --zh ARCHIVE

GOLD is a folder of labelled windows as `benchmarks/gold.py` reads them; an archive holds the days before those whose
names begin with its letters. Writes `include/models/topics.npz`, numbers only, and `topics.json`: the windows with the
ids of their tweets' first and last, and the topic match F1 of each window under models trained on all the others.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import gold  # noqa: E402
from dawn_chorus.topics import learned, pairs, related  # noqa: E402
from dawn_chorus.topics.model import Document  # noqa: E402
from dawn_chorus.topics.read import prepare  # noqa: E402

# Each window is read after so many days, so that the models know young channels too.
HISTORIES = (7, 45)
TIMELINES = ("ai", "zh")  # with which the windows' names begin
# Where most of what is called advertising should be: on windows that the models have not seen it decides from which
# probability on a tweet is called so.
AD_PRECISION = 0.75
LIKELY = np.linspace(0.1, 0.9, 161)  # such probabilities
MIN_WEIGHT = 0.02  # of a pair of a very large topic, which otherwise would be all that is learned
SEED = 0

Floats = npt.NDArray[np.float64]
Arrays = dict[str, npt.NDArray[np.generic]]
# By window and days before it: how likely each text is news, and advertising.
Scores = Mapping[tuple[str, int], tuple[Floats, Floats]]


class Example(NamedTuple):
    """A window after some days: what the models read, and what the annotators say.

    ``material`` are distinct texts, ``copies`` how often each was sent.
    """

    window: str
    days: int
    material: related.Material
    topics: Sequence[Sequence[str]]
    copies: Floats
    signs: Floats
    grams: Any
    space: Any


def examples(folder: Path, archives: Mapping[str, gold.Archive]) -> Iterator[Example]:
    """Every window after each of HISTORIES."""
    for path in sorted(folder.glob("*.jsonl"), key=lambda path: path.name):
        rows = sorted(gold.read_window(path), key=lambda row: int(row["id"]))
        window = gold.window_of(rows)
        for days in HISTORIES:
            say(f"reads {path.name} after {days} days")
            yield example(path.name, days, rows, window, gold.days_before(window, archives[path.name[:2]], days))


def say(text: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(text + "\n")


def example(name: str, days: int, rows: Sequence[gold.Row], window: list[Document], history: list[Document]) -> Example:
    """One window after some days."""
    prepared = prepare(window, history)
    distinct = [n for n, head in enumerate(prepared.heads) if n == head]
    material = prepared.material
    space = material.spaces()
    topics = [[rows[n]["labels"][a]["topic"] for n in distinct] for a in range(len(rows[0]["labels"]))]
    copies = np.bincount(prepared.heads)[distinct].astype(np.float64)
    return Example(name, days, material, topics, copies, *material.signs(space), space)


def share(example: Example, wanted: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """For each text whether most annotators find what is wanted."""
    return agreement(example, wanted) > 0.5


def agreement(example: Example, wanted: Callable[[str], bool]) -> Floats:
    """For each text the share of the annotators who find what is wanted, 0..1."""
    return np.asarray(np.mean([[wanted(topic) for topic in each] for each in example.topics], axis=0))


def is_reportable(topic: str) -> bool:
    """Whether an annotator finds a tweet worth telling."""
    return topic not in ("-", "ad")


def is_ad(topic: str) -> bool:
    """Whether an annotator finds that a tweet advertises."""
    return topic == "ad"


def same_topic(example: Example, found: pairs.Pairs) -> tuple[npt.NDArray[np.bool_], Floats]:
    """For each pair whether it is about one topic, and its weight: 2 by the topic's size."""
    agreed, weight = np.zeros(len(found.first)), np.zeros(len(found.first))
    for each in example.topics:
        sizes, topics = Counter(each), np.array(each)
        same = (topics[found.first] == topics[found.second]) & np.array([is_reportable(t) for t in topics])[found.first]
        agreed += same
        weight += same * np.array([2 / sizes[topic] for topic in topics])[found.first]
    is_same = agreed >= len(example.topics) / 2
    return is_same, np.where(is_same, np.maximum(weight / len(example.topics), MIN_WEIGHT), 1.0)


def train(known: Sequence[Example]) -> Arrays:
    """The arrays of all models, learned from these examples."""
    arrays: Arrays = {}
    signs, grams = np.vstack([e.signs for e in known]), sp.vstack([e.grams for e in known])
    for name, wanted in (("reportable", is_reportable), ("ad", is_ad)):
        truth = np.concatenate([share(e, wanted) for e in known])
        weight = np.full(len(truth), 1 / len(HISTORIES))
        arrays |= tree_arrays(name, signs, truth, weight, max_iter=80, max_leaf_nodes=6)
        arrays |= linear_arrays(name, signs, truth, weight)
        arrays |= gram_arrays(name, grams, truth, weight)
    return arrays


def gram_arrays(name: str, rows: Any, truth: npt.NDArray[np.bool_], weight: Floats | None = None) -> Arrays:
    """A logistic regression on hashed runs of characters."""
    fitted = LogisticRegression(C=3, max_iter=200).fit(rows, truth, weight)
    return {f"{name}_gram_weight": fitted.coef_[0].astype(np.float16), f"{name}_gram_bias": fitted.intercept_[0]}


def train_pairs(known: Sequence[Example], scores: Scores) -> Arrays:
    """The arrays of the pair model, and from when on a tweet advertises.

    `scores` are those of the texts by models that have not seen them.
    """
    rows, truth, weight = [], [], []
    for each in known:
        found, blocks = each.material.pairs(each.space, *scores[each.window, each.days])
        is_same, weights = same_topic(each, found)
        rows += list(blocks)
        truth.append(is_same)
        weight.append(weights / len(HISTORIES))
    stacked = np.vstack(rows), np.concatenate(truth), np.concatenate(weight)
    limits = list(pairs.FEATURES.values())
    forest = tree_arrays("pair", *stacked, max_iter=120, max_leaf_nodes=8, monotonic_cst=limits)
    return forest | linear_arrays("pair", *stacked) | {"likely_ad": np.asarray(likely_ad(known, scores))}


def tree_arrays(name: str, rows: Floats, truth: npt.NDArray[np.bool_], weight: Floats, **options: Any) -> Arrays:
    """A boosted forest as the arrays that `learned` reads."""
    fixed = {"learning_rate": 0.06, "min_samples_leaf": 30, "l2_regularization": 5, "random_state": SEED}
    fitted = HistGradientBoostingClassifier(**fixed, **options).fit(rows, truth, weight)
    trees = [tree[0].nodes for tree in fitted._predictors]
    roots = np.cumsum([0, *map(len, trees)])[:-1]
    nodes = np.concatenate(trees)
    offset = np.repeat(roots, [len(tree) for tree in trees])
    own, leaf = np.arange(len(nodes)), nodes["is_leaf"].astype(bool)
    return {
        f"{name}_tree_roots": roots.astype(np.int32),
        f"{name}_tree_feature": np.where(leaf, 0, nodes["feature_idx"]).astype(np.int16),
        f"{name}_tree_threshold": np.where(leaf, 0, nodes["num_threshold"]).astype(np.float32),
        f"{name}_tree_left": np.where(leaf, own, nodes["left"] + offset).astype(np.int32),
        f"{name}_tree_right": np.where(leaf, own, nodes["right"] + offset).astype(np.int32),
        f"{name}_tree_value": np.where(leaf, nodes["value"], 0).astype(np.float32),
        f"{name}_tree_base": np.asarray(fitted._baseline_prediction.ravel()[0], dtype=np.float64),
        f"{name}_tree_depth": np.asarray(max(int(tree["depth"].max()) for tree in trees), dtype=np.int64),
    }


def linear_arrays(
    name: str, rows: Floats, truth: npt.NDArray[np.bool_], weight: Floats, inverse: float = 0.02 * len(HISTORIES)
) -> Arrays:
    """A strongly regularised logistic regression on standardised features; ``inverse`` of the strength."""
    scaler = StandardScaler().fit(rows)
    fitted = LogisticRegression(C=inverse, max_iter=2000).fit(scaler.transform(rows), truth, weight)
    parts = {"mean": scaler.mean_, "scale": scaler.scale_, "weight": fitted.coef_[0]}
    arrays: Arrays = {f"{name}_linear_{part}": value.astype(np.float32) for part, value in parts.items()}
    return arrays | {f"{name}_linear_bias": fitted.intercept_[0]}


def likely_ad(known: Sequence[Example], scores: Scores) -> float:
    """The least probability from which on AD_PRECISION of what is called advertising is, in the mean of the windows."""
    ads = [(agreement(e, is_ad), scores[e.window, e.days][1], e.copies) for e in known]
    precision = [mean(precision_from(least, *each) for each in ads) for least in LIKELY]
    return float(LIKELY[np.argmax(np.array(precision) >= AD_PRECISION)])


def precision_from(least: float, truth: Floats, likely: Floats, copies: Floats) -> float:
    """Share of the tweets of at least so likely texts that are what is looked for, in the mean of the annotators."""
    found = np.where(likely >= least, copies, 0)
    return float((found * truth).sum() / max(1, found.sum()))


def text_scores(arrays: Arrays, each: Example) -> tuple[Floats, Floats]:
    """What the tweet models say of each text."""
    tweet_models = [learned.tweet_model(arrays, name, learned.GRAM_SHARE) for name in ("reportable", "ad")]
    reportable, ads = (model.scores(each.signs, each.grams) for model in tweet_models)
    return reportable, ads


def identity(name: str, rows: Sequence[gold.Row]) -> Mapping[str, str | int]:
    """What tells a window from others without its texts."""
    ids = [int(row["id"]) for row in rows]
    return {"file": name, "tweets": len(ids), "first_id": str(min(ids)), "last_id": str(max(ids))}


def read_arguments(
    description: str | None, arguments: Sequence[str] | None = None
) -> tuple[Path, Mapping[str, gold.Archive]]:
    """The folder of labelled windows of a command line, and the archives by the letters of the windows they precede."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, metavar="GOLD", help="folder of labelled windows")
    for name in TIMELINES:
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="ARCHIVE", help="days before its windows")
    options = parser.parse_args(arguments)
    return options.gold, {name: gold.read_archive(getattr(options, name)) for name in TIMELINES}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    folder_of_gold, archives = read_arguments(__doc__, arguments)
    known = list(examples(folder_of_gold, archives))
    windows = sorted({each.window for each in known})
    unseen: dict[str, Arrays] = {w: train([e for e in known if e.window != w]) for w in windows}
    say("knows tweets")
    scores = {(e.window, e.days): text_scores(unseen[e.window], e) for e in known}
    folder = ROOT / "include" / "models"
    np.savez_compressed(folder / "topics.npz", **(train(known) | train_pairs(known, scores)))  # type: ignore[arg-type]
    say("wrote the models")
    lines = []
    for w in windows:
        arrays = unseen[w] | train_pairs([e for e in known if e.window != w], scores)
        lines.append(gold.measure(folder_of_gold / w, archives[w[:2]], learned.from_arrays(arrays)))
        say(json.dumps(lines[-1]))
    account = {
        "made_by": "tools/train_topics.py",
        "histories_days": HISTORIES,
        "windows": [identity(w, gold.read_window(folder_of_gold / w)) for w in windows],
        "without_this_window": lines,
        "mean_match_f1": round(mean(float(line["match_f1"]) for line in lines), 4),
    }
    (folder / "topics.json").write_text(json.dumps(account, indent=2) + "\n")
    print(json.dumps(account["mean_match_f1"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
