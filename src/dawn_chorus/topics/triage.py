"""Triage: how much each tweet looks like advertising and like small talk, from signs that can be read.

Every sign has the share of tweets with this sign alone that are what is looked for; signs add up as independent
evidence does: score = (1 - product of (1 - w) over signs for) * product of (1 - |w|) over signs against.
The word signs are in ``include/lexicons/ads.yaml`` and ``chatter.yaml``; here are those of form and habit. The shares
were counted on eight hand-labelled windows of two real timelines.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dawn_chorus.text.clean import LINK, fingerprint, prose, visible
from dawn_chorus.text.lexicon import cues_in
from dawn_chorus.topics.habits import Habits
from dawn_chorus.topics.model import Document

# From here on a tweet is set aside. On the eight windows: ads precision .67 recall .44, chatter .89 and .31.
AD_THRESHOLD = 0.5
CHATTER_THRESHOLD = 0.62

# An account that the channel has not heard before, in a channel of familiar voices, is mostly a paid one.
STRANGER_WITH_LINK = 0.35
STRANGER_WITHOUT_LINK = 0.7
# The same text again by the same account.
REPEAT_WITH_LINK = 0.15
REPEAT_WITHOUT_LINK = 0.8
# A text like several others of the same account. Half of 116 such tweets in the windows advertise; the others are feeds
# of papers and news, whose words speak for them.
FORM = 0.35
# A member of a hired crowd; and whom it applauds, who may have enemies that hired it: this alone is not enough.
HIRED = 0.9
APPLAUDED = 0.45
# A reply to an advertisement, or a quote of one.
ANSWERS_AD = 0.6

# Columns of text (a Han character counts HAN_COLUMNS) below which a tweet is small talk with that share.
LENGTH_SHARES = ((8, 0.95), (40, 0.6), (90, 0.35))
LONG_SHARE = 0.1
HAN_COLUMNS = 2.5
WITHOUT_NAME = 0.5


class Scores(NamedTuple):
    """Both 0..1."""

    ad: float
    chatter: float


def judge(documents: Sequence[Document], has_name: Sequence[bool], context: Habits) -> list[Scores]:
    """Both scores of each tweet; the lists are parallel."""
    # Where hardly any text holds a name, having none says nothing.
    unnamed = WITHOUT_NAME * sum(has_name) / max(1, len(has_name))
    judged = [scores(d, 0.0 if named else unnamed, context) for d, named in zip(documents, has_name, strict=True)]
    ads = {document.tweet_id for document, score in zip(documents, judged, strict=True) if score.ad >= AD_THRESHOLD}
    return [
        score._replace(ad=_combine([score.ad, ANSWERS_AD])) if document.ref_tweet_id in ads else score
        for document, score in zip(documents, judged, strict=True)
    ]


def scores(document: Document, unnamed: float, context: Habits) -> Scores:
    """Both scores of one tweet by itself. `unnamed`: what it says against the tweet that it holds no name."""
    text = visible(document.text)
    ad = _combine([*_word_signs("ads", text), *_habit_signs(document, text, context)])
    chatter = _combine([*_word_signs("chatter", text), _length_sign(document.text), unnamed])
    return Scores(ad, chatter)


def _word_signs(lexicon: str, text: str) -> list[float]:
    return [cue.weight for cue in cues_in(lexicon, text)]


def _habit_signs(document: Document, text: str, context: Habits) -> list[float]:
    has_link = LINK.search(text) is not None
    author = document.author
    signs = []
    if context.known and author not in context.known:
        signs.append((STRANGER_WITH_LINK if has_link else STRANGER_WITHOUT_LINK) * context.familiarity)
    if document.kind != "retweet" and (author, fingerprint(document.text)) in context.repeats:
        signs.append(REPEAT_WITH_LINK if has_link else REPEAT_WITHOUT_LINK)
    if document.tweet_id in context.forms:
        signs.append(FORM)
    if author in context.crowds.members:
        signs.append(HIRED)
    if author in context.crowds.applauded:
        signs.append(APPLAUDED)
    return signs


def _length_sign(text: str) -> float:
    columns = sum(1.0 if c < "⺀" else HAN_COLUMNS for c in prose(text))
    return next((share for limit, share in LENGTH_SHARES if columns < limit), LONG_SHARE)


def _combine(signs: Iterable[float]) -> float:
    absent, against = 1.0, 1.0
    for weight in signs:
        if weight > 0:
            absent *= 1 - weight
        else:
            against *= 1 + weight
    return (1 - absent) * against
