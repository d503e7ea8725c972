"""Phrases: one to three words in a row that may be a name, such as "Nano Banana Pro", "FLUX.2" or "Opus 4.5"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dawn_chorus.text.lexicon import canonical_key, known_names, known_terms, stop_words
from dawn_chorus.text.tokens import CACHED_WORDS, Token

LONGEST_NAME = 3  # tokens

# 12B, 16GB, 3x, 40k, 2nd: quantities, which name nothing by themselves.
_QUANTITY = re.compile(r"\$?\d[\d.,]*(?:[a-z]{1,2}|pro|fps|min|mins|hrs?|days?)", re.IGNORECASE)
_VERSION = re.compile(r"[vV]?\d{1,2}\.\d{1,2}")
# What a number counts when it stands behind it: 用 4.1 万小时 is no product.
_COUNTED = re.compile(r"\s*(?:[万亿千百倍元年月日天个秒次款条页人名家台张折成级度%％]|小时|分钟|美元|多)")


class Phrase(NamedTuple):
    """A phrase that may be a name.

    `written` as it stands there; an account named by its handle keeps the @. `is_capital`: written as a name here.
    `head`: key of a first word whose capital may only come from beginning the sentence, else empty. `length` in tokens.
    """

    key: str
    written: str
    is_capital: bool
    head: str
    length: int


def phrases(tokens: Sequence[Token], text: str) -> Iterator[Phrase]:
    """Every phrase of `text` that may be a name, in order; a part of a term ("Black" of "Black Friday") is not."""
    names, terms = known_names(), known_terms()
    runs = list(_runs(tokens))
    covered = {n for first, last, key in runs if last > first and key in terms for n in range(first, last + 1)}
    bounds = [_may_bound(token) for token in tokens]
    for first, last, key in runs:
        if covered and first in covered and last in covered:
            continue
        part = tokens[first : last + 1]
        is_special = key in names or (last > first and part[0].is_han and _is_han_version(part, text))
        if is_special or (bounds[first] and bounds[last] and _may_be_name(part, key)):
            yield _phrase(part, key, is_special, text)


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """First and last position and key of every run of one to LONGEST_NAME tokens that nothing separates."""
    for first, token in enumerate(tokens):
        key = token.key
        yield first, first, key
        for last in range(first + 1, min(first + LONGEST_NAME, len(tokens))):
            if not tokens[last].follows:
                break
            key += tokens[last].key
            yield first, last, key


def _phrase(part: Sequence[Token], key: str, is_special: bool, text: str) -> Phrase:
    first, length = part[0], len(part)
    is_capital = first.is_capital and (length == 1 or (part[1].is_capital and part[-1].is_capital))
    is_capital = is_capital or (is_special and (length > 1 or first.is_han))
    head = first.key if first.is_initial and not (first.is_han or first.is_marked) else ""
    written = text[first.start : part[-1].end].lstrip("#$")
    return Phrase(canonical_key(key), written, is_capital, head, length)


def _may_be_name(part: Sequence[Token], key: str) -> bool:
    """Whether a phrase that the lexicon does not know could be a name, whatever its letter case."""
    if len(key) < 2 or key.isdecimal():
        return False
    first = part[0]
    if len(part) == 1:
        return not _is_quantity(first.written)
    return not (first.is_han or part[1].is_han or part[-1].is_han or first.written.startswith("@"))


@lru_cache(maxsize=CACHED_WORDS)
def _is_quantity(written: str) -> bool:
    return (written[0] == "$" or written[0].isdigit()) and _QUANTITY.fullmatch(written) is not None


def _is_han_version(part: Sequence[Token], text: str) -> bool:
    """Whether this is a Chinese product with its version, such as 青岚 2.0; the segmenter does not know the word."""
    if _VERSION.fullmatch(part[-1].written) is None:
        return False
    if part[0].key in known_terms():  # 开源青岚 2.0: what was done to it
        return False
    is_named = all(token.is_han and token.key not in stop_words() for token in part[:-1])
    return is_named and not _COUNTED.match(text, part[-1].end)


def _may_bound(token: Token) -> bool:
    """Whether a name may begin or end with the token: not with a stop word, nor a lone small letter."""
    if token.key in stop_words():
        return False
    if token.is_han:
        return len(token.written) > 1
    return len(token.key) > 1 or token.key.isdecimal() or token.written.isupper()
