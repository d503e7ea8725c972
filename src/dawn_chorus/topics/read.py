"""Reading: from rows of tweets to distinct texts with words, names, scores and clusters.

How clusters come about depends on the regime. Where most tweets stand alone, trained models say what is news, what is
advertising and which two tweets are about one thing; elsewhere the texts themselves tell.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dawn_chorus.text.analysis import Analysis, analyse
from dawn_chorus.text.clean import fingerprint
from dawn_chorus.text.names import names_in
from dawn_chorus.topics.apart import Floats, advertising, apart, small_talk
from dawn_chorus.topics.cluster import clusters
from dawn_chorus.topics.dense import Neighbourhood, company, dense_clusters, neighbourhood
from dawn_chorus.topics.draw import draw
from dawn_chorus.topics.duplicates import group_copies
from dawn_chorus.topics.frequencies import learn
from dawn_chorus.topics.groups import Reading, role_of
from dawn_chorus.topics.habits import habits
from dawn_chorus.topics.learned import Models, models
from dawn_chorus.topics.linkage import Labels
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.regime import SEVERAL, regime_of
from dawn_chorus.topics.related import Material, Related, relate
from dawn_chorus.topics.spaces import author_habits
from dawn_chorus.topics.triage import AD_THRESHOLD, Scores, judge
from dawn_chorus.topics.vectors import Matrix, vectors

# Of small talk the signs know something that the models do not: averaged as logits, neither surer of itself than this,
# they find it with precision .88 at recall .48; the models alone .85 and .56.
SUREST = 0.999
# The chatter score of a text that stands alone in a dense window and has no sign of small talk: just below the
# threshold.
APART = 0.6
JOINT_DAYS = 3  # that dense windows are clustered with; seven are no better, and cost more


class Prepared(NamedTuple):
    """A window's documents by id, the position of each one's earliest copy, and the distinct texts.

    ``latest``: texts of the JOINT_DAYS before. Of the days before no more is read than of a crowded window.
    """

    documents: Sequence[Document]
    heads: Sequence[int]
    analyses: Sequence[Analysis]
    judged: Sequence[Scores]
    material: Material
    latest: Sequence[Analysis]


def prepare(tweets: Iterable[Document], history: Iterable[Document]) -> Prepared:
    """Put the tweets in order, find copies, words, names, habits and the signs that can be read."""
    documents = sorted(tweets, key=lambda document: document.tweet_id)
    before = draw(list(history)).read
    context = habits(documents, before)
    heads = _heads(documents, context.crowds.members)
    analyses = [analyse(document.text) for document in documents]
    distinct = [n for n, head in enumerate(heads) if n == head]
    texts = [analyses[n] for n in distinct]
    latest = list({fingerprint(document.text): document for document in before}.values())
    frequencies, names = learn(texts, _aged(latest, documents))
    has_name = [any(True for _ in names_in(analysis, names)) for analysis in analyses]
    judged = judge(documents, has_name, context)
    material = Material(
        documents=[documents[n] for n in distinct],
        analyses=texts,
        judged=[judged[n] for n in distinct],
        frequencies=frequencies,
        names=names,
        context=context,
        own=_own(latest, documents, texts),
    )
    first_day = min((document.day for document in documents), default=dt.date.max)
    recent = [document for document in latest if (first_day - document.day).days <= JOINT_DAYS]
    joint = [analyse(document.text) for document in recent]
    return Prepared(documents, heads, analyses, judged, material, joint)


def read(tweets: Iterable[Document], history: Iterable[Document], known: Models | None = None) -> Reading:
    """Read a window. `known`: models to use instead of those that come with the product."""
    prepared = prepare(tweets, history)
    material = prepared.material
    rows = vectors(material.analyses, material.frequencies, material.names)
    near = neighbourhood([*prepared.latest, *material.analyses])
    days = np.array([document.day.toordinal() for document in material.documents], dtype=np.int64)
    regime = regime_of(rows, days, _is_strangers(material) & (company(near)[len(prepared.latest) :] >= SEVERAL))
    scores = prepared.judged
    if regime == "alone":
        trained = known or models()
        related = relate(material, trained)
        scores, labels = _learned_scores(prepared, related, trained.likely_ad), related.labels
    elif regime == "dense":
        labels = _with_days_before(near, len(prepared.latest))
        scores = _dense_scores(prepared, labels, apart(rows, labels))
    else:
        labels = _similar(material, rows)
    return Reading(
        documents=prepared.documents,
        heads=prepared.heads,
        analyses=prepared.analyses,
        scores=scores,
        names=material.names,
        frequencies=material.frequencies,
        rows=rows,
        labels=labels,
        regime=regime,
    )


def _similar(material: Material, rows: Matrix) -> Labels:
    """Clusters of what is neither advertising nor small talk; the others have one each."""
    told = [n for n, judged in enumerate(material.judged) if role_of(judged) == "single"]
    labels = np.arange(len(material.documents), dtype=np.int64) + len(told)
    labels[told] = clusters(rows[told])
    return labels


def _is_strangers(material: Material) -> npt.NDArray[np.bool_]:
    """Whether each text is of an account that is not heard twice in the window and the days before."""
    heard = Counter(document.author for document in material.documents)
    known = material.context.known
    return np.array([heard[d.author] == 1 and d.author not in known for d in material.documents], dtype=bool)


def _with_days_before(near: Neighbourhood, before: int) -> Labels:
    """Clusters of a dense window's texts, found together with so many texts of the days before.

    What goes on for days is told apart better by more texts of it: over ten synthetic days it makes .03 of BCubed F and
    .05 to .12 of continuity.
    """
    return np.unique(dense_clusters(near)[before:], return_inverse=True)[1].astype(np.int64)


def _learned_scores(prepared: Prepared, related: Related, likely_ad: float) -> list[Scores]:
    """The scores of each document, by what the models make of its earliest copy and by its own signs.

    A member of a hired crowd advertises whatever its words.
    """
    distinct = [n for n, head in enumerate(prepared.heads) if n == head]
    found = zip(distinct, related.reportable.tolist(), related.ads.tolist(), strict=True)
    learned = {n: Scores(ad, max(0.0, 1 - reportable - ad)) for n, reportable, ad in found}
    hired = prepared.material.context.crowds.members
    scores = []
    for document, head, judged in zip(prepared.documents, prepared.heads, prepared.judged, strict=True):
        agreed = _agreed(judged, learned[head], likely_ad)
        scores.append(agreed._replace(ad=max(agreed.ad, judged.ad)) if document.author in hired else agreed)
    return scores


def _agreed(judged: Scores, learned: Scores, likely_ad: float) -> Scores:
    """Scores on the scale of triage. The lexicons' signs of advertising are among what the model reads."""
    return Scores(
        ad=_probability(_logit(learned.ad) + _logit(AD_THRESHOLD) - _logit(likely_ad)),
        chatter=_probability((_logit(judged.chatter) + _logit(learned.chatter)) / 2),
    )


