"""What a language model wrote of a thing: a sentence, and the words it rests on; and what that sentence speaks of.

A claim is held to more than a template's sentence: it must be plain text, its numbers must stand in the tweets as they
are written, with sign and unit, and so must its names, also Chinese ones and those in small letters.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dawn_chorus.report.excerpts import Excerpt
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.text.keys import key_of
from dawn_chorus.text.lexicon import known_names, stop_words
from dawn_chorus.text.segment import names_of

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WORDS = "A-Za-zÀ-ɏͰ-ӿ"  # letters of names that the checker tells from others by their form
_MARKUP = re.compile(r"[<>{}\[\]|`\\*~#^]|(?<![a-z0-9])_|_(?![a-z0-9])|https?:|www\.|\]\(|&\w+;|\n", re.IGNORECASE)
_NAME = re.compile(rf"[$@]?[{_WORDS}0-9]+(?:[-_.'’+&][{_WORDS}0-9]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_FOREIGN = re.compile(rf"[^\W\d_{_WORDS}{_HAN}]+")  # letters of other scripts, full-width and mathematical ones
_COUNT = "零〇一二三四五六七八九十百千万亿两半"
# One number with what belongs to it. 一 alone is an article.
_NUMBER = re.compile(
    rf"[$€£¥]?\d+(?:[.,]\d+)*(?:%|％|倍|[kmbtx](?![a-z])|[{_COUNT}]+倍?|hundred|thousand|million|billion|trillion|percent)?"
    rf"|百分之[{_COUNT}]+|[{_COUNT}]*[十百千万亿][{_COUNT}]*|[{_COUNT}]+(?:倍|成|折|分之|个百分点)"
    rf"|[二三四五六七八九两](?=[个家款位名项次年月天周篇条])"
    r"|(?<![a-z])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|trillions?|twice|half|halves|thirds?|quarters?"
    r"|doubl(?:e[sd]?|ing)|tripl(?:e[sd]?|ing)|quadrupl\w+|\w+fold)(?![a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claim:
    """A sentence in the report's language, and one or two quotations of different tweets."""

    text: str
    quotations: tuple[tuple[TweetFact, Excerpt], ...]


def has_markup(text: str) -> bool:
    """Whether a claim is more than plain text."""
    return _MARKUP.search(text) is not None


def unknown_number(text: str, sources: Sequence[str]) -> str | None:
    """The first number of a claim, in figures or words, that no source writes so; digits inside names aside."""
    written = {number for source in sources for number in _numbers(source)}
    return next((number for number in _numbers(text) if number not in written), None)


def _numbers(text: str) -> list[str]:
    """The numbers of a text with sign and unit, in lower case, without those of names such as GPT-5."""
    said = _NAME.sub(lambda name: " " if _is_mixed(name[0]) else name[0], text)
    joined = re.sub(rf"(?<=\d)\s+(?=[a-z%％倍{_COUNT}])", "", said.casefold())
    return [*_NUMBER.findall(joined), *filter(_is_sign_of_number, said)]


def unknown_name(text: str, known: Collection[str], words: str, language: str) -> str | None:
    """The first name of a claim that is not among ``known`` tokens, in lower case, nor written in ``words``.

    In a Chinese sentence every Latin word is a name; in an English one what has a capital, a digit or a sign.
    """
    return next((name for name in _names(text, language) if not _is_written(name, known, words)), None)


def _names(text: str, language: str) -> Iterator[str]:
    for match in _NAME.finditer(text):
        token = _POSSESSIVE.sub("", match[0])
        is_plain = (token.isalpha() and token.islower()) or (match.start() == 0 and key_of(token) in stop_words())
        if any(map(str.isalpha, token)) and (language == "zh" or not is_plain):
            yield token
    yield from _FOREIGN.findall(text)
    yield from (each for each in _han_names() if each in text)
    yield from names_of(text)


def _is_written(name: str, known: Collection[str], words: str) -> bool:
    """Whether the sources write a name, or another spelling of it that the lexicon knows."""
    if name.casefold() in known or (not name.isascii() and name.casefold() in words):
        return True
    canonical = known_names().get(key_of(name))
    spelt = {key for key, other in known_names().items() if other == canonical} if canonical else set()
    return any(key in _keys(words) for key in spelt)


@cache
def _keys(words: str) -> str:
    return key_of(words)


@cache
def _han_names() -> Sequence[str]:
    """Known names in Han characters."""
    return [key for key in known_names() if re.fullmatch(f"[{_HAN}]{{2,}}", key)]


def _is_mixed(token: str) -> bool:
    return any(map(str.isalpha, token)) and any(map(str.isdigit, token)) and token[:1].isalpha()


def _is_sign_of_number(character: str) -> bool:
    """A character that is a number by itself, and no letter of a script: ½, ², ①, Ⅳ."""
    return character.isnumeric() and not character.isdecimal() and not "\u3400" <= character <= "\u9fff"
