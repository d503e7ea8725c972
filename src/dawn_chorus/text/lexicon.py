"""Lexicons: the word lists under ``include/lexicons`` that people may edit, read once a process."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from dawn_chorus.errors import ChorusError
from dawn_chorus.settings import settings
from dawn_chorus.text.fragments import Fragments, fragments_of
from dawn_chorus.text.keys import key_of
from dawn_chorus.text.pinyin import pinyin_key
from dawn_chorus.yaml_file import read_mapping

CACHED_TEXTS = 40_000  # two stages of reading look at the same text, and at two lists

_TERMS = "terms"


class Cue(NamedTuple):
    """A readable sign: ``weight`` is the probability that a tweet with this sign alone is what the list looks for.

    ``fragments``: see fragments.
    """

    name: str
    pattern: re.Pattern[str]
    weight: float
    fragments: Fragments


class Theme(NamedTuple):
    """A coarse group of topics: its key, its titles and the pattern of its keywords. ``fragments``: see fragments."""

    key: str
    zh: str
    en: str
    pattern: re.Pattern[str]
    fragments: Fragments

    def is_told(self, text: str, folded: str) -> bool:
        """Whether a keyword stands in `text`; `folded` is the text case-folded."""
        return _may_match(self.fragments, folded) and self.pattern.search(text) is not None


@cache
def stop_words() -> frozenset[str]:
    """Keys of the words of every language that say nothing about a subject: "don't" is dont."""
    lines = (line for path in sorted(_folder().glob("stopwords.*.txt")) for line in _read(path).splitlines())
    return frozenset(key_of(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def known_names() -> Mapping[str, str]:
    """Key of every spelling of a name in names.yaml -> the name as reports print it."""
    return _spellings(group for kind, group in _mapping("names.yaml").items() if kind != _TERMS)


@cache
def known_terms() -> Mapping[str, str]:
    """The same for the words of the field, which name nothing."""
    return _spellings([_mapping("names.yaml")[_TERMS]])


def canonical_key(key: str) -> str:
    """The key of the name or term that `key` is a spelling of; where the lexicon does not know it, see pinyin_key."""
    return _canonical_keys().get(key) or pinyin_key(key)


@cache
def _canonical_keys() -> Mapping[str, str]:
    return {key: key_of(name) for key, name in (*known_terms().items(), *known_names().items())}


@cache
def cues(name: str) -> tuple[Cue, ...]:
    """The cues of ``ads`` or ``chatter``, in the file's order. Raises ChorusError for a broken pattern."""
    return tuple(
        Cue(cue, _pattern(entry["pattern"], name), float(entry["weight"]), fragments_of(entry["pattern"]))
        for cue, entry in _mapping(f"{name}.yaml").items()
    )


@lru_cache(maxsize=CACHED_TEXTS)
def cues_in(name: str, text: str) -> tuple[Cue, ...]:
    """Those of the cues that stand in `text`. Most are ruled out by their fragments."""
    folded = text.casefold()
    return tuple(cue for cue in cues(name) if _may_match(cue.fragments, folded) and cue.pattern.search(text))


def _may_match(fragments: Fragments, folded: str) -> bool:
    if not fragments:
        return True
    for fragment in fragments:  # noqa: SIM110  (any() would take twice as long)
        if fragment in folded:
            return True
    return False


@cache
def themes() -> tuple[Theme, ...]:
    """The themes in the order of the report's sections; the last one is the default."""
    return tuple(
        Theme(key, entry["zh"], entry["en"], _pattern(keywords, "themes"), fragments_of(keywords))
        for key, entry in _mapping("themes.yaml").items()
        for keywords in ["|".join(entry["keywords"]) or "(?!)"]
    )


def _spellings(groups: Iterable[Mapping[str, Sequence[str]]]) -> dict[str, str]:
    entries = [(name, aliases) for group in groups for name, aliases in group.items()]
    aliases = {key_of(alias): name for name, others in entries for alias in others}
    return aliases | {key_of(name): name for name, _ in entries}


def _folder() -> Path:
    return settings().include / "lexicons"


def _mapping(file: str) -> Mapping[str, Any]:
    return read_mapping(_folder() / file)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ChorusError(f"{path} cannot be read: {error}", remedy="Restore the file from the repository.") from None


def _pattern(text: str, file: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise ChorusError(f"{file}.yaml: {text!r} is not a pattern: {error}.", remedy="Mend the pattern.") from None