def _dense_scores(prepared: Prepared, labels: Labels, distance: Floats) -> list[Scores]:
    """The scores of each document of a dense window: small talk lies apart; that alone does not make it so.

    A member of a hired crowd advertises wherever it lies.
    """
    distinct = [n for n, head in enumerate(prepared.heads) if n == head]
    ads = advertising(np.array([each.ad for each in prepared.material.judged]), distance, labels)
    talk = small_talk(distance, [document.text for document in prepared.material.documents])
    found = dict(zip(distinct, map(Scores, ads.tolist(), talk.tolist()), strict=True))
    hired = prepared.material.context.crowds.members
    scores = []
    for document, head, judged in zip(prepared.documents, prepared.heads, prepared.judged, strict=True):
        ad = judged.ad if document.author in hired else found[head].ad
        scores.append(Scores(ad, found[head].chatter * max(APART, judged.chatter)))
    return scores


def _logit(score: float) -> float:
    kept = min(SUREST, max(1 - SUREST, score))
    return math.log(kept / (1 - kept))


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _heads(documents: Sequence[Document], hired: frozenset[str]) -> list[int]:
    """The position of each document's earliest copy; what a hired account repeats adds nobody's voice to it."""
    heads = list(range(len(documents)))
    heard = [n for n in heads if documents[n].author not in hired]
    for n, head in zip(heard, group_copies([documents[n] for n in heard]), strict=True):
        heads[n] = heard[head]
    return heads


def _aged(history: Sequence[Document], documents: Sequence[Document]) -> Iterator[tuple[Analysis, int]]:
    """The texts of the days before, with their age in days before the window."""
    first_day = min((document.day for document in documents), default=None)
    for document in history:
        yield analyse(document.text), max(1, (first_day - document.day).days) if first_day else 1


def _own(
    history: Sequence[Document], documents: Sequence[Document], distinct: Sequence[Analysis]
) -> Mapping[str, Counter[str]]:
    """What the window's authors used to write of."""
    vocabulary = frozenset(key for a in distinct for key in (*a.words, *(phrase.key for phrase in a.phrases)))
    authors = frozenset(document.author for document in documents)
    return author_habits(((d, analyse(d.text)) for d in history if d.author in authors), authors, vocabulary)
