"""Regime: what the neighbours of a window's texts say about it."""

import numpy as np
import numpy.typing as npt
import pytest
import scipy.sparse as sp

from dawn_chorus.text.analysis import analyse
from dawn_chorus.topics.frequencies import learn
from dawn_chorus.topics.regime import SPAN_DAYS, Regime, regime_of
from dawn_chorus.topics.vectors import vectors


def window(events: int, each: int, alone: int) -> list[str]:
    """Texts about so many events, and others about nothing that anybody else mentions."""
    told = [f"harbour{n} bridge{n} storm{n} council{n} word{n}x{k}" for n in range(events) for k in range(each)]
    return told + [f"tin{n} wool{n} quill{n} jar{n} lamp{n}" for n in range(alone)]


def regime(texts: list[str], days: npt.NDArray[np.int64]) -> Regime:
    """The regime of a window of such texts, nobody of whom has company in the days before."""
    analyses = [analyse(text) for text in texts]
    frequencies, names = learn(analyses, ((analyse(f"everyday words of weather {n}"), 30) for n in range(300)))
    rows = vectors(analyses, frequencies, names)
    return regime_of(rows, days, np.zeros(len(analyses), bool))


@pytest.mark.parametrize(
    ("events", "each", "alone", "expected"),
    [(6, 20, 0, "dense"), (1, 20, 0, "mixed"), (20, 3, 10, "mixed"), (5, 3, 60, "alone")],
)
def test_neighbours_tell_the_regime(events: int, each: int, alone: int, expected: Regime) -> None:
    texts = window(events, each, alone)
    assert regime(texts, np.zeros(len(texts), np.int64)) == expected


@pytest.mark.parametrize(("days_apart", "expected"), [(0, "dense"), (1, "dense"), (SPAN_DAYS, "alone")])
def test_a_long_window_has_the_regime_of_its_days(days_apart: int, expected: Regime) -> None:
    texts = window(20, 4, 0)
    assert regime(texts, np.arange(len(texts)) % 4 * days_apart) == expected


@pytest.mark.parametrize(("share", "expected"), [(0.3, "alone"), (0.6, "dense")])
def test_strangers_with_company_in_the_days_before_make_a_day_dense(share: float, expected: Regime) -> None:
    assert regime_of(sp.eye(50, format="csr"), np.zeros(50, np.int64), np.arange(50) < share * 50) == expected


def test_of_nothing_nothing_is_alike() -> None:
    assert regime_of(sp.csr_matrix((0, 1)), np.zeros(0, np.int64), np.zeros(0, bool)) == "alone"
