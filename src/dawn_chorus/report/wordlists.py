"""Word lists from include/lexicons: letters match as whole words in any case, Chinese anywhere."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from dawn_chorus.settings import settings
from dawn_chorus.text.fragments import Fragments, fragments_of
from dawn_chorus.yaml_file import read_mapping

CACHED_ANSWERS = 100_000  # about 20 lists × the tweets and sentences of a large day
CACHED_TEXTS = 4_000  # all lists are asked about a text at about the same time
START = 4  # letters by which the words of a text are looked up before a list is searched
_NEVER = "(?!)"
_RUN = re.compile("[a-z0-9]+")
_APOSTROPHES = "'’"  # one stands for the other


class WordList:
    """Finds words of a list in a text; ``launch*`` also finds ``launched``. Patterns given as such are searched too."""

    def __init__(self, words: Iterable[str], patterns: Iterable[str] = ()) -> None:
        """Compile the list. ``patterns`` are regular expressions for lower-case text."""
        given, shapes = [str(word).lower() for word in words], list(patterns)
        self._pattern = re.compile("|".join([*shapes, *filter(None, [alternatives(given)])]) or _NEVER)
        self._starts = frozenset(map(_start, given))
        self._fragments = _fragments(shapes)
        self.finds = lru_cache(maxsize=CACHED_ANSWERS)(self._finds)

    def _finds(self, text: str) -> bool:
        """Whether some word of the list is in the text."""
        lower = text.lower()
        return self._may_find(lower) and self._pattern.search(lower) is not None

    def count(self, text: str) -> int:
        """How many different words of the list are in the text."""
        lower = text.lower()
        return len({match.group() for match in self._pattern.finditer(lower)}) if self._may_find(lower) else 0

    def _may_find(self, lower: str) -> bool:
        """Whether a search is worth its while: most lists have no word that begins like one of the text."""
        if not self._starts.isdisjoint(_starts(lower)):
            return True
        return self._fragments is None or any(fragment in lower for fragment in self._fragments)

    def is_word(self, text: str) -> bool:
        """Whether the whole text is a word of the list."""
        return self._pattern.fullmatch(text.lower()) is not None


def _fragments(patterns: Iterable[str]) -> Fragments | None:
    """Strings, one of which a text must hold to match one of the patterns; None where it may match without."""
    found = [fragments_of(pattern) for pattern in patterns]
    return frozenset[str]().union(*found) if all(found) else None


def _start(word: str) -> str:
    """How a word of a list begins: up to START letters and digits, or its first character where that is neither."""
    run = _RUN.match(word)
    return run[0][:START] if run else word[0]


@lru_cache(maxsize=CACHED_TEXTS)
def _starts(lower: str) -> frozenset[str]:
    """All beginnings, of up to START letters, of the words in a lower-case text, and its characters."""
    runs = set(_RUN.findall(lower))
    beginnings = {run[:length] for run in runs for length in range(1, START + 1)}
    return frozenset(beginnings.union(lower, _APOSTROPHES))


def alternatives(words: Iterable[str]) -> str:
    """The source of a pattern for lower-case text; empty for no words.

    A tree of letters, because Python tries the branches of a pattern one by one.
    """
    latin: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for word in sorted({str(word).lower() for word in words}):
        _plant(latin if _is_latin(word[0]) else other, word)
    parts = [rf"(?<![a-z0-9])(?:{_source(latin)})" if latin else "", _source(other) if other else ""]
    return "|".join(filter(None, parts))


def _plant(tree: dict[str, Any], word: str) -> None:
    """Add a word to the tree, its end marked by what must follow."""
    stem = word.removesuffix("*")
    for character in stem:
        tree = tree.setdefault(_unit(character), {})
    tree[r"(?![a-z0-9])" if stem == word and _is_latin(stem[-1]) else ""] = {}


def _unit(character: str) -> str:
    return {" ": r"\s+", "'": f"[{_APOSTROPHES}]"}.get(character) or re.escape(character)


def _source(tree: Mapping[str, Any]) -> str:
    """The pattern of a tree; longer words first, so that a prefix does not hide them."""
    branches = sorted(tree.items(), key=lambda branch: (not branch[1], branch[0]))
    sources = [unit + (_source(rest) if rest else "") for unit, rest in branches]
    return sources[0] if len(sources) == 1 else f"(?:{'|'.join(sources)})"


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def load(name: str) -> Mapping[str, Any]:
    """The lexicon ``include/lexicons/<name>.yaml``. Raises ChorusError that names the file."""
    return _load(settings().include / "lexicons" / f"{name}.yaml")


@cache
def _load(path: Path) -> Mapping[str, Any]:
    return read_mapping(path)


@cache
def cues(name: str, subject: str = "") -> WordList:
    """A list of cues.yaml; for a list kept by subject, that of ``subject``, or of all subjects where it has none."""
    words = load("cues")[name]
    if isinstance(words, dict):
        words = words.get(subject) or [word for each in words.values() for word in each]
    return WordList(words)
