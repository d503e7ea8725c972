"""Choose what to quote: the sentence that carries the news, or the one that carries the opinion."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Literal

from dawn_chorus.report.excerpts import CACHED_TEXTS, CLAUSE_WIDTH, Excerpt, clean, excerpts, is_balanced, width
from dawn_chorus.report.kinds import model_names
from dawn_chorus.report.wordlists import cues
from dawn_chorus.text.keys import key_of

Aim = Literal["news", "view"]

ALIKE_SHARE = 0.6  # of the shorter quote's triples of letters
SHORT_WIDTH = 32  # below this a sentence is a cry or a heading
# Points of an excerpt. Names, numbers and verbs of launching carry news; greetings and pointers ("check out …") do not.
NAME, NUMBER, LAUNCH, MODEL, FIRST, IN_FIELD = 2.0, 0.7, 1.5, 1.0, 0.6, 0.7
GREETING, HOOK, QUESTION, HEADING = -1.5, -2.0, -4.0, -1.5
SHORT, CUT, LATE_START, TORSO, DEPENDENT, TAGS, LISTING = -1.5, -0.4, -0.8, -0.8, -1.6, -0.8, -1.0
ADVERT, OPINION_NEWS, OPINION_VIEW, FIRST_PERSON_NEWS, LATER = -1.5, -0.3, 1.5, -0.5, -0.12
JUDGEMENT = 0.6  # a word of weighing, at most three
FULL = 0.8  # a sentence of FULL_WIDTH tells more than its first words
FULL_WIDTH = 80
UNBALANCED, LONG, UNREADABLE, STRAY, ECHO, LISTED = -3.0, -0.7, -4.0, -1.2, -4.0, -0.8

_NUMBER = re.compile(r"\d")
_DEPENDENT = re.compile(
    r"(?:it|this|that|these|those|they|them|he|she|and|but|or|so|also|because|which|then|all|with|built|even|not|to|for|plus"
    r"|or|its|their|when|whether|from|in|however|yet|instead|meanwhile|moreover|therefore|thus)\b|(?:而且|但是|但|所以|因此|并且|然后|它|他|她|这|那|其中|以及|就|又|还|再|也|不过|结果|比如|例如)",
    re.IGNORECASE,
)
_CASHTAG = re.compile(r"\$[A-Za-z]")
_LISTING = re.compile(r"[,，、;；]")
_OTHER_NAME = re.compile(r"(?<=[a-z,，。] )[A-Z][A-Za-z0-9-]+|[A-Z]{2,}[a-z]*|[A-Z][a-z]+[A-Z]\w*")
_FANCY = re.compile("[\U0001d400-\U0001d7ff\u24b6-\u24e9\uff21-\uff5a]")
_MARKUP = re.compile(r"\{[{%:]|[%:]?\}\}|\]\(|</?[a-z]+[ >/]|\bon[a-z]+=|```")


def best_excerpt(text: str, names: Sequence[str], aim: Aim = "news", avoid: Collection[str] = ()) -> Excerpt | None:
    """The excerpt of the tweet that says most, ties to the earlier one; None where nothing may be quoted.

    ``names``: what the topic is called. ``avoid``: quotes already used.
    """
    printed = [quote for quote in avoid if quote in clean(text)]
    choices = [piece for piece in excerpts(text) if not any(_overlap(piece.text, quote) for quote in printed)]
    starts_high = bool(choices) and choices[0].text[:1].isupper()

    def worth(piece: Excerpt) -> float:
        return points(piece, names, aim) + _stray(piece, starts_high=starts_high)

    return max(choices, key=worth, default=None)


@lru_cache(maxsize=CACHED_TEXTS)
def _triples(text: str) -> frozenset[str]:
    key = key_of(text)
    return frozenset(key[place : place + 3] for place in range(len(key) - 2))


def is_alike(one: str, other: str) -> bool:
    """Whether two quotes say nearly the same words, so that printing both would tell nothing more."""
    first, second = _triples(one), _triples(other)
    return len(first & second) >= ALIKE_SHARE * max(1, min(len(first), len(second)))


def _stray(piece: Excerpt, *, starts_high: bool) -> float:
    """Against a sentence that begins small in a tweet whose first does not: it goes on where another one ended."""
    return STRAY * (starts_high and not piece.is_cut and piece.text[:1].islower())


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one


def points(piece: Excerpt, names: Sequence[str], aim: Aim = "news") -> float:
    """How well the excerpt carries the news (or the view), in points; see the constants."""
    return _substance(piece, names, aim) + _wording(piece.text, aim) + _form(piece)


def _substance(piece: Excerpt, names: Sequence[str], aim: Aim) -> float:
    text = piece.text
    folded = text.casefold()
    named = [name for name in names if name.casefold() in folded]
    others = min(len(set(_OTHER_NAME.findall(text))), 3)
    echo = ECHO * any(key_of(text) == key_of(name) for name in names)
    worth = echo + NAME * bool(named) + 0.3 * (len(named) > 1) + 0.25 * others + MODEL * model_names().finds(text)
    news = worth + NUMBER * bool(_NUMBER.search(text)) + LAUNCH * cues("launch").finds(text)
    if aim == "news":
        return news
    judged = JUDGEMENT * min(cues("judgement").count(text), 3)
    said = OPINION_VIEW * (min(cues("opinion").count(text), 2) or -1)
    return IN_FIELD * cues("field_terms").finds(text) + 0.4 * worth + said + judged


def _wording(text: str, aim: Aim) -> float:
    personal = FIRST_PERSON_NEWS * cues("first_person").finds(text) if aim == "news" else 0.0
    opinion = OPINION_NEWS * cues("opinion").finds(text) if aim == "news" else 0.0
    return (
        GREETING * cues("greeting").finds(text)
        + HOOK * cues("hook").finds(text)
        + ADVERT * cues("advert").finds(text)
        + QUESTION * text.endswith(("?", "？", "吗", "呢"))
        + personal
        + opinion
    )


def is_dependent(text: str) -> bool:
    """Whether a sentence begins with a word that leans on the one before: It, However, 但是."""
    return _DEPENDENT.match(text) is not None


def _form(piece: Excerpt) -> float:
    text = piece.text
    return (
        (FIRST if piece.position == 0 else LATER * piece.position)
        + FULL * min(width(text) / FULL_WIDTH, 1.0)
        + SHORT * (width(text) < SHORT_WIDTH)
        + HEADING * (piece.is_lead_in or (len(text.split()) < 4 and width(text) == len(text)))
        + LONG * (width(text) > CLAUSE_WIDTH)
        + CUT * piece.is_cut
        + TORSO * (piece.is_torso or text.endswith(("...", "…")))
        + LISTED * piece.is_listed
        + LATE_START * (piece.is_cut and text[:1].islower())
        + DEPENDENT * is_dependent(text)
        + TAGS * (text.count("#") > 1 or text.count("@") > 2 or len(_CASHTAG.findall(text)) > 2)
        + LISTING * (len(_LISTING.findall(text)) > 4)
        + UNBALANCED * (not is_balanced(text))
        + UNREADABLE * (len(_FANCY.findall(text)) > 3 or bool(_MARKUP.search(text)))
    )
