"""Training: arrays give the scores of the models that were fitted, and windows and lists are read as they are."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

import train_report
import train_topics
from dawn_chorus.report.taste import from_arrays
from dawn_chorus.topics.learned import Floats, pair_model, read_arrays, sigmoid, tweet_model
from dawn_chorus.topics.pairs import Pairs
from train_report import Labelled, told_by
from train_topics import Arrays, Example, gram_arrays, identity, is_reportable, linear_arrays, share, tree_arrays

ROWS = 240


class Given(NamedTuple):
    """Made-up rows, what is true of them, and how much each weighs."""

    rows: Floats
    truth: Any
    weight: Floats


@pytest.fixture(scope="module")
def given() -> Given:
    """Whether two of three features together are large, with some noise; some rows weigh more."""
    random = np.random.default_rng(7)
    rows = random.integers(0, 9, (ROWS, 3)).astype(np.float64)
    truth = rows[:, 0] + rows[:, 1] + random.normal(0, 1, ROWS) > 8
    return Given(rows, truth, random.choice([0.5, 1.0, 2.0], ROWS))


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every model that is fitted during a test."""
    kept: list[Any] = []

    def keep(kind: Any) -> None:
        fit = kind.fit

        def kept_fit(self: Any, *arguments: Any) -> Any:
            kept.append(self)
            return fit(self, *arguments)

        monkeypatch.setattr(kind, "fit", kept_fit)

    keep(HistGradientBoostingClassifier)
    keep(LogisticRegression)
    return kept


def both(given: Given, leaves: int = 6) -> Arrays:
    """The arrays of a forest and of a regression called ``kite``."""
    return tree_arrays("kite", *given, max_iter=9, max_leaf_nodes=leaves) | linear_arrays("kite", *given)


@pytest.mark.parametrize("leaves", [2, 6])
def test_the_arrays_of_a_forest_give_its_own_scores(given: Given, fitted: list[Any], leaves: int) -> None:
    forest = pair_model(both(given, leaves), "kite").forest
    assert forest.logits(given.rows) == pytest.approx(fitted[0].decision_function(given.rows), abs=1e-5)


def test_the_arrays_of_a_regression_give_its_own_scores(given: Given, fitted: list[Any]) -> None:
    linear = pair_model(both(given), "kite").linear
    own = fitted[1].decision_function(StandardScaler().fit_transform(given.rows))
    assert linear.logits(given.rows) == pytest.approx(own, abs=1e-5)


def test_a_tweets_score_is_made_of_all_three_fitted_models(given: Given, fitted: list[Any]) -> None:
    grams = sp.csr_matrix(given.rows)
    known = tweet_model(both(given) | gram_arrays("kite", grams, given.truth, given.weight), "kite")
    forest, linear, runs = fitted
    logits = [
        forest.decision_function(given.rows),
        linear.decision_function(StandardScaler().fit_transform(given.rows)),
        runs.decision_function(grams),
    ]
    assert known.scores(given.rows, grams) == pytest.approx(sigmoid(np.mean(logits, axis=0)), abs=2e-3), "half floats"


def test_what_is_written_is_read_back_without_pickles(given: Given, tmp_path: Path) -> None:
    arrays = both(given)
    np.savez_compressed(tmp_path / "kite.npz", **arrays)
    read = read_arrays(tmp_path / "kite.npz", lambda found: pair_model(found, "kite"))
    assert read.scores(given.rows).tolist() == pair_model(arrays, "kite").scores(given.rows).tolist()


def test_the_same_rows_give_the_same_arrays(given: Given) -> None:
    first, second = both(given), both(given)
    assert {name: value.tolist() for name, value in first.items()} == {
        name: value.tolist() for name, value in second.items()
    }


@pytest.mark.parametrize(("topic", "is_told"), [("kite", True), ("-", False), ("ad", False)])
def test_small_talk_and_advertising_are_not_worth_telling(topic: str, is_told: bool) -> None:
    assert is_reportable(topic) is is_told


def example(*topics: Sequence[str]) -> Example:
    """What annotators say of some texts, and nothing else."""
    return Example("window", 7, None, topics, np.ones(0), np.zeros((0, 0)), None, None)


@pytest.mark.parametrize(
    ("annotators", "is_ad"), [([["ad"], ["ad"], ["-"]], True), ([["ad"], ["-"]], False), ([["kite"]], False)]
)
def test_a_text_is_what_more_than_half_of_the_annotators_call_it(annotators: list[list[str]], is_ad: bool) -> None:
    assert share(example(*annotators), lambda topic: topic == "ad").tolist() == [is_ad]


@pytest.mark.parametrize(
    ("least", "copies", "share"),
    [(0.7, [1, 1, 1], 1), (0.5, [1, 1, 1], 0.75), (0.5, [3, 1, 1], 0.875), (0.95, [1, 1, 1], 0)],
)
def test_precision_counts_every_copy_and_annotator(least: float, copies: list[float], share: float) -> None:
    likely, truth = np.array([0.9, 0.6, 0.1]), np.array([1, 0.5, 1])
    assert train_topics.precision_from(least, truth, likely, np.array(copies)) == share


