"""The words of the word cloud: names first and whole, one vote per author, weighted by the topics' terms."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dawn_chorus.report.excerpts import width
from dawn_chorus.report.facts import Facts, TweetFact
from dawn_chorus.report.items import Item
from dawn_chorus.report.model import Word
from dawn_chorus.report.wordlists import cues
from dawn_chorus.text.analysis import analyse
from dawn_chorus.text.clean import without_links
from dawn_chorus.text.keys import key_of
from dawn_chorus.text.lexicon import known_names, known_terms, stop_words
from dawn_chorus.text.tokens import scan

NAME_WEIGHT = 2.5  # a product or person tells more of a day than a word
TERM_WEIGHT = 1.0  # a term of the field, such as "LLM"; also a word of a topic
WORD_WEIGHT = 0.6  # any other word
TOPIC_WEIGHT = 2.0  # of a topic's strongest term, beside a word outside topics
LEAST_VOTES = 2  # authors of a word that is no name; a single voice makes no cloud
LARGE_DAY = 60  # tweets among which two or three share any word by chance; then a word needs so many authors more:
LARGE_VOTES, LARGE_TOPIC_VOTES = 3, 1  # any word; one that tells of its topic
TELLING = 0.5  # of the weight of a topic's strongest term, from which a word needs no author more
LEAST_OWN = 3  # authors of a name that contains another one; written by fewer it is that other with a word at its side
LONGEST = 24  # Latin letters; longer ones leave no room for others
# What the font can draw: Latin, Greek, Cyrillic, Han, kana and their punctuation. Anything else would be a box.
_OTHER_SCRIPT = re.compile(
    "[^\u0020-\u024f\u0370-\u03ff\u0400-\u04ff\u3001-\u3011\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]"
)


@dataclass
class _Tally:
    """Votes for one word: its authors, the spellings they used, and what they spoke of."""

    authors: set[str] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)
    topics: set[int] = field(default_factory=set)
    themes: Counter[str] = field(default_factory=Counter)

    def vote(self, tweet: TweetFact, spelling: str, theme: str) -> None:
        self.authors.add(tweet.author.key)
        self.spellings[spelling] += 1
        self.themes[theme] += 1
        if tweet.topic_no is not None:
            self.topics.add(tweet.topic_no)

    def join(self, other: "_Tally") -> None:
        """Take over the votes of another one, but for its spellings."""
        self.authors |= other.authors
        self.topics |= other.topics
        self.themes += other.themes

    @property
    def spelling(self) -> str:
        """The commonest spelling; among equals the first in order."""
        return min(self.spellings, key=lambda spelling: (-self.spellings[spelling], spelling))


def cloud_words(facts: Facts, items: Sequence[Item], limit: int) -> list[Word]:
    """At most ``limit`` words, heaviest first; the heaviest has weight 1."""
    named: defaultdict[str, _Tally] = defaultdict(_Tally)
    common: defaultdict[str, _Tally] = defaultdict(_Tally)
    names = _names(items)
    for item in items:
        for tweet in item.tweets if item.in_field else ():
            _count(tweet, item.theme, names, named, common)
    weights = _topic_weights(facts)
    proper = set(known_names()) | {key_of(name) for item in items for name in item.names}
    terms = {key: named.pop(key) for key in set(named) - proper}
    _fold(named)
    is_large = len(facts.tweets) >= LARGE_DAY
    groups = (
        _weigh(named, weights, NAME_WEIGHT, lambda best: 1),
        _weigh(terms, weights, TERM_WEIGHT, lambda best: _least(best, is_large)),
        _weigh(common, weights, WORD_WEIGHT, lambda best: _least(best, is_large)),
    )
    weighed = [word for group in groups for word in group]
    ranked = sorted(_distinct(weighed), key=lambda word: (-word.weight, word.text))[:limit]
    heaviest = ranked[0].weight if ranked else 1.0
    return [word.model_copy(update={"weight": round(word.weight / heaviest, 4)}) for word in ranked]


def _names(items: Iterable[Item]) -> Mapping[str, str]:
    """Names that may stand in the cloud, as they are printed, by key: those of the things told, and the lexicon's."""
    told = {key_of(name): name for item in reversed(list(items)) for name in item.names}
    stop = cues("wordcloud_stop")
    return {key: name for key, name in {**told, **known_terms(), **known_names()}.items() if not stop.is_word(name)}


