"""Apart: what in a dense window is small talk, or advertising.

It is in some cluster too, but at its edge, or with few; and it is written unlike what lies together. The first is seen
in the clusters. The second is learned from it, anew in every window: each mark of a text (a word, stop words too, a
handle, a capital, a length) speaks for small talk as far as the texts with it lie apart, as in naive Bayes, but for the
root of their number, since marks come together.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from dawn_chorus.text.clean import LINK, visible
from dawn_chorus.text.keys import HAN
from dawn_chorus.topics.linkage import Labels
from dawn_chorus.topics.reassign import look_up
from dawn_chorus.topics.vectors import Matrix, incidence, unit_rows

FAINT = 0.1  # similarities to the others of a cluster, together, below which a text is as good as alone
MARK_TEXTS = 5  # a mark of fewer texts tells of these texts alone
MARK_PRIOR = 5.0  # texts as far apart as all are, that every mark has beforehand
SUREST = 0.99

_TOKEN = re.compile(rf"({LINK.pattern})|([@#]?)([{HAN}]|[^\W{HAN}]+)|[^\w\s]", re.IGNORECASE)

Floats = npt.NDArray[np.float64]


def small_talk(distance: Floats, texts: Sequence[str]) -> Floats:
    """How much each of the `texts` looks like small talk, 0..1, by how far apart it lies and by how it is written."""
    return np.asarray(1 / (1 + np.exp(-_logit(distance) - manner(texts, distance))))


def advertising(ads: Floats, distance: Floats, labels: Labels) -> Floats:
    """The `ads` scores of texts, but no more than those of a text's cluster on average, or than it lies apart.

    In the midst of a topic words of trade are its subject: a headline on Black Friday's deals offers none.
    """
    size = np.maximum(1, np.bincount(labels))
    return np.asarray(np.minimum(ads, np.maximum((np.bincount(labels, ads) / size)[labels], distance)))


def apart(rows: Matrix, labels: Labels) -> Floats:
    """How far each of the `rows` (see vectors) lies from the others of its cluster, 0..1: 1 / (1 + their similarities).

    On headlines with real small talk among them the sum tells it with AUC .84, the mean or the cosine to the centre
    with .75.
    """
    unit = unit_rows(rows)
    shape = (int(labels.max(initial=-1)) + 1, len(labels))
    sums = sp.csr_matrix(sp.csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=shape) @ unit)
    own = np.asarray(unit.multiply(unit).sum(axis=1)).ravel()
    cells = unit.tocoo()
    shared = cells.data * look_up(sums.sorted_indices(), labels[cells.row], cells.col)
    others = np.bincount(cells.row, shared, minlength=len(labels)) - own
    return np.asarray(1 / (1 + np.maximum(FAINT, others)))


def manner(texts: Sequence[str], distance: Floats) -> Floats:
    """How much likelier each text's marks are where texts lie apart, as a logarithm; `distance` of each text, 0..1."""
    held = incidence([frozenset(_marks(text)) for text in texts], MARK_TEXTS, len(texts))
    if not held.nnz:
        return np.zeros(len(texts))
    usual = float(distance.mean())
    count = np.asarray(held.sum(axis=0)).ravel()
    weight = _logit((held.T @ distance + MARK_PRIOR * usual) / (count + MARK_PRIOR)) - _logit(usual)
    return np.asarray(held @ weight / np.sqrt(np.maximum(1, held.sum(axis=1).A1)))


def _marks(text: str) -> Iterator[str]:
    """The words of a text in lower case, its signs, and what it has of links, handles, tags, capitals and length."""
    length = 0
    for length, match in enumerate(_TOKEN.finditer(visible(text)), start=1):  # noqa: B007
        link, sign, word = match.groups()
        if link or sign:
            yield f" {sign or 'link'}"
        elif not word:
            yield match[0]
        else:
            yield word.lower()
            if word[0].isupper():
                yield " Capital"
    yield f" length {length.bit_length()}"


def _logit(share: Floats | float) -> Floats:
    kept = np.clip(share, 1 - SUREST, SUREST)
    return np.asarray(np.log(kept / (1 - kept)))
