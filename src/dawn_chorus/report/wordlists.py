"""Word lists from include/lexicons: letters match as whole words in any case, Chinese anywhere."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from dawn_chorus.settings import settings
from dawn_chorus.yaml_file import read_mapping

CACHED_ANSWERS = 100_000  # about 20 lists × the tweets and sentences of a large day
_NEVER = "(?!)"


class WordList:
    """Finds words of a list in a text; ``launch*`` also finds ``launched``. Patterns given as such are searched too."""

    def __init__(self, words: Iterable[str], patterns: Iterable[str] = ()) -> None:
        """Compile the list. ``patterns`` are regular expressions for lower-case text."""
        self._pattern = re.compile("|".join([*patterns, *filter(None, [alternatives(words)])]) or _NEVER)
        self.finds = lru_cache(maxsize=CACHED_ANSWERS)(self._finds)

    def _finds(self, text: str) -> bool:
        """Whether some word of the list is in the text."""
        return self._pattern.search(text.lower()) is not None

    def count(self, text: str) -> int:
        """How many different words of the list are in the text."""
        return len({match.group() for match in self._pattern.finditer(text.lower())})

    def is_word(self, text: str) -> bool:
        """Whether the whole text is a word of the list."""
        return self._pattern.fullmatch(text.lower()) is not None


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
    return {" ": r"\s+", "'": "['’]"}.get(character) or re.escape(character)


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
