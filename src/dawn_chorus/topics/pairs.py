"""Pairs: which two texts of a sparse window might be about the same thing, and what speaks for it.

Each row of features is read by a trained model (see learned); their order is the model's.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sparse_dot_topn import sp_matmul_topn

from dawn_chorus.topics.model import Document
from dawn_chorus.topics.signs import hours_of, texts_of
from dawn_chorus.topics.spaces import Spaces
from dawn_chorus.topics.vectors import Matrix, searched

NEIGHBOURS = 25  # a text's candidates in each space; of the annotated pairs 85 to 95 in a hundred are among them
MIN_SIMILARITY = 0.02
OWN_NEIGHBOURS = 30  # an author's next texts are candidates whatever they say
HUB_PARTNERS = 10
PAIRS_AT_ONCE = 100_000  # of features; bounds the memory at some 300 MB

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]


class Pairs(NamedTuple):
    """Pairs of positions, ``first`` < ``second``, in order."""

    first: Positions
    second: Positions


# What two texts have in common (+1: more of it can only speak for the pair, -1: against, 0: either).
FEATURES: dict[str, int] = {
    "words": 1, "single_words": 1, "names": 1, "similarity": 1, "fresh_words": 1, "shared_names": 0, "best_name": 1,
    "all_names": 1, "name_containment": 1, "best_burst": 1, "best_spread": 0, "best_fresh_name": 1, "best_word": 1,
    "all_words": 1, "all_pairs": 1, "mentions": 1, "answers": 1, "same_author": 0, "same_author_words": 0,
    "same_author_name": 0, "same_author_fresh": 0, "missing_names": 0, "hours": 0, "log_hours": 0, "shorter": 0,
    "longer": 0, "less_han": 0, "han_apart": 0, "better_rank": -1, "worse_rank": -1, "less_reportable": 1,
    "both_reportable": 1, "more_ad": -1, "rarer_author": 0, "fewer_names": 0, "more_names": 0, "hubs": 0,
}  # fmt: skip


def candidates(space: Spaces, authors: Sequence[str]) -> Pairs:
    """Each text's nearest in words, names and unusual words, and its author's next ones."""
    size = len(authors)
    near = [_nearest(rows) for rows in (space.words, space.named, space.fresh)]
    near.append(_own(authors))
    graph = sp.triu(sum(near, sp.csr_matrix((size, size))), k=1).tocsr().sorted_indices().tocoo()
    return Pairs(graph.row.astype(np.int64), graph.col.astype(np.int64))


class Texts(NamedTuple):
    """What is taken from each text by itself: scores, length, script, hour, names held, tweets of its author."""

    reportable: Floats
    ads: Floats
    columns: Floats
    han: Floats
    hours: Floats
    held: Floats
    tweets: Floats


def features(
    space: Spaces, documents: Sequence[Document], pairs: Pairs, reportable: Floats, ads: Floats
) -> Iterator[Floats]:
    """One row per pair, one column per entry of FEATURES, in blocks of PAIRS_AT_ONCE.

    `reportable` and `ads`: scores of each text, 0..1.
    """
    size = len(documents)
    held = np.asarray(space.names.sum(axis=1)).ravel()
    tweets = np.asarray(space.authors.sum(axis=0)).ravel()[space.authors.indices]
    texts = Texts(reportable, ads, *texts_of(documents), hours_of(documents), held, tweets)
    blocks = [slice(n, n + PAIRS_AT_ONCE) for n in range(0, len(pairs.first), PAIRS_AT_ONCE)]
    parts = [Pairs(pairs.first[block], pairs.second[block]) for block in blocks]
    similarity = np.concatenate([*((_dot(space.words, p) + _dot(space.named, p)) / 2 for p in parts), np.zeros(0)])
    better, worse = _ranks(similarity, pairs, size)
    hubs = _hubs(similarity, pairs, size)
    for block, part in zip(blocks, parts, strict=True):
        yield np.stack([*_common(space, part, texts), *_apart(part, texts, better[block], worse[block], hubs)], axis=1)


def _common(space: Spaces, pairs: Pairs, texts: Texts) -> list[Floats]:
    """The features up to ``same_author_fresh``: what both texts have."""
    words, single, names, fresh = (_dot(rows, pairs) for rows in (space.words, space.single, space.named, space.fresh))
    shared, rarity = _shared(space.names, pairs), _shared(space.rarity, pairs)
    all_names, fewer = _sum(shared), np.minimum(texts.held[pairs.first], texts.held[pairs.second])
    same, best_fresh = _dot(space.authors, pairs), _max(_shared(space.fresh_names, pairs))
    answers = _dot(space.authors, pairs, space.mentions) + _dot(space.mentions, pairs, space.authors)
    return [
        words, single, names, (words + names) / 2, fresh, np.diff(shared.indptr).astype(np.float64),
        _max(shared), all_names, all_names / (fewer + 1), _max(_shared(space.bursts, pairs)),
        _max(_shared(space.spread, pairs)), best_fresh, _max(rarity), _sum(rarity), _sum(_shared(space.pairs, pairs)),
        np.minimum(_dot(space.mentions, pairs), 3), np.minimum(answers, 1), same,
        same * words, same * best_fresh, same * fresh, fewer - all_names,
    ]  # fmt: skip


def _apart(pairs: Pairs, texts: Texts, better: Floats, worse: Floats, hubs: Floats) -> list[Floats]:
    """The other features: how the two texts differ, and what they are by themselves."""
    first, second = pairs
    hours = np.abs(texts.hours[first] - texts.hours[second])
    return [
        hours, np.log1p(hours), *_least_most(texts.columns, pairs), np.minimum(texts.han[first], texts.han[second]),
        np.abs(texts.han[first] - texts.han[second]), better, worse,
        np.minimum(texts.reportable[first], texts.reportable[second]),
        texts.reportable[first] * texts.reportable[second], np.maximum(texts.ads[first], texts.ads[second]),
        np.minimum(texts.tweets[first], texts.tweets[second]), *_least_most(texts.held, pairs),
        hubs[first] + hubs[second],
    ]  # fmt: skip


def _nearest(rows: Matrix) -> Matrix:
    """The symmetric graph of each row's NEIGHBOURS nearest."""
    near = sp_matmul_topn(searched(rows), rows.T.tocsr(), top_n=NEIGHBOURS + 1, threshold=MIN_SIMILARITY)
    return near + near.T