def _fold(named: dict[str, _Tally]) -> None:
    """Give the votes of what is no name of its own to the name that it is: of a surname, of a name with a word beside.

    "Petrel Anstey" takes the votes of "Anstey"; "Ported Lantern Attention", which hardly anybody writes, gives its own
    to "Lantern Attention".
    """
    unknown = sorted((key for key in named if key not in known_names()), key=lambda key: (len(key), key))
    for key in unknown:
        longer = [other for other in named if other != key and _ends_with(named[other].spelling, named[key].spelling)]
        if len(longer) == 1 and len(named[longer[0]].authors) >= LEAST_OWN and key.isalpha():
            named[longer[0]].join(named.pop(key))
    for key in reversed(unknown):
        if key in named and len(named[key].authors) < LEAST_OWN:
            inside = [other for other in named if other != key and other in key]
            best = max(inside, key=lambda other: (len(named[other].authors), other), default=key)
            if len(named[best].authors) > len(named[key].authors):
                named[best].join(named.pop(key))


def _ends_with(name: str, word: str) -> bool:
    return name.casefold().endswith(f" {word.casefold()}")


def _least(best: float, is_large: bool) -> int:
    """How many authors a word needs that weighs ``best`` in its topic, 0..1."""
    if not is_large or best >= TELLING:
        return LEAST_VOTES
    return LEAST_VOTES + (LARGE_TOPIC_VOTES if best > 0 else LARGE_VOTES)


def _count(
    tweet: TweetFact, theme: str, names: Mapping[str, str], named: Mapping[str, _Tally], common: Mapping[str, _Tally]
) -> None:
    """Add one tweet's votes: for the longest names in it, and for the words outside them."""
    found = {phrase.key: phrase.written for phrase in analyse(tweet.text).phrases if phrase.key in names}
    longest = [key for key in found if not any(key != other and key in other for other in found)]
    covered = {part for key in found for part in _tokens(found[key])}
    for key in longest:
        named[key].vote(tweet, names[key], theme)
    for key, written in _plain_words(tweet):
        if key not in covered and key not in found:
            common[key].vote(tweet, written, theme)


def _tokens(written: str) -> Iterator[str]:
    return (token.key for token in scan(written))


def _plain_words(tweet: TweetFact) -> Iterator[tuple[str, str]]:
    """Words of a tweet with their keys: no stop words, handles, numbers or single characters."""
    stop = cues("wordcloud_stop")
    for token in scan(without_links(tweet.text)):
        written = token.written.lstrip("#$")
        is_word = len(token.key) > (1 if token.is_han else 2) and not token.key.isdecimal()
        if (
            is_word
            and not token.written.startswith("@")
            and token.key not in stop_words()
            and not stop.is_word(written)
        ):
            yield token.key, written


def _topic_weights(facts: Facts) -> Mapping[tuple[int, str], float]:
    """Each topic's terms by key, 0..1 beside its strongest term."""
    return {
        (topic.topic_no, key_of(term)): weight / max(topic.weights)
        for topic in facts.topics
        for term, weight in zip(topic.terms, topic.weights, strict=True)
        if max(topic.weights) > 0
    }


def _weigh(
    tallies: Mapping[str, _Tally],
    weights: Mapping[tuple[int, str], float],
    factor: float,
    least: Callable[[float], int],
) -> Iterator[Word]:
    """Words of enough authors: a vote each, more where the word is telling of a topic."""
    for key, tally in tallies.items():
        best = max((weights.get((topic, key), 0.0) for topic in tally.topics), default=0.0)
        if len(tally.authors) < least(best) or not (
            1 < width(tally.spelling) <= LONGEST and is_drawable(tally.spelling)
        ):
            continue
        theme = min(tally.themes, key=lambda theme: (-tally.themes[theme], theme))
        weight = factor * len(tally.authors) * (1 + (TOPIC_WEIGHT - 1) * best)
        yield Word(text=tally.spelling, weight=weight, theme=theme)


def is_drawable(text: str) -> bool:
    """Whether the font has every character of a text."""
    return not _OTHER_SCRIPT.search(text)


def _distinct(words: Iterable[Word]) -> list[Word]:
    """One word per spelling whatever its case; the heavier one stays."""
    best: dict[str, Word] = {}
    for word in sorted(words, key=lambda word: (-word.weight, word.text)):
        best.setdefault(key_of(word.text), word)
    return list(best.values())
