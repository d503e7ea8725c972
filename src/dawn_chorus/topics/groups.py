"""Groups: from clusters of distinct texts to a window's topics, with every copy, reply and retweet in its place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dawn_chorus.text.analysis import Analysis
from dawn_chorus.text.names import names_in
from dawn_chorus.topics.cluster import clusters
from dawn_chorus.topics.frequencies import Frequencies
from dawn_chorus.topics.model import Document, Role
from dawn_chorus.topics.triage import AD_THRESHOLD, CHATTER_THRESHOLD, Scores
from dawn_chorus.topics.vectors import Matrix, unit_rows, vectors

# One text is a topic of its own when at least this many accounts sent it.
MIN_ECHO = 3
# A topic of so few texts must share a telling name, or be as similar as SURE_SIMILARITY: two remarks that have everyday
# words in common are no topic. It halves the sample week's false topics and changes F1 on the labelled windows by .01.
FEW_TEXTS = 3
SURE_SIMILARITY = 0.2


class Reading(NamedTuple):
    """A window's documents in the order of their ids, and what is known of each of them.

    ``heads``: position of the earliest copy. ``names``: keys of the window's names.
    """

    documents: Sequence[Document]
    heads: Sequence[int]
    analyses: Sequence[Analysis]
    scores: Sequence[Scores]
    names: frozenset[str]
    frequencies: Frequencies

    def authors(self, members: Iterable[int]) -> set[str]:
        """The distinct authors of these documents."""
        return {self.documents[n].author for n in members}


class Group(NamedTuple):
    """A topic in the making.

    ``members``: positions of all its tweets. For each of its distinct texts ``centrality`` is the cosine to the topic's
    centre, 0..1, and ``votes`` the number of accounts that sent it.
    """

    members: Sequence[int]
    centrality: Mapping[int, float]
    votes: Mapping[int, int]


def role_of(judged: Scores) -> Role:
    """What a tweet outside topics is."""
    if judged.ad >= AD_THRESHOLD:
        return "ad"
    return "chatter" if judged.chatter >= CHATTER_THRESHOLD else "single"


def find_groups(reading: Reading) -> list[Group]:
    """The topics of the window, largest first: by accounts, then tweets, then the earliest."""
    distinct = [n for n, head in enumerate(reading.heads) if n == head]
    rows = vectors([reading.analyses[n] for n in distinct], reading.frequencies, reading.names)
    row = {n: number for number, n in enumerate(distinct)}
    copies: dict[int, list[int]] = defaultdict(list)
    for n, head in enumerate(reading.heads):
        copies[head].append(n)
    cores = _cores(reading, distinct, rows, copies)
    groups = []
    for heads in _with_answers(reading, cores, copies):
        cosines = _cosines(rows[[row[n] for n in heads]]).tolist()
        members = sorted(n for head in heads for n in copies[head])
        votes = {head: len(reading.authors(copies[head])) for head in heads}
        groups.append(Group(members, dict(zip(heads, cosines, strict=True)), votes))
    return sorted(groups, key=lambda group: _order(reading, group))


def _order(reading: Reading, group: Group) -> tuple[int, int, int]:
    return -len(reading.authors(group.members)), -len(group.members), group.members[0]


def _cores(
    reading: Reading, distinct: Sequence[int], rows: Matrix, copies: Mapping[int, Sequence[int]]
) -> list[list[int]]:
    """Clusters of what is neither advertising nor small talk, as positions of distinct texts, that may be topics."""
    told = [number for number, n in enumerate(distinct) if role_of(reading.scores[n]) == "single"]
    labels = clusters(rows[told], [reading.documents[distinct[number]].author for number in told])
    members: dict[int, list[int]] = defaultdict(list)
    for number, label in zip(told, labels.tolist(), strict=True):
        members[label].append(number)
    return [
        [distinct[number] for number in numbers]
        for numbers in members.values()
        if _is_topic(reading, [distinct[number] for number in numbers], rows[numbers], copies)
    ]


def _is_topic(reading: Reading, heads: Sequence[int], rows: Matrix, copies: Mapping[int, Sequence[int]]) -> bool:
    if len(heads) == 1:
        return len(reading.authors(copies[heads[0]])) >= MIN_ECHO
    return len(heads) > FEW_TEXTS or _shares_name(reading, heads) or _mean_similarity(rows) >= SURE_SIMILARITY


def _shares_name(reading: Reading, heads: Sequence[int]) -> bool:
    """Whether a telling name stands in two of the texts."""
    held = Counter(
        key for n in heads for key in {phrase.key for phrase in names_in(reading.analyses[n], reading.names)}
    )
    return any(count > 1 and reading.frequencies.name_weight(key) > 0 for key, count in held.items())


def _mean_similarity(rows: Matrix) -> float:
    """The mean similarity of two different rows: all pairs come from the length of the sum."""
    count: int = rows.shape[0]
    total = np.asarray(rows.sum(axis=0)).ravel()
    return float(total @ total - rows.multiply(rows).sum()) / (count * (count - 1))


def _with_answers(
    reading: Reading, cores: Sequence[Sequence[int]], copies: Mapping[int, Sequence[int]]
) -> list[list[int]]:
    """The cores with the replies and quotes that answer one of their tweets, whatever they say; no advertisements."""
    topic = {n: number for number, heads in enumerate(cores) for n in heads}
    position = {document.tweet_id: reading.heads[n] for n, document in enumerate(reading.documents)}
    groups = [list(heads) for heads in cores]
    for head in sorted(copies):
        document = reading.documents[head]
        target = position.get(document.ref_tweet_id) if document.ref_tweet_id is not None else None
        answers = document.kind in ("reply", "quote") and role_of(reading.scores[head]) != "ad"
        if answers and head not in topic and target in topic:
            topic[head] = topic[target]
            groups[topic[head]].append(head)
    return [sorted(heads) for heads in groups]


def _cosines(rows: Matrix) -> npt.NDArray[np.float64]:
    """Cosine of each row to the sum of all of them, 0..1; 1 where there is nothing to compare."""
    unit = unit_rows(rows)
    centre = np.asarray(unit.sum(axis=0)).ravel()
    length = float(np.linalg.norm(centre))
    return np.clip(unit @ centre / length, 0, 1) if length else np.ones(rows.shape[0])
