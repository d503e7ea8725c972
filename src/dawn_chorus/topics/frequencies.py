"""Document frequencies: how common words and names are in the channel, from the days before and the window."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from dawn_chorus.text.analysis import Analysis
from dawn_chorus.text.names import CaseEvidence, candidates

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
    phrases = {phrase.key for analysis in window for phrase in analysis.phrases}
    before, evidence = _Counts(words, phrases), CaseEvidence()
    for analysis, age in history:
        before.add(analysis, min(1.0, age / RECENT_DAYS))
        evidence.add(analysis)
    now = _Counts(words, phrases)
    for analysis in window:
        now.add(analysis, WINDOW_WEIGHT)
        evidence.add(analysis)
    names = evidence.names(candidates(window))
    word_counts = {word: before.words[word] + now.words[word] for word in words}
    name_counts = {name: before.phrases[name] + now.phrases[name] for name in names}
    return Frequencies(before.texts + now.texts, word_counts, name_counts), names


class _Counts:
    """In how many texts each of the wanted words and phrases occurs, each text with its weight."""

    def __init__(self, words: set[str], phrases: set[str]) -> None:
        self.texts = 0.0
        self.words: dict[str, float] = defaultdict(float)
        self.phrases: dict[str, float] = defaultdict(float)
        self._wanted = words, phrases

    def add(self, analysis: Analysis, weight: float) -> None:
        words, phrases = self._wanted
        self.texts += weight
        for word in words.intersection(analysis.words):
            self.words[word] += weight
        for phrase in phrases.intersection(phrase.key for phrase in analysis.phrases):
            self.phrases[phrase] += weight
