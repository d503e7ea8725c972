"""Tokens: the words of a text where they stand, English and Chinese."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from dawn_chorus.text.keys import key_of
from dawn_chorus.text.segment import HAN, segment

# "FLUX.2", "don't" and "Qwen3" are one token, "GPT-5" two that a hyphen joins. The sign before a tag or handle is kept.
_LETTER = rf"[^\W_{HAN}]"
_TOKEN = re.compile(rf"(?P<han>[{HAN}]+)|[#@$]?{_LETTER}+(?:(?:['’_]|\.(?=\d)){_LETTER}+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
_STARTS_SENTENCE = re.compile(r"[.!?。！？:：;；\n…—–•·|>*\"“”「『《]")
_JOINS = re.compile(r"[ \t]*|[-‐‑]")

MAX_TOKEN = 30  # letters; a longer "word" is a hash, a key or a scream


class Token(NamedTuple):
    """A word: `start` and `end` in the text, `key` for comparing.

    `is_initial`: it begins a sentence. `follows`: nothing but a blank or hyphen parts it from the token before.
    """

    key: str
    written: str
    start: int
    end: int
    is_han: bool
    is_initial: bool
    follows: bool

    @property
    def is_marked(self) -> bool:
        """Whether the form alone marks a name, even at a sentence's start: OpenAI, GPT, Qwen3, #tag; not Title."""
        bare = self.written.lstrip("#$@")
        has_digit = any(c.isdigit() for c in bare) and any(c.isalpha() for c in bare)
        return self.written != bare or has_digit or any(c.isupper() for c in bare[1:])

    @property
    def is_capital(self) -> bool:
        """Whether it is written like a part of a name: a capital, marks or a number; not letters for show (𝓣𝓱𝓲𝓼)."""
        if self.is_han or not unicodedata.is_normalized("NFKC", self.written):
            return False
        return self.written[:1].isupper() or self.key.isdecimal() or self.is_marked


def scan(text: str) -> Iterator[Token]:
    """Every word of a link-less text in order; runs of Han characters are cut into words."""
    end, is_first = 0, True
    for match in _TOKEN.finditer(text):
        gap = text[end : match.start()]
        is_initial = is_first or _STARTS_SENTENCE.search(gap) is not None
        follows = not is_first and match[0][0] not in "#@$" and _JOINS.fullmatch(gap) is not None
        if match["han"]:
            yield from _han_tokens(match, is_initial, follows)
        elif (token := _latin_token(match, is_initial, follows)) is not None:
            yield token
        is_first, end = False, match.end()


def _latin_token(match: re.Match[str], is_initial: bool, follows: bool) -> Token | None:
    written = _POSSESSIVE.sub("", match[0])
    key = key_of(written)
    if not key or len(key) > MAX_TOKEN:
        return None
    return Token(key, written, match.start(), match.start() + len(written), False, is_initial, follows)


def _han_tokens(match: re.Match[str], is_initial: bool, follows: bool) -> Iterator[Token]:
    start = match.start()
    for number, word in enumerate(segment(match[0])):
        yield Token(word, word, start, start + len(word), True, is_initial and number == 0, follows or number > 0)
        start += len(word)
