"""Groups: from clusters of distinct texts to a window's topics, with every copy, reply and retweet in its place."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dawn_chorus.text.analysis import Analysis
from dawn_chorus.text.names import names_in
from dawn_chorus.topics.frequencies import Frequencies
from dawn_chorus.topics.linkage import Labels
from dawn_chorus.topics.model import Document, Role
from dawn_chorus.topics.regime import Regime
from dawn_chorus.topics.triage import AD_THRESHOLD, CHATTER_THRESHOLD, Scores
from dawn_chorus.topics.vectors import Matrix, unit_rows

# One text is a topic of its own when at least this many accounts sent it; or, if it is no small talk, answered it.
MIN_ECHO = 3
# A topic of so few texts must share a telling name, or be as similar as SURE_SIMILARITY, where no model compared them:
# two remarks that have everyday words in common are no topic.
FEW_TEXTS = 3
SURE_SIMILARITY = 0.2
# So many remarks of one account that share no telling name are no topic: in unseen windows three in four of such pairs
# were none. Without them topic match F1 is what it was, precision .48 becomes .51.
TWO_REMARKS = 2
# Texts in one cluster are small talk, about the weather perhaps, when their mean chatter score is so much above that of
# all texts that may be topics. It rids the sample week of half the small talk in topics.
SMALL_TALK = 0.15
# The same where models gave the scores: more likely small talk than not.
LIKELY_TALK = 0.5
# Topics of which so many texts hold the name of one version of a product are one.
PRODUCT_SHARE = 0.6
_VERSION = re.compile(r"[^\W\d]{2}.*\d")


class Reading(NamedTuple):
    """A window's documents in the order of their ids, and what is known of each of them.

    ``heads``: position of the earliest copy. ``names``: keys of the window's names. ``rows``
    and ``labels`` are vectors and clusters of the distinct texts; ``regime``: how they were found.
    """

    documents: Sequence[Document]
    heads: Sequence[int]
    analyses: Sequence[Analysis]
    scores: Sequence[Scores]
    names: frozenset[str]
    frequencies: Frequencies
    rows: Matrix
    labels: Labels
    regime: Regime

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
    rows = reading.rows
    row = {n: number for number, n in enumerate(distinct)}
    copies: dict[int, list[int]] = defaultdict(list)
    for n, head in enumerate(reading.heads):
        copies[head].append(n)
    answers = _answers(reading)
    cores = _joined(reading, _cores(reading, distinct, rows, _echoes(reading, copies, answers)))
    groups = []
    for heads in _with_answers(cores, answers):
        cosines = _cosines(rows[[row[n] for n in heads]]).tolist()
        members = sorted(n for head in heads for n in copies[head])
        votes = {head: len(reading.authors(copies[head])) for head in heads}
        groups.append(Group(members, dict(zip(heads, cosines, strict=True)), votes))
    return sorted(groups, key=lambda group: _order(reading, group))


def _order(reading: Reading, group: Group) -> tuple[int, int, int]:
    return -len(reading.authors(group.members)), -len(group.members), group.members[0]


def _answers(reading: Reading) -> dict[int, int]:
    """For each reply and quote, no advertisement and no copy of another, the text that it answers, in order."""
    position = {document.tweet_id: reading.heads[n] for n, document in enumerate(reading.documents)}
    found = {}
    for n, document in enumerate(reading.documents):
        target = None if document.ref_tweet_id is None else position.get(document.ref_tweet_id)
        is_answer = document.kind in ("reply", "quote") and reading.heads[n] == n != target
        if target is not None and is_answer and role_of(reading.scores[n]) != "ad":
            found[n] = target
    return found


def _echoes(
    reading: Reading, copies: Mapping[int, Sequence[int]], answers: Mapping[int, int]
) -> Mapping[int, tuple[int, int]]:
    """For each distinct text how many accounts sent it, and how many sent or answered it."""
    voices = {head: reading.authors(members) for head, members in copies.items()}
    answered = {head: set(authors) for head, authors in voices.items()}
    for n, target in answers.items():
        answered[target].add(reading.documents[n].author)
    return {head: (len(authors), len(answered[head])) for head, authors in voices.items()}


def _cores(
    reading: Reading, distinct: Sequence[int], rows: Matrix, echoes: Mapping[int, tuple[int, int]]
) -> list[list[int]]:
    """Clusters of what may be told, as positions of distinct texts, that may be topics."""
    aside = ("ad", "chatter") if reading.regime == "mixed" else ("ad",)
    told = [number for number, n in enumerate(distinct) if role_of(reading.scores[n]) not in aside]
    members: dict[int, list[int]] = defaultdict(list)
    for number in told:
        members[int(reading.labels[number])].append(number)
    most_chatter = _most_chatter(reading, [distinct[number] for number in told])
    cores = []
    for numbers in members.values():
        heads = [distinct[number] for number in numbers]
        sent, answered = echoes[heads[0]]
        is_talk = _mean_chatter(reading, heads) >= most_chatter
        is_heard = answered >= MIN_ECHO if len(heads) == 1 else _is_about_something(reading, heads, rows[numbers])
        if (is_heard and not is_talk) or (len(heads) == 1 and sent >= MIN_ECHO):
            cores.append(heads)
    return cores


def _joined(reading: Reading, cores: Sequence[Sequence[int]]) -> list[list[int]]:
    """The cores, those of one product together: what people make of it shares its name and hardly a word with the news.

    Only a version names one product and no other; what a company or a benchmark does on a day is more than one thing.
    """
    joined: dict[str | int, list[int]] = defaultdict(list)
    for number, heads in enumerate(cores):
        joined[_product(reading, heads) or number].extend(heads)
    return [sorted(heads) for heads in joined.values()]


def _product(reading: Reading, heads: Sequence[int]) -> str:
    """The key of the telling name with a version that most of the texts hold, two at least; or empty."""
    held = Counter(key for n in heads for key in {p.key for p in names_in(reading.analyses[n], reading.names)})
    found = [
        key
        for key, count in held.items()
        if count >= max(2, PRODUCT_SHARE * len(heads))
        and _VERSION.search(key)
        and reading.frequencies.name_weight(key) > 0
    ]
    return max(found, key=lambda key: (held[key], len(key), key), default="")


def _most_chatter(reading: Reading, told: Sequence[int]) -> float:
    """From which mean chatter score on a cluster is small talk; in a dense window its place among others says more."""
    usual = _mean_chatter(reading, told) + SMALL_TALK
    return {"alone": LIKELY_TALK, "mixed": usual, "dense": math.inf}[reading.regime]


def _mean_chatter(reading: Reading, heads: Sequence[int]) -> float:
    return sum(reading.scores[n].chatter for n in heads) / max(1, len(heads))


def _is_about_something(reading: Reading, heads: Sequence[int], rows: Matrix) -> bool:
    """Whether texts in one cluster have more in common than everyday words, or than their author."""
    if reading.regime == "alone":
        return len(heads) > TWO_REMARKS or len(reading.authors(heads)) > 1 or _shares_name(reading, heads)
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


def _with_answers(cores: Sequence[Sequence[int]], answers: Mapping[int, int]) -> list[list[int]]:
    """The cores with the texts that answer one of theirs, or such an answer, whatever they say."""
    topic = {n: number for number, heads in enumerate(cores) for n in heads}
    groups = [list(heads) for heads in cores]
    for n, target in answers.items():
        if n not in topic and target in topic:
            topic[n] = topic[target]
            groups[topic[n]].append(n)
    return [sorted(heads) for heads in groups]


def _cosines(rows: Matrix) -> npt.NDArray[np.float64]:
    """Cosine of each row to the sum of all of them, 0..1; 1 where there is nothing to compare."""
    unit = unit_rows(rows)
    centre = np.asarray(unit.sum(axis=0)).ravel()
    length = float(np.linalg.norm(centre))
    return np.clip(unit @ centre / length, 0, 1) if length else np.ones(rows.shape[0])