def test_from_when_on_a_tweet_advertises_is_learned_from_windows_not_seen() -> None:
    known = [example(["ad", "ad", "ad", "-", "-"])._replace(window=name, copies=np.ones(5)) for name in ("a", "b")]
    ads = {"a": [0.9, 0.8, 0.7, 0.6, 0.1], "b": [0.9, 0.8, 0.7, 0.2, 0.1]}
    scores = {(name, 7): (np.zeros(5), np.array(likely)) for name, likely in ads.items()}
    least = train_topics.likely_ad(known, scores)
    assert 0.1 < least <= 0.2, "there three of four in one window are ads, and all but one in the other"


PAIRS = Pairs(np.array([0, 0, 3]), np.array([1, 2, 4]))


@pytest.mark.parametrize(
    ("annotators", "same"),
    [
        ([["kite", "kite", "bank", "-", "-"]], [True, False, False]),
        ([["kite", "kite", "bank", "ad", "ad"], ["bank", "kite", "bank", "-", "-"]], [True, True, False]),
        ([["kite", "kite", "x", "-", "-"], ["a", "b", "c", "-", "-"], ["a", "b", "c", "-", "-"]], [False] * 3),
    ],
    ids=["one", "half is enough", "a third is not"],
)
def test_a_pair_is_of_one_topic_where_half_of_the_annotators_say_so(
    annotators: list[list[str]], same: list[bool]
) -> None:
    assert train_topics.same_topic(example(*annotators), PAIRS)[0].tolist() == same


def test_a_pair_of_a_large_topic_weighs_less_but_never_nothing() -> None:
    size = 400
    large, small = example(["kite"] * size), example(["kite", "kite", "bank", "-", "-"])
    assert train_topics.same_topic(large, PAIRS)[1].tolist() == [train_topics.MIN_WEIGHT] * 3
    assert train_topics.same_topic(small, PAIRS)[1].tolist() == [1, 1, 1]


def test_a_window_is_told_by_its_ids_and_never_by_its_texts() -> None:
    rows = [{"id": "9", "text": "kite"}, {"id": "10", "text": "bank"}]
    assert identity("w", rows) == {"file": "w", "tweets": 2, "first_id": "9", "last_id": "10"}


def test_a_tweet_is_told_by_those_in_whose_list_it_or_its_topic_is(tmp_path: Path) -> None:
    lists = {"a": [{"topic": "kite", "ids": ["1"]}], "b": [{"topic": "wind", "ids": [2]}]}
    (tmp_path / "w.editor.json").write_text(json.dumps(lists))
    topics = {1: ("kite", "bank"), 2: ("kite", "bank"), 3: ("bank", "bank"), 4: ("bank", "wind")}
    rows = [
        {"id": str(n), "labels": [{"annotator": name, "topic": topic} for name, topic in zip("ab", each, strict=True)]}
        for n, each in topics.items()
    ]
    assert told_by(tmp_path / "w.jsonl", rows).tolist() == [0.5, 1, 0, 0.5]


@pytest.fixture(scope="module")
def window(given: Given) -> Labelled:
    """A window whose annotators agree about most tweets; views are told apart by their first feature."""
    told = np.where(given.truth, 1.0, 0.0)
    told[::10] = 0.5
    rows = [{"id": str(n)} for n in range(ROWS)]
    facts: Any = None
    return Labelled(
        Path("ai_2030-05-04.jsonl"), rows, facts, given.rows, sp.csr_matrix(given.rows), told, given.rows[:, 0] / 8
    )


@pytest.fixture(scope="module")
def arrays(window: Labelled) -> Arrays:
    """What is learned of it."""
    return train_report.train([window])


def test_what_annotators_would_tell_is_judged_higher_by_what_was_learned_of_it(
    window: Labelled, arrays: Arrays
) -> None:
    scores = from_arrays(arrays).told.scores(window.signs)
    doubtful = scores[window.told == 0.5].mean()
    assert scores[window.told == 1].mean() > doubtful > scores[window.told == 0].mean()


def test_a_view_is_what_half_of_the_annotators_call_one(window: Labelled, arrays: Arrays) -> None:
    scores = from_arrays(arrays).view.scores(window.signs, window.grams)
    assert scores[window.view >= 0.5].min() > 0.5 > scores[window.view < 0.5].max()


def test_a_windows_figures_are_of_models_that_have_seen_no_window_of_its_days(
    window: Labelled, arrays: Arrays, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["ai_2030-05-04.jsonl", "zh_2030-05-09.jsonl", "ai_2030-06-14.jsonl"]
    learned_of: list[list[str]] = []

    def train(known: Sequence[Labelled]) -> Arrays:
        learned_of.append([each.path.name for each in known])
        return arrays

    (tmp_path / "include" / "models").mkdir(parents=True)
    monkeypatch.setattr(train_report, "ROOT", tmp_path)
    monkeypatch.setattr(train_report, "train", train)
    monkeypatch.setattr(train_report, "measure", lambda each, _: {"file": each.path.name, "recall": 0.5})
    train_report.write([window._replace(path=Path(name)) for name in names])
    assert learned_of == [names, names[2:], names[2:], names[:2]]
    account = json.loads((tmp_path / "include" / "models" / "report.json").read_text())
    assert [line["file"] for line in account["without_this_day"]] == names
    assert account["means"] == {"recall": 0.5}
    assert read_arrays(tmp_path / "include" / "models" / "report.npz", from_arrays).told.forest.depth > 0
