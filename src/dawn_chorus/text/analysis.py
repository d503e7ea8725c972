"""Analysis: what one text is made of, words for counting and phrases that may be names."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dawn_chorus.text.clean import spoken
from dawn_chorus.text.lexicon import canonical_key, stop_words
from dawn_chorus.text.phrases import Phrase, phrases
from dawn_chorus.text.tokens import Token, scan

CACHED_TEXTS = 20_000  # of 6 KB each: the days before a window are analysed once a process


class Analysis(NamedTuple):
    """`words`: lower-case words that are no stop words, and pairs of neighbours joined by a blank, in order."""

    words: tuple[str, ...]
    phrases: tuple[Phrase, ...]


def analyse(text: str) -> Analysis:
    """Words and name candidates of what a tweet's author says."""
    return _analyse(spoken(text))


@lru_cache(maxsize=CACHED_TEXTS)
def _analyse(said: str) -> Analysis:
    tokens = list(scan(said))
    return Analysis(tuple(_words(tokens)), tuple(phrases(tokens, said)))


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    before = ""
    for token in tokens:
        word = _word(token)
        if word and not word.isdecimal():
            yield word
        if word and before and token.follows:
            yield f"{before} {word}"
        before = word


def _word(token: Token) -> str:
    """The word for counting, spellings of one name joined; empty for stop words, handles and crumbs."""
    if token.written.startswith("@") or token.key in stop_words():
        return ""
    if len(token.key) < 2 and not token.key.isdecimal():
        return ""
    return canonical_key(token.key)
