"""Triage: how much each tweet looks like advertising and like small talk, from signs that can be read.

Every sign has the share of tweets with this sign alone that are what is looked for; signs add up as independent
evidence does: score = (1 - product of (1 - w) over signs for) * product of (1 - |w|) over signs against.
The word signs are in ``include/lexicons/ads.yaml`` and ``chatter.yaml``; here are those of form and habit. The shares
were counted on eight hand-labelled windows of two real timelines.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dawn_chorus.text.clean import LINK, fingerprint, prose, visible
from dawn_chorus.text.lexicon import cues
from dawn_chorus.topics.model import Document

# From here on a tweet is set aside. On the eight windows: ads precision .68 recall .43, chatter precision .90.
AD_THRESHOLD = 0.5
CHATTER_THRESHOLD = 0.62

# An account that the channel has not heard before, in a channel of familiar voices, is mostly a paid one.
STRANGER_WITH_LINK = 0.35
STRANGER_WITHOUT_LINK = 0.7
# So many days before the window make a regular voice known; fewer make half of them strangers.
ACQUAINTANCE_DAYS = 7
# The same text again by the same account.
REPEAT_WITH_LINK = 0.15
REPEAT_WITHOUT_LINK = 0.8

# Columns of text (a Han character counts HAN_COLUMNS) below which a tweet is small talk with that share.
LENGTH_SHARES = ((8, 0.95), (40, 0.6), (90, 0.35))
LONG_SHARE = 0.1
HAN_COLUMNS = 2.5
WITHOUT_NAME = 0.5


class Scores(NamedTuple):
    """Both 0..1."""

    ad: float
    chatter: float


class Habits(NamedTuple):
    """What the days before and the window say about accounts.

    ``known``: authors of the days before. ``repeats``: (author, fingerprint) of texts that their author sent twice in
    the window. ``familiarity``: share of the window's tweets by known authors, less where there are few days before:
    without history nobody is a stranger. ``named``: share of the window's tweets that hold a name; where hardly any
    does, having none says nothing.
    """

    known: frozenset[str]
    repeats: frozenset[tuple[str, str]]
    familiarity: float
    named: float


def habits(window: Sequence[Document], history: Iterable[Document], has_name: Sequence[bool]) -> Habits:
    """Count the habits that the signs need; `has_name` is parallel to `window`."""
    before = list(history)
    known = frozenset(document.author for document in before)
    acquaintance = min(1.0, len({document.day for document in before}) / ACQUAINTANCE_DAYS)
    sent = Counter((d.author, fingerprint(d.text)) for d in window if d.kind != "retweet")
    size = max(1, len(window))
    return Habits(
        known=known,
        repeats=frozenset(key for key, count in sent.items() if count > 1 and key[1]),
        familiarity=acquaintance * sum(document.author in known for document in window) / size,
        named=sum(has_name) / size,
    )


def scores(document: Document, has_name: bool, context: Habits) -> Scores:
    """Both scores of one tweet."""
    text = visible(document.text)
    ad = _combine([*_word_signs("ads", text), *_habit_signs(document, text, context)])
    chatter = _combine([*_word_signs("chatter", text), *_form_signs(document.text, has_name, context)])
    return Scores(ad, chatter)


def _word_signs(lexicon: str, text: str) -> list[float]:
    return [cue.weight for cue in cues(lexicon) if cue.pattern.search(text)]


def _habit_signs(document: Document, text: str, context: Habits) -> list[float]:
    has_link = LINK.search(text) is not None
    signs = []
    if context.known and document.author not in context.known:
        signs.append((STRANGER_WITH_LINK if has_link else STRANGER_WITHOUT_LINK) * context.familiarity)
    if document.kind != "retweet" and (document.author, fingerprint(document.text)) in context.repeats:
        signs.append(REPEAT_WITH_LINK if has_link else REPEAT_WITHOUT_LINK)
    return signs


def _form_signs(text: str, has_name: bool, context: Habits) -> list[float]:
    shown = prose(text)
    columns = sum(1.0 if c < "⺀" else HAN_COLUMNS for c in shown)
    length = next((share for limit, share in LENGTH_SHARES if columns < limit), LONG_SHARE)
    return [length] if has_name else [length, WITHOUT_NAME * context.named]


def _combine(signs: Iterable[float]) -> float:
    absent, against = 1.0, 1.0
    for weight in signs:
        if weight > 0:
            absent *= 1 - weight
        else:
            against *= 1 + weight
    return (1 - absent) * against
