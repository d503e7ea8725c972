"""Stocks and coins in tweets: cashtags, and names of the gazetteer where their sentence speaks of the market."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.wordlists import WordList, load

_SYMBOL = re.compile(r"[A-Z]{1,6}(?:\.[A-Z]{1,2})?|\d{4,6}\.[A-Z]{2}")
_SENTENCES = re.compile(r"[。！？!?\n]|\.\s")


@dataclass(frozen=True)
class Ticker:
    """A symbol with the names by which tweets call it. ``is_ambiguous``: the symbol is also an ordinary word."""

    symbol: str
    names: tuple[str, ...]
    is_ambiguous: bool

    @property
    def spellings(self) -> tuple[str, ...]:
        """What may stand for it in a tweet, the cashtag first; the bare symbol where it is no ordinary word."""
        return (f"${self.symbol}", *([] if self.is_ambiguous else [self.symbol]), *self.names)


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    lexicon = load("tickers")
    return {symbol: tuple(names) for group in ("companies", "coins") for symbol, names in lexicon[group].items()}


@cache
def _called() -> Mapping[str, tuple[WordList, bool]]:
    """For each symbol of the gazetteer its names, and whether a name needs a market cue beside it."""
    lexicon = load("tickers")
    return {
        symbol: (WordList(names), group == "companies")
        for group in ("companies", "coins")
        for symbol, names in lexicon[group].items()
    }


@cache
def _context() -> WordList:
    return WordList(load("tickers")["context"])


def ticker(symbol: str) -> Ticker:
    """The ticker of a symbol, known to the gazetteer or not."""
    return Ticker(symbol, _names().get(symbol, ()), symbol in load("tickers")["ambiguous"])


def symbols_in(tweet: TweetFact) -> set[str]:
    """The symbols that a tweet speaks of."""
    tagged = {tag.upper() for tag in tweet.cashtags if _SYMBOL.fullmatch(tag.upper())}
    return tagged | set(_named(tweet.text))


def _named(text: str) -> Iterator[str]:
    for sentence in filter(None, _SENTENCES.split(text)):
        speaks_of_market = _context().finds(sentence)
        for symbol, (names, needs_context) in _called().items():
            if (speaks_of_market or not needs_context) and names.finds(sentence):
                yield symbol
