"""Labels: a topic's headline, its most telling name and what its own tweets say happened."""

import re
from collections.abc import Iterable, Iterator, Sequence

from dawn_chorus.text.clean import MENTION, sentences, without_emoji
from dawn_chorus.text.keys import key_of
from dawn_chorus.text.lexicon import cues
from dawn_chorus.topics.terms import Term

MAX_COLUMNS = 64  # of a clause; a Han character counts two
MIN_COLUMNS = 12  # a shorter clause is an exclamation
NEWS_FACTOR = 1.5  # a clause that says "released" or 发布 tells more than one that does not
NEWS_CUE = "news"  # in chatter.yaml
NAME_FACTOR = 2.0

# What may not begin or end a headline: list marks and bullets, dashes and commas; opening quotation marks may.
_MARKS = r"(?:[^\w“\"‘「《(（$]|_)*"
_DECORATION = re.compile(rf"^{_MARKS}(?:\d{{1,2}}(?:[.)/]\s+|、\s*){_MARKS})?|[\s,;:，；：、—–|·&/-]+$")
_LAST_TAGS = re.compile(r"(?:\s+[#＃]\w+)+\s*$")
_TAG = re.compile(r"[#＃](\w)")
_CLAUSE_END = re.compile(r"[，,；;：:。！!？?]|\s[—–|-]+\s|\s[(（]|——")


def label_of(names: Sequence[str], terms: Sequence[Term], texts: Sequence[str]) -> str:
    """A headline on one line. `texts` are the topic's exemplars, best first; for want of a clause, names or words."""
    head = names[0] if names else ""
    clause = _best_clause(head, terms, texts)
    if not clause:
        return head or " · ".join(term.written for term in terms[:3]) or "…"
    if not head or key_of(head) in key_of(clause):
        return clause
    return f"{head}：{clause}"


def _best_clause(head: str, terms: Sequence[Term], texts: Sequence[str]) -> str:
    """The clause that holds most of the topic's weight; the earlier one wins a tie."""
    weights = {key_of(term.written): term.weight for term in terms}
    news = [cue.pattern for cue in cues("chatter") if cue.name == NEWS_CUE]

    def telling(clause: str) -> float:
        key = key_of(clause)
        held = sum(weight for term, weight in weights.items() if term in key)
        factor = NAME_FACTOR if head and key_of(head) in key else 1.0
        return held * factor * (NEWS_FACTOR if any(pattern.search(clause) for pattern in news) else 1.0)

    return max(_clauses(texts), key=telling, default="")


def _clauses(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for sentence in sentences(text):
            clause = shorten(tidy(sentence))
            if columns(clause) >= MIN_COLUMNS:
                yield clause


def tidy(sentence: str) -> str:
    """A sentence without emoji, list marks, the tags at its end, and the signs of tags and handles."""
    bare = _LAST_TAGS.sub("", without_emoji(sentence))
    return _DECORATION.sub("", _TAG.sub(r"\1", MENTION.sub(r"\1", bare))).strip()


def shorten(text: str) -> str:
    """`text` cut at the last clause end, else at a blank, that fits MAX_COLUMNS; "…" marks a cut inside a clause."""
    if columns(text) <= MAX_COLUMNS:
        return text.rstrip("。.")
    fitting = _fitting(text)
    ends = [match.start() for match in _CLAUSE_END.finditer(text, 0, fitting + 1)]
    if ends and columns(text[: ends[-1]]) >= MIN_COLUMNS:
        return text[: ends[-1]].rstrip()
    blank = text.rfind(" ", 0, fitting)
    return text[: blank if blank > fitting // 2 else fitting].rstrip() + "…"


def columns(text: str) -> int:
    """Width on a page: Han and other full-width characters count two."""
    return sum(1 if c < "⺀" else 2 for c in text)


def _fitting(text: str) -> int:
    width = 0
    for n, character in enumerate(text):
        width += columns(character)
        if width > MAX_COLUMNS - 1:
            return n
    return len(text)
