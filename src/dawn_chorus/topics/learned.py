"""Learned models: what tells news, advertising and pairs of tweets about one thing, trained on hand-labelled windows.

``include/models/topics.npz`` holds their numbers, written by ``tools/train_topics.py``; beside it lies what they were
trained on and how well they do. Each is a small forest of boosted trees beside a logistic regression, so that
evaluation is a few lines of numpy and nothing needs scikit-learn.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from dawn_chorus.errors import ChorusError
from dawn_chorus.settings import settings
from dawn_chorus.topics.vectors import Matrix

ROWS_AT_ONCE = 4096  # of features; bounds the memory of a forest
# Forest and regression read the same signs, so they have one say between them, and the characters the other: average
# precision of ads on unseen days .660 for .650 with a third each, of news .902 for .901.
GRAM_SHARE = 1 / 2

Floats = npt.NDArray[np.float64]
Arrays = Mapping[str, npt.NDArray[np.generic]]
Known = TypeVar("Known")


class Forest(NamedTuple):
    """Boosted trees, their nodes in a row: a text goes to ``left`` where its ``feature`` is at most ``threshold``.

    A leaf is its own child. ``roots`` are the first nodes, ``depth`` the longest way down.
    """

    roots: npt.NDArray[np.int64]
    feature: npt.NDArray[np.int64]
    threshold: Floats
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: Floats
    base: float
    depth: int

    def logits(self, rows: Floats) -> Floats:
        """One logit per row of features."""
        parts = [self._logits(rows[n : n + ROWS_AT_ONCE]) for n in range(0, len(rows), ROWS_AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _logits(self, rows: Floats) -> Floats:
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        each = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            node = np.where(rows[each, self.feature[node]] <= self.threshold[node], self.left[node], self.right[node])
        return np.asarray(self.base + self.value[node].sum(axis=1))


class Linear(NamedTuple):
    """A logistic regression on standardised features."""

    mean: Floats
    scale: Floats
    weight: Floats
    bias: float

    def logits(self, rows: Floats) -> Floats:
        """One logit per row of features."""
        return np.asarray((rows - self.mean) / self.scale @ self.weight + self.bias)


class TweetModel(NamedTuple):
    """What a single tweet is: by its signs, twice, and by its runs of characters, with ``gram_share`` of the say."""

    forest: Forest
    linear: Linear
    gram_weight: Floats
    gram_bias: float
    gram_share: float = 1 / 3

    def scores(self, signs: Floats, grams: Matrix) -> Floats:
        """0..1 for each row: the three opinions, averaged as logits."""
        by_signs = (self.forest.logits(signs) + self.linear.logits(signs)) / 2
        by_grams = np.asarray(grams @ self.gram_weight).ravel() + self.gram_bias
        return sigmoid((1 - self.gram_share) * by_signs + self.gram_share * by_grams)


class PairModel(NamedTuple):
    """Whether two tweets are about one thing; the report's models of single tweets have the same shape."""

    forest: Forest
    linear: Linear

    def scores(self, features: Floats) -> Floats:
        """0..1 for each row."""
        return (sigmoid(self.forest.logits(features)) + sigmoid(self.linear.logits(features))) / 2


class Models(NamedTuple):
    """All that was learned; a tweet advertises that is an ad with a probability of at least ``likely_ad``."""

    reportable: TweetModel
    ad: TweetModel
    pair: PairModel
    likely_ad: float


@cache
def models() -> Models:
    """The models of ``include/models``, read once a process. Raises ChorusError where the file is missing or broken."""
    return read_arrays(settings().include / "models" / "topics.npz", from_arrays)


def read_arrays(path: Path, known: Callable[[Arrays], Known]) -> Known:
    """What ``known`` makes of a file's arrays. Raises ChorusError where the file is missing or broken."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return known(dict(file))
    except (OSError, ValueError, KeyError) as error:
        raise ChorusError(f"{path} cannot be read: {error}", remedy="Restore the file from the repository.") from None


def from_arrays(arrays: Arrays) -> Models:
    """Models from the arrays of a file. Raises KeyError where one is missing."""
    return Models(
        tweet_model(arrays, "reportable", GRAM_SHARE),
        tweet_model(arrays, "ad", GRAM_SHARE),
        pair_model(arrays, "pair"),
        float(arrays["likely_ad"]),
    )


def sigmoid(logits: Floats) -> Floats:
    """Probabilities of logits."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


def tweet_model(arrays: Arrays, name: str, gram_share: float = 1 / 3) -> TweetModel:
    """A model of single tweets. Raises KeyError where an array is missing."""
    weight, bias = arrays[f"{name}_gram_weight"].astype(np.float64), float(arrays[f"{name}_gram_bias"])
    return TweetModel(_forest(arrays, name), _linear(arrays, name), weight, bias, gram_share)


def pair_model(arrays: Arrays, name: str) -> PairModel:
    """A forest beside a regression. Raises KeyError where an array is missing."""
    return PairModel(_forest(arrays, name), _linear(arrays, name))


def _linear(arrays: Arrays, name: str) -> Linear:
    mean, scale, weight = (arrays[f"{name}_linear_{part}"].astype(np.float64) for part in ("mean", "scale", "weight"))
    return Linear(mean, scale, weight, float(arrays[f"{name}_linear_bias"]))


def _forest(arrays: Arrays, name: str) -> Forest:
    roots, feature, left, right = (
        arrays[f"{name}_tree_{part}"].astype(np.int64) for part in ("roots", "feature", "left", "right")
    )
    threshold, value = (arrays[f"{name}_tree_{part}"].astype(np.float64) for part in ("threshold", "value"))
    base, depth = float(arrays[f"{name}_tree_base"]), int(arrays[f"{name}_tree_depth"])
    return Forest(roots, feature, threshold, left, right, value, base, depth)
