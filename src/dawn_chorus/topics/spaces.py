"""Spaces: a window's texts as rows of sparse matrices, one per thing that two texts may have in common."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dawn_chorus.text.analysis import Analysis
from dawn_chorus.text.clean import MENTION, visible
from dawn_chorus.text.names import names_in
from dawn_chorus.topics.frequencies import WINDOW_WEIGHT, Frequencies
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.vectors import NAME_PRIOR, Matrix, sparse_rows, unit_rows

# A word that its author uses in this share of the texts says nothing about which of the author's texts belong together.
OWN_SHARE = 1 / 3
FEW_OWN = 4  # texts; of fewer no habit can be told
BURST_FLOOR = 0.3  # uses; below this neither presence nor absence says anything

Weights = Mapping[str, float]


class Spaces(NamedTuple):
    """Rows of texts.

    ``words``, ``single`` (words without pairs), ``fresh`` (words that are no habit of the author) and
    ``named`` are unit rows; ``rarity``, ``pairs`` and ``names`` hold the weight of each word, pair of words and name
    that occurs, ``bursts`` and ``spread`` how much more than before, and in how many texts of the window, a name is
    used; ``fresh_names`` the names that are no habit of the author. ``mentions`` and ``authors`` share their columns.
    """

    words: Matrix
    single: Matrix
    fresh: Matrix
    named: Matrix
    rarity: Matrix
    pairs: Matrix
    names: Matrix
    bursts: Matrix
    spread: Matrix
    fresh_names: Matrix
    mentions: Matrix
    authors: Matrix


def spaces(
    documents: Sequence[Document],
    analyses: Sequence[Analysis],
    frequencies: Frequencies,
    names: frozenset[str],
    own: Mapping[str, Counter[str]],
) -> Spaces:
    """The spaces of a window's distinct texts. `own`: of each author the earlier texts that hold a word or name."""
    counted = [Counter(analysis.words) for analysis in analyses]
    weight = {w: frequencies.word_weight(w) for w in sorted({w for row in counted for w in row})}
    rows = [{w: (1 + math.log(n)) * weight[w] for w, n in row.items()} for row in counted]
    fresh = [_unusual(row, own.get(d.author)) for row, d in zip(rows, documents, strict=True)]
    held = [{phrase.key for phrase in names_in(analysis, names)} for analysis in analyses]
    telling = {name: frequencies.name_weight(name) for name in sorted(set().union(*held))}
    telling = {name: value for name, value in telling.items() if value > 0}
    named = [{name: telling[name] for name in keys if name in telling} for keys in held]
    spread = Counter(name for row in named for name in row)
    burst = {name: _burst(count, name, len(documents), frequencies) for name, count in spread.items()}
    columns, name_columns = list(weight), list(telling)
    mentioned = [{m.lower() for m in MENTION.findall(visible(d.text))} for d in documents]
    people = sorted({d.author for d in documents}.union(*mentioned))
    singles = [{w: v for w, v in row.items() if " " not in w} for row in rows]
    return Spaces(
        words=unit_rows(sparse_rows(rows, columns)),
        single=unit_rows(sparse_rows(singles, columns)),
        fresh=unit_rows(sparse_rows(fresh, columns)),
        named=unit_rows(sparse_rows(named, name_columns), NAME_PRIOR),
        rarity=sparse_rows([{w: weight[w] for w in row if " " not in w} for row in rows], columns),
        pairs=sparse_rows([{w: weight[w] for w in row if " " in w} for row in rows], columns),
        names=sparse_rows(named, name_columns),
        bursts=sparse_rows([{name: burst[name] for name in row} for row in named], name_columns),
        spread=sparse_rows([{name: math.log1p(spread[name]) for name in row} for row in named], name_columns),
        fresh_names=sparse_rows(
            [_not_own(row, own.get(d.author)) for row, d in zip(named, documents, strict=True)], name_columns
        ),
        mentions=sparse_rows([dict.fromkeys(row, 1.0) for row in mentioned], people),
        authors=sparse_rows([{d.author: 1.0} for d in documents], people),
    )


def author_habits(
    history: Iterable[tuple[Document, Analysis]], authors: frozenset[str], vocabulary: frozenset[str]
) -> dict[str, Counter[str]]:
    """For each of `authors` in how many earlier texts each word or name occurs; under "" the number of texts."""
    own: dict[str, Counter[str]] = {}
    for document, analysis in history:
        if document.author in authors:
            keys = {*analysis.words, *(phrase.key for phrase in analysis.phrases)} & vocabulary
            own.setdefault(document.author, Counter()).update([*keys, ""])
    return own


def _unusual(row: Weights, own: Counter[str] | None) -> dict[str, float]:
    """The words with the weight that is left when the author's habits are taken off."""
    if own is None:
        return dict(row)
    texts = max(FEW_OWN, own[""]) * OWN_SHARE
    return {word: value * (1 - min(1.0, own[word] / texts)) for word, value in row.items()}


def _not_own(row: Weights, own: Counter[str] | None) -> dict[str, float]:
    return dict(row) if own is None else {name: value for name, value in row.items() if own[name] < 2}


def _burst(count: int, name: str, texts: int, frequencies: Frequencies) -> float:
    """How many times more the name is used than before, as a logarithm; never negative."""
    before = max(0.0, frequencies.names[name] - WINDOW_WEIGHT * count)
    earlier = max(1.0, frequencies.texts - WINDOW_WEIGHT * texts)
    usual = before / earlier * texts
    return float(max(0.0, np.log((count + BURST_FLOOR) / (usual + BURST_FLOOR))))
