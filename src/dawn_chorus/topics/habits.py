"""Habits: what the days before and the window say about accounts."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from dawn_chorus.text.clean import CACHED_TEXTS, fingerprint, prose
from dawn_chorus.text.keys import HAN
from dawn_chorus.topics.crowds import Crowds, find_crowds
from dawn_chorus.topics.model import Document

# So many days before the window make a regular voice known; fewer make half of them strangers.
ACQUAINTANCE_DAYS = 7
# An account fills in a form when a text shares this share of its pairs of words (Jaccard) with so many others of its
# own last MAX_OWN; numbers do not count, nor do texts of few pairs.
FORM_SHARE = 0.4
FORM_TEXTS = 2
FORM_PAIRS = 5
MAX_OWN = 50

_WORD = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+")

Pairs = frozenset[tuple[str, str]]


class Habits(NamedTuple):
    """What is usual for the window's accounts.

    ``known``: authors of the days before. ``repeats``: (author, fingerprint) of texts that their author sent twice in
    the window. ``forms``: ids of the window's tweets of a form that their author fills in again and again.
    ``familiarity``: share of the window's tweets by known authors, less where there are few days before: without
    history nobody is a stranger.
    """

    known: frozenset[str] = frozenset()
    repeats: frozenset[tuple[str, str]] = frozenset()
    forms: frozenset[int] = frozenset()
    crowds: Crowds = Crowds(frozenset(), frozenset())
    familiarity: float = 0.0


def habits(window: Sequence[Document], history: Sequence[Document]) -> Habits:
    """Count the habits that triage needs; both lists by id, of `history` the last ACQUAINTANCE_DAYS count."""
    first_day = min((document.day for document in window), default=None)
    history = [d for d in history if first_day and (first_day - d.day).days <= ACQUAINTANCE_DAYS]
    known = frozenset(document.author for document in history)
    acquaintance = min(1.0, len({document.day for document in history}) / ACQUAINTANCE_DAYS)
    familiar = sum(document.author in known for document in window) / max(1, len(window))
    return Habits(
        known=known,
        repeats=_repeats(window),
        forms=_forms(window, history),
        crowds=find_crowds([*history, *window]),
        familiarity=acquaintance * familiar,
    )


def _repeats(window: Iterable[Document]) -> frozenset[tuple[str, str]]:
    sent = Counter((d.author, fingerprint(d.text)) for d in window if d.kind != "retweet")
    return frozenset(key for key, count in sent.items() if count > 1 and key[1])


def _forms(window: Iterable[Document], history: Iterable[Document]) -> frozenset[int]:
    own: dict[str, list[Document]] = defaultdict(list)
    for document in (*history, *window):
        if document.kind != "retweet":
            own[document.author].append(document)
    return frozenset(
        document.tweet_id
        for document in window
        if document.kind != "retweet" and _is_form(document, own[document.author][-MAX_OWN:])
    )


def _is_form(document: Document, own: Sequence[Document]) -> bool:
    pairs = _pairs(document.text)
    others = [_pairs(other.text) for other in own if other.tweet_id != document.tweet_id]
    alike = sum(len(pairs & other) >= FORM_SHARE * len(pairs | other) for other in others)
    return len(pairs) >= FORM_PAIRS and alike >= FORM_TEXTS


@lru_cache(maxsize=CACHED_TEXTS)
def _pairs(text: str) -> Pairs:
    """The pairs of neighbouring words, or Han characters, of a text."""
    words = _WORD.findall(prose(text).casefold())
    return frozenset(itertools.pairwise(words))
