"""Tokens: the words of a text where they stand, English and Chinese."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dawn_chorus.text.keys import HAN, key_of
from dawn_chorus.text.segment import segment

# "FLUX.2", "don't" and "Qwen3" are one token, "GPT-5" two that a hyphen joins. The sign before a tag or handle is kept.
_LETTER = rf"[^\W_{HAN}]"
_TOKEN = re.compile(rf"(?P<han>[{HAN}]+)|[#@$]?{_LETTER}+(?:(?:['’_]|\.(?=\d)){_LETTER}+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
_STARTS_SENTENCE = re.compile(r"[.!?。！？:：;；\n…—–•·|>*\"“”「『《]")
_JOINS = re.compile(r"[ \t]*|[-‐‑]")

CACHED_WORDS = 50_000  # most words come again and again
MAX_TOKEN = 30  # letters; a longer "word" is a hash, a key or a scream
MAX_WRITTEN = 4 * MAX_TOKEN  # characters, with all that stands between and on the letters


class Word(NamedTuple):
    """A word by itself: how it is written, and its `key` for comparing, empty where it is no word but a hash or so.

    `is_marked`: the form alone marks a name, even at a sentence's start: OpenAI, GPT, Qwen3, #tag; not Title.
    `is_capital`: it is written like a part of a name: a capital, marks or a number; not letters for show (𝓣𝓱𝓲𝓼).
    """

    written: str
    key: str
    is_marked: bool
    is_capital: bool


class Token(NamedTuple):
    """A word where it stands: `start` and `end` in the text.

    `is_initial`: it begins a sentence. `follows`: nothing but a blank or hyphen parts it from the token before.
    """

    key: str
    written: str
    start: int
    end: int
    is_han: bool
    is_initial: bool
    follows: bool
    is_marked: bool
    is_capital: bool


def scan(text: str) -> Iterator[Token]:
    """Every word of a link-less text in order; runs of Han characters are cut into words."""
    end, is_first = 0, True
    for match in _TOKEN.finditer(text):
        starts, joins = _gap(text[end : match.start()])
        is_initial = is_first or starts
        follows = joins and not is_first and match[0][0] not in "#@$"
        if match["han"]:
            yield from _han_tokens(match, is_initial, follows)
        elif (token := _latin_token(match, is_initial, follows)) is not None:
            yield token
        is_first, end = False, match.end()


@lru_cache(maxsize=CACHED_WORDS)
def _gap(between: str) -> tuple[bool, bool]:
    """Whether what stands between two words starts a sentence, and whether it joins them."""
    return _STARTS_SENTENCE.search(between) is not None, _JOINS.fullmatch(between) is not None


def _latin_token(match: re.Match[str], is_initial: bool, follows: bool) -> Token | None:
    if len(match[0]) > MAX_WRITTEN:
        return None
    written, key, is_marked, is_capital = _word(match[0])
    if not key:
        return None
    start = match.start()
    return Token(key, written, start, start + len(written), False, is_initial, follows, is_marked, is_capital)


@lru_cache(maxsize=CACHED_WORDS)
def _word(found: str) -> Word:
    """What is the same wherever the word stands."""
    written = _POSSESSIVE.sub("", found)
    key = key_of(written)
    bare = written.lstrip("#$@")
    has_digit = any(c.isdigit() for c in bare) and any(c.isalpha() for c in bare)
    is_marked = written != bare or has_digit or any(c.isupper() for c in bare[1:])
    has_capital = written[:1].isupper() or key.isdecimal() or is_marked
    is_plain = unicodedata.is_normalized("NFKC", written)
    return Word(written, key if len(key) <= MAX_TOKEN else "", is_marked, has_capital and is_plain)


def _han_tokens(match: re.Match[str], is_initial: bool, follows: bool) -> Iterator[Token]:
    start = match.start()
    for number, word in enumerate(segment(match[0])):
        end = start + len(word)
        yield Token(word, word, start, end, True, is_initial and number == 0, follows or number > 0, False, False)
        start = end
