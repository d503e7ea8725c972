"""The kind of an event, printed only where its wording makes it plain."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from dawn_chorus.report.wordlists import CACHED_ANSWERS, WordList, alternatives, load

OTHER = "other"
STRONG, WEAK, AGAINST = 2, 1, -2  # points of one cue, as include/lexicons/events.yaml says
MAX_WEAK = 3  # more weak cues than that only show that a tweet is long

_MADE_KNOWN = (
    r"(?:releas(?:ed|es|ing)|dropped|open[- ]sourced|introducing|announcing|launch(?:ed|es|ing)|meet"
    r"|发布了?|开源了?|上新了?|推出了?)"
)
_IS_OUT = (
    r"(?:is (?:finally |now )?(?:here|out|live)(?! (?:on|in)\b)|is rolling out|just dropped|has landed"
    r"|开源|发布|上线)(?![后完会])"
)
# A model of a family that nobody knows yet: a name with a number, called a model in the same sentence.
_NEW_MODEL = r"(?:the |our )?[a-z][\w-]*[ -]?v?\d[\w.-]*\b[^.!?。！？]{0,60}?(?:\bmodel\b|\bweights\b|模型|权重)"
# "releases a pair of reasoning models": a model that is not named, but is what was released.
_SOME_MODEL = r"(?:(?!\b(?:for|on|with|using|to|of your|in)\b)[^.!?。！？,，]){0,40}?\bmodels?\b"
_NEW_RESEARCH = r"\bnew (?:\w+ ){1,3}research\b"
_MONEY = r"[$€£¥]\s?\d[\d,.]*\s?(?:[mb]\b|million|billion|bn)|[数几\d][\d,.十百千]*\s?(?:万|亿)(?:美元|美金|元|人民币)"
# Four words or more, nearly all of them capitalised, and no sentence: how paper feeds name a paper.
_SMALL = "a|an|and|as|at|by|for|from|in|is|of|on|or|the|to|via|with"
_TITLE = re.compile(rf"(?=.{{25,160}}\Z)[A-Z][\w-]+:?\s(?:(?:[A-Z0-9][\w'’-]*|{_SMALL})[:,?]?\s+){{3,}}[A-Z][\w-]*")


@dataclass(frozen=True, slots=True)
class _Kind:
    strong: WordList
    weak: WordList
    against: WordList

    def points(self, text: str) -> int:
        weak = min(self.weak.count(text), MAX_WEAK)
        return STRONG * self.strong.count(text) + WEAK * weak + AGAINST * self.against.count(text)

    def is_plain(self, text: str) -> bool:
        return self.strong.finds(text)


@cache
def _model_source() -> str:
    families = alternatives(f"{family}*" for family in load("events")["model_families"])
    return rf"(?:{families})[ .-]?(?:[a-z]{{2,9}}[ -]?)?v?\d[\w.-]*"


@cache
def model_names() -> WordList:
    """Names of models with their version, such as ``GPT-5``, ``Opus 4.5``, ``Qwen3-VL``."""
    return WordList((), [_model_source()])


@cache
def _shapes() -> Mapping[str, str]:
    model = _model_source()
    release = (
        rf"\b{_MADE_KNOWN}\b[^.!?。！？]{{0,24}}?{model}|{model}[^.!?,。！？，]{{0,12}}?{_IS_OUT}"
        rf"|{_MADE_KNOWN}\s?{_NEW_MODEL}|\b(?:releases|released|open[- ]sourced)\b{_SOME_MODEL}"
    )
    return {"<model>": model, "<release>": release, "<money>": _MONEY, "<new_research>": _NEW_RESEARCH}


def _list(words: Iterable[str]) -> WordList:
    """A word list in which ``<name>`` stands for a shape."""
    given = list(words)
    shapes = [_shapes()[word] for word in given if word in _shapes()]
    return WordList((word for word in given if word not in _shapes()), shapes)


@cache
def _kinds() -> Mapping[str, _Kind]:
    return {
        name: _Kind(*(_list(lists.get(part) or []) for part in ("strong", "weak", "against")))
        for name, lists in load("events")["kinds"].items()
    }


def kind_names() -> tuple[str, ...]:
    """Every kind in the order in which the report prints them, ``other`` last."""
    return (*_kinds(), OTHER)


def telling_kinds() -> frozenset[str]:
    """Kinds of which one tweet's wording is enough for a topic."""
    return frozenset(load("events")["telling"])


@lru_cache(maxsize=CACHED_ANSWERS)
def kind_points(text: str) -> tuple[int, ...]:
    """The points of each kind but ``other``, in the order of ``kind_names``."""
    return tuple(kind.points(text) for kind in _kinds().values())


@lru_cache(maxsize=CACHED_ANSWERS)
def kind_of(text: str) -> str | None:
    """The tweet's kind, or None where it is not plain. ``text`` is clean and without links."""
    if _TITLE.fullmatch(text):
        return "research"
    lexicon = load("events")
    points = sorted(zip(kind_points(text), _kinds(), strict=True), reverse=True)
    (best, name), (second, _) = points[0], points[1]
    leads = best >= lexicon["enough"] and best - max(second, 0) >= lexicon["lead"]
    return name if leads and _kinds()[name].is_plain(text) else None
