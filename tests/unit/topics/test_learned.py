"""Learned models: what their arrays mean, and that those which come with the product load and judge."""

import json

import numpy as np
import pytest
import scipy.sparse as sp

from dawn_chorus.settings import settings
from dawn_chorus.topics.learned import Forest, Linear, PairModel, TweetModel, from_arrays, models, sigmoid
from dawn_chorus.topics.pairs import FEATURES
from dawn_chorus.topics.signs import GRAM_COLUMNS

# One tree: feature 0 at most .5 gives -1, else feature 1 at most 2 gives 1, else 3.
STUMP = Forest(
    roots=np.array([0]),
    feature=np.array([0, 0, 1, 0, 0]),
    threshold=np.array([0.5, 0, 2, 0, 0]),
    left=np.array([1, 1, 3, 3, 4]),
    right=np.array([2, 1, 4, 3, 4]),
    value=np.array([0.0, -1, 0, 1, 3]),
    base=0.25,
    depth=2,
)
PLAIN = Linear(mean=np.array([1.0, 0]), scale=np.array([2.0, 1]), weight=np.array([1.0, -1]), bias=0.5)


def test_a_row_goes_down_each_tree() -> None:
    rows = np.array([[0.5, 9], [0.6, 2], [0.6, 2.1]])
    assert STUMP.logits(rows).tolist() == [-0.75, 1.25, 3.25]


def test_many_rows_are_judged_like_few() -> None:
    rows = np.tile([[0.4, 1.0], [0.9, 3.0]], (5000, 1))
    assert STUMP.logits(rows).tolist() == [-0.75, 3.25] * 5000


def test_a_regression_reads_standardised_features() -> None:
    assert PLAIN.logits(np.array([[3.0, 2.0]])).tolist() == [-0.5]


def test_a_pairs_score_is_the_mean_of_both() -> None:
    row = np.array([[0.4, 1.0]])
    expected = (sigmoid(np.array([-0.75])) + sigmoid(PLAIN.logits(row))) / 2
    assert PairModel(STUMP, PLAIN).scores(row) == pytest.approx(expected)


@pytest.mark.parametrize(("share", "logit"), [(0, (-0.75 - 0.8) / 2), (0.5, (-0.75 - 0.8) / 4 + 1), (1, 2)])
def test_signs_and_characters_share_the_say(share: float, logit: float) -> None:
    model = TweetModel(STUMP, PLAIN, gram_weight=np.array([1.5]), gram_bias=0.5, gram_share=share)
    signs, grams = np.array([[0.4, 1.0]]), sp.csr_matrix([[1.0]])
    assert model.scores(signs, grams) == pytest.approx(sigmoid(np.array([logit])))


def test_no_rows_have_no_scores() -> None:
    assert PairModel(STUMP, PLAIN).scores(np.zeros((0, 2))).tolist() == []


def test_a_missing_array_is_named() -> None:
    with pytest.raises(KeyError, match="reportable"):
        from_arrays({})


def test_the_products_models_read_what_the_product_computes() -> None:
    known = models()
    assert len(known.pair.linear.weight) == len(FEATURES)
    assert len(known.ad.gram_weight) == len(known.reportable.gram_weight) == GRAM_COLUMNS
    assert known.pair.forest.feature.max() < len(FEATURES)
    assert 0.1 < known.likely_ad < 0.9


def test_more_in_common_is_never_less_likely() -> None:
    rising = [n for n, way in enumerate(FEATURES.values()) if way > 0]
    forest = models().pair.forest
    usual = np.tile(models().pair.linear.mean, (2, 1))
    for column in rising:
        rows = usual.copy()
        rows[1, column] += 1
        low, high = forest.logits(rows)
        assert high >= low - 1e-6


def test_what_they_were_trained_on_lies_beside_them() -> None:
    account = json.loads((settings().include / "models" / "topics.json").read_text())
    assert len(account["windows"]) == len(account["without_this_window"]) >= 8
    assert account["mean_match_f1"] >= 0.4
