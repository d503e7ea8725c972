"""Document frequencies: how common words and names are in the channel, from the days before and the window."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from dawn_chorus.text.analysis import Analysis
from dawn_chorus.text.names import CaseEvidence, candidates, heads

# How much one text of the window counts against one of the days before. A window alone calls "new" and "friday" rare
# and its own big story common. On the hand-labelled windows .03-.3 are equal, 1 costs .02 of topic match F1.
WINDOW_WEIGHT = 0.1
# A text of the last days counts less than an older one, from 1/RECENT_DAYS yesterday to 1: what the channel has been
# talking about since Tuesday must still tell topics apart on Thursday. Gains .02-.04 of F1.
RECENT_DAYS = 7
# A name tells topics apart when fewer than texts^(1 - NAME_RARITY) of the texts have it: 1 in 19 of 4,500. Its weight
# grows from there with the power NAME_POWER. F1 moves by .025 from .25 to .4, and by .01 from power 1 to 1.6.
NAME_RARITY = 0.35
NAME_POWER = 1.3


class Frequencies(NamedTuple):
    """``texts`` counted, and for the window's words and names in how many of them each occurs (all weighted)."""

    texts: float
    words: Mapping[str, float]
    names: Mapping[str, float]

    def word_weight(self, word: str) -> float:
        """Inverse document frequency, ln((N + 1) / (df + .5)), never negative; 0 for a word outside the window."""
        return self._rarity(self.words.get(word))

    def name_weight(self, name: str) -> float:
        """How much sharing the name says, 0..1: 0 for common names, 1 for one that occurs once."""
        common = NAME_RARITY * math.log(self.texts + 1)
        most = self._rarity(WINDOW_WEIGHT) - common
        excess = self._rarity(self.names.get(name)) - common
        return (max(0.0, excess) / most) ** NAME_POWER if most > 0 else 0.0

    def rarity(self, key: str) -> float:
        """Inverse document frequency of a word or name of the window."""
        return self._rarity(self.names.get(key, self.words.get(key)))

    def _rarity(self, count: float | None) -> float:
        return 0.0 if count is None else max(0.0, math.log((self.texts + 1) / (count + 0.5)))


def learn(window: Collection[Analysis], history: Iterable[tuple[Analysis, int]]) -> tuple[Frequencies, frozenset[str]]:
    """The frequencies of the window's words and names, and the keys of its names.

    `history` are texts of the days before with their age in days, 1 = the day before; it is read once.
    """
    words = {word for analysis in window for word in analysis.words}
    written = candidates(window)
    counts, evidence = _Counts(words, written), CaseEvidence(written | heads(window))
    for analysis, age in history:
        counts.add(analysis, min(1.0, age / RECENT_DAYS))
        evidence.add(analysis)
    for analysis in window:
        counts.add(analysis, WINDOW_WEIGHT)
        evidence.add(analysis)
    names = evidence.names(written)
    return Frequencies(counts.texts(), _total(counts.words, words), _total(counts.phrases, names)), names


class _Counts:
    """How many texts of each weight there are, and in how many of them each of the wanted words and phrases occurs."""

    def __init__(self, words: set[str], phrases: frozenset[str]) -> None:
        self.words: dict[float, Counter[str]] = defaultdict(Counter)
        self.phrases: dict[float, Counter[str]] = defaultdict(Counter)
        self._texts: Counter[float] = Counter()
        self._wanted = words, phrases

    def add(self, analysis: Analysis, weight: float) -> None:
        words, phrases = self._wanted
        self._texts[weight] += 1
        self.words[weight].update(words.intersection(analysis.words))
        self.phrases[weight].update(phrases.intersection([phrase.key for phrase in analysis.phrases]))

    def texts(self) -> float:
        """The weight of all texts."""
        return math.fsum(weight * count for weight, count in self._texts.items())


def _total(counts: Mapping[float, Counter[str]], keys: Iterable[str]) -> dict[str, float]:
    """The weight of the texts that hold each of the keys."""
    weighed = sorted(counts.items())
    return {key: sum(weight * counted[key] for weight, counted in weighed if key in counted) for key in keys}
