"""Chinese words: runs of Han characters cut by jieba, with the names of the lexicon kept whole."""

import re
import sys
import warnings
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from dawn_chorus.text.keys import HAN
from dawn_chorus.text.lexicon import known_names, known_terms

FIRST_HAN = "⺀"  # words of no alphabet begin with this or a later character
_HAN_NAME = re.compile(f"[{HAN}]{{2,}}")
# Higher than any word of jieba's dictionary, so that a name is never cut in two.
_NAME_FREQUENCY = 1_000_000
_NAME_TAGS = ("nr", "ns", "nt")  # people, also transliterated ones; places; institutions


class Segmenter(Protocol):
    """What this module needs of jieba."""

    def lcut(self, sentence: str) -> list[str]:
        """The words of `sentence`, in order."""


def segment(run: str) -> Sequence[str]:
    """The words of a run of Han characters, in order; nothing is lost."""
    return segmenter().lcut(run) if len(run) > 1 else [run]


@cache
def segmenter() -> Segmenter:
    """Jieba with its dictionary and the lexicon's Han names, loaded once (0.6 CPU seconds); quiet, no cache file.

    jieba's own loading writes a marshalled cache into the shared temporary folder and trusts whatever lies there.
    """
    jieba = _import_jieba()
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for name in sorted(set(han_names())):
        tokenizer.add_word(name, _NAME_FREQUENCY)
    return tokenizer  # type: ignore[no-any-return]


def names_of(text: str) -> Sequence[str]:
    """Chinese names of people, places and bodies in a text, as jieba's tags tell them; it knows most, not all."""
    return [word for word, tag in _tagger().lcut(text) if tag[:2] in _NAME_TAGS and len(word) > 1]


@cache
def _tagger() -> Any:  # noqa: ANN401  (jieba has no types)
    """Jieba's tagger on the segmenter, loaded once (1 CPU second)."""
    return _import_jieba("jieba.posseg").POSTokenizer(segmenter())


def han_names() -> list[str]:
    """Spellings of the lexicon that are Han characters only."""
    return [key for key in (*known_names(), *known_terms()) if _HAN_NAME.fullmatch(key)]


def _import_jieba(module: str = "jieba") -> Any:  # noqa: ANN401  (jieba has no types)
    """Import jieba, or a part of it, without its old-fashioned resource loader, which is slow and warns."""
    absent = object()
    before = sys.modules.get("pkg_resources", absent)
    if before is absent:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return import_module(module)
    finally:
        if before is absent:
            del sys.modules["pkg_resources"]