def _own(authors: Sequence[str]) -> Matrix:
    order = np.lexsort((np.arange(len(authors)), np.array(authors, dtype=object).astype(str)))
    links = []
    for step in range(1, min(OWN_NEIGHBOURS, len(authors) - 1) + 1):
        links += [(a, b) for a, b in zip(order[:-step], order[step:], strict=True) if authors[a] == authors[b]]
    one = np.array(links, dtype=np.int64).reshape(-1, 2)
    return sp.csr_matrix((np.ones(len(one)), (one[:, 0], one[:, 1])), shape=(len(authors), len(authors)))


def _dot(rows: Matrix, pairs: Pairs, others: Matrix | None = None) -> Floats:
    return _sum(rows[pairs.first].multiply((rows if others is None else others)[pairs.second]))


def _shared(rows: Matrix, pairs: Pairs) -> Matrix:
    """What both texts of each pair hold."""
    return rows[pairs.first].minimum(rows[pairs.second]).tocsr()


def _sum(rows: Matrix) -> Floats:
    return np.asarray(rows.sum(axis=1), dtype=np.float64).ravel()


def _max(rows: Matrix) -> Floats:
    return rows.max(axis=1).toarray().ravel().astype(np.float64) if rows.shape[0] else np.zeros(0)


def _least_most(values: Floats, pairs: Pairs) -> tuple[Floats, Floats]:
    one, other = values[pairs.first], values[pairs.second]
    return np.minimum(one, other), np.maximum(one, other)


def _ranks(similarity: Floats, pairs: Pairs, size: int) -> tuple[Floats, Floats]:
    """ln(1 + rank) of each pair among those of either text, the better and the worse of both."""
    count = len(similarity)
    rows, columns = np.concatenate(pairs), np.concatenate(pairs[::-1])
    order = np.lexsort((columns, -np.concatenate([similarity, similarity]), rows))
    starts = np.searchsorted(rows[order], np.arange(size))
    rank = np.empty(2 * count)
    rank[order] = np.arange(2 * count) - starts[rows[order]]
    one, other = np.log1p(rank[:count]), np.log1p(rank[count:])
    return np.minimum(one, other), np.maximum(one, other)


def _hubs(similarity: Floats, pairs: Pairs, size: int) -> Floats:
    """The mean of each text's HUB_PARTNERS highest similarities: what is like everything is like nothing."""
    rows, values = np.concatenate(pairs), np.concatenate([similarity, similarity])
    order = np.lexsort((-values, rows))
    starts = np.searchsorted(rows[order], np.arange(size))
    is_high = np.arange(len(rows)) - starts[rows[order]] < HUB_PARTNERS
    return np.bincount(rows[order][is_high], values[order][is_high], minlength=size) / HUB_PARTNERS
