"""Related: what the trained models make of a window's distinct texts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from dawn_chorus.text.analysis import Analysis
from dawn_chorus.topics.frequencies import Frequencies
from dawn_chorus.topics.habits import Habits
from dawn_chorus.topics.learned import Floats, Models
from dawn_chorus.topics.linkage import Labels, link
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.pairs import Pairs, candidates, features
from dawn_chorus.topics.signs import grams, signs
from dawn_chorus.topics.spaces import Spaces, spaces
from dawn_chorus.topics.triage import Scores
from dawn_chorus.topics.vectors import Matrix

# Mean probability, within a group, that two tweets are about one thing. Between .16 and .20 topic match F1 on windows
# that the models have not seen moves by .02.
SAME_TOPIC = 0.18


class Material(NamedTuple):
    """The distinct texts of a window and what is known of them; the lists are parallel."""

    documents: Sequence[Document]
    analyses: Sequence[Analysis]
    judged: Sequence[Scores]
    frequencies: Frequencies
    names: frozenset[str]
    context: Habits
    own: Mapping[str, Counter[str]]

    def spaces(self) -> Spaces:
        """The spaces of the texts."""
        return spaces(self.documents, self.analyses, self.frequencies, self.names, self.own)

    def signs(self, space: Spaces) -> tuple[Floats, Matrix]:
        """What the tweet models read."""
        return signs(self.documents, space, self.judged, self.context, self.own), grams(self.documents)

    def pairs(self, space: Spaces, reportable: Floats, ads: Floats) -> tuple[Pairs, Iterator[Floats]]:
        """The pairs, and what the pair model reads of them, block by block."""
        pairs = candidates(space, [document.author for document in self.documents])
        return pairs, features(space, self.documents, pairs, reportable, ads)


class Related(NamedTuple):
    """For each text how likely it is news and advertising, 0..1, and its group."""

    reportable: Floats
    ads: Floats
    labels: Labels


def relate(material: Material, models: Models) -> Related:
    """Score the texts and group those that are about one thing."""
    if not material.documents:
        return Related(np.zeros(0), np.zeros(0), np.zeros(0, np.int64))
    space = material.spaces()
    read = material.signs(space)
    reportable, ads = models.reportable.scores(*read), models.ad.scores(*read)
    pairs, blocks = material.pairs(space, reportable, ads)
    scores = np.concatenate([*map(models.pair.scores, blocks), np.zeros(0)])
    return Related(reportable, ads, link(graph_of(pairs, scores, len(reportable)), SAME_TOPIC))


def graph_of(pairs: Pairs, scores: Floats, size: int) -> Matrix:
    """The symmetric graph of the pairs."""
    graph = sp.csr_matrix((scores, (pairs.first, pairs.second)), shape=(size, size))
    return graph + graph.T
