"""Terms and names of a topic, as people write them, by class TF-IDF.

A class TF-IDF weighs a word by how much of the *topic* has it, times how rare it is elsewhere (Grootendorst 2022). Here
the class frequency is the share of the topic's votes, one for each account and text, and rarity that of the channel.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dawn_chorus.text.analysis import Analysis
from dawn_chorus.text.keys import key_of
from dawn_chorus.text.names import best_written
from dawn_chorus.text.phrases import Phrase
from dawn_chorus.topics.frequencies import Frequencies

MAX_TERMS = 20
MAX_NAMES = 5
# What a single account says in a single text says nothing about a topic of several.
MIN_VOTES = 2
# A name must have this share of a topic's votes to stand for it.
NAME_SHARE = 0.34
# A part of a longer name ("Banana" of "Nano Banana") counts on its own only when it stands alone this much more often.
PART_FACTOR = 1.5
# A name with a version is an accident of the word before it where the rest of it stands in so many times more texts.
ACCIDENT_FACTOR = 3


class Term(NamedTuple):
    """A word or name of a topic: its key, how the topic's tweets write it, its weight, and whether it is a name."""

    key: str
    written: str
    weight: float
    is_name: bool
    share: float


def terms_of(
    texts: Sequence[Analysis], votes: Sequence[int], frequencies: Frequencies, names: frozenset[str]
) -> list[Term]:
    """Every telling word and name of a topic's distinct texts, strongest first. `votes`: accounts behind each text."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    held: Counter[str] = Counter()
    for analysis, count in zip(texts, votes, strict=True):
        found = [phrase for phrase in analysis.phrases if _is_shown(phrase, names)]
        held.update({phrase.key: count for phrase in found})
        for phrase in found:
            written[phrase.key][phrase.written] += 1
    total = sum(votes)
    terms = [
        Term(key, best_written(written[key]), share * rarity, key in names, share)
        for key, count in held.items()
        if count >= min(MIN_VOTES, total) and (rarity := frequencies.rarity(key)) > 0
        if not _is_accident(key, frequencies)
        for share in [count / total]
    ]
    return sorted(_whole(terms), key=lambda term: (-term.weight, term.key))


def top_terms(terms: Iterable[Term]) -> list[Term]:
    """The strongest MAX_TERMS."""
    return list(terms)[:MAX_TERMS]


def top_names(terms: Iterable[Term], frequencies: Frequencies) -> list[str]:
    """The most telling names, as written; a name that the whole channel speaks of tells nothing."""
    telling = {
        term.written: term.share * weight
        for term in terms
        if term.is_name and term.share >= NAME_SHARE and (weight := frequencies.name_weight(term.key)) > 0
    }
    return sorted(telling, key=lambda written: (-telling[written], written))[:MAX_NAMES]


def _is_accident(key: str, frequencies: Frequencies) -> bool:
    """Whether a version's name is a much commoner one with the word before it: 问青岚 2.0 is about 青岚 2.0."""
    uses = frequencies.names.get(key, 0.0)
    if not uses or not key[-1].isdecimal():
        return False
    shorter = (key[n:] for n in range(1, len(key)) if not key[n].isdecimal())
    return any(frequencies.names.get(each, 0.0) >= ACCIDENT_FACTOR * uses for each in shorter)


def _is_shown(phrase: Phrase, names: frozenset[str]) -> bool:
    """Single words and names; handles tie tweets together, but are no words for a reader."""
    return not phrase.written.startswith("@") and (phrase.length == 1 or phrase.key in names)


def _whole(terms: Sequence[Term]) -> Iterable[Term]:
    """The terms without those that are a part of a longer name, and without longer names that are an accident."""
    longer = _containing(terms)
    for term in terms:
        around = max((other.share for other in longer.get(term.key, ())), default=0.0)
        if term.share >= PART_FACTOR * around:
            yield term


def _containing(terms: Sequence[Term]) -> Mapping[str, list[Term]]:
    """For each term the names that contain it. Each piece of a name is looked up: the cost is linear in the names."""
    keys = {term.key for term in terms}
    longer: dict[str, list[Term]] = defaultdict(list)
    for name in terms:
        if name.is_name:
            for key in keys & (_pieces(name.key) | _pieces(key_of(name.written))) - {name.key}:
                longer[key].append(name)
    return longer


def _pieces(text: str) -> set[str]:
    """Every string that stands in ``text``."""
    ends = range(1, len(text) + 1)
    return {text[start:end] for end in ends for start in range(end)}
