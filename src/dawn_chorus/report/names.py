"""What a thing is called: the bold name of a key point."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dawn_chorus.report.excerpts import width
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.kinds import model_names
from dawn_chorus.report.quotes import best_excerpt
from dawn_chorus.report.wordlists import cues, load
from dawn_chorus.text.analysis import analyse
from dawn_chorus.text.keys import HAN, key_of
from dawn_chorus.text.lexicon import known_names
from dawn_chorus.text.names import CaseEvidence, best_written, candidates
from dawn_chorus.text.phrases import Phrase

NAME_WIDTH = 40
# Points of a phrase that may be the name of what one tweet is about.
VERSION, KNOWN, KNOWN_COMPANY, MARKED, PHRASE, PROVEN = 2.0, 1.3, 1.0, 1.2, 0.5, 0.4
SUBJECT, EARLY, COMMON, RIVAL = 2.0, 0.4, -2.0, -2.5
LEAST_POINTS = 2.0  # below it no name is printed rather than a wrong one
EARLY_CHARACTERS = 90
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")  # what makes a longer word of a name
COMMON_SHARE = 0.04  # a phrase in more of the day's tweets than that names the field, not the thing

_MARKED = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]{2,}")  # BrindleOCR, OCRtool
_AMOUNT = re.compile(r"\d[\d.,]*\s")  # "9.4 GB", "23 Chinese dialects"
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_VERSION = re.compile(r"[A-Za-z]{2,}[\w .-]*\d|\d+[A-Za-z]*[\w .-]*[A-Z][a-z]{2,}")
_MAKES_KNOWN = re.compile(
    r"(?:introducing|announcing|meet|launch(?:ed|ing|es)?|releas(?:ed|ing|es)|dropped|presents?|unveil(?:ed|s)"
    r"|welcome|open[- ]sourced|发布了?|推出了?|开源了?|上线了?)\s*[“「【《\"]?(?:the |a |our )?$",
    re.IGNORECASE,
)
_COLON = re.compile(r"[：:]\s*[“「【《\"]?$")
# What a clause compares with is not what it is about.
_RIVAL = re.compile(
    r"(?:\b(?:beats?|beating|outperform\w*|surpass\w*|\w+er than|compared (?:to|with)|vs\.?|versus)\b"
    r"|超|击败|不输|媲美|对标|优于)[^，。！？；,.!?;]*$",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\s*(?:is|are|now|can|has|have|will|just|gets?|remembers|supports|刚刚|今天|正式|发布|上线|开源|推出|支持)(?![a-z])"
)


@dataclass(frozen=True)
class NameFinder:
    """Finds names in single tweets.

    ``tweets_with`` counts the window's tweets by phrase, to tell the common ones; ``proven`` are phrases that the
    window writes with capitals where no sentence begins.
    """

    tweets_with: Mapping[str, int]
    proven: frozenset[str]
    tweets: int

    @classmethod
    def of(cls, tweets: Sequence[TweetFact]) -> "NameFinder":
        """A finder for the window's tweets."""
        analyses = [analyse(tweet.text) for tweet in tweets]
        evidence = CaseEvidence()
        for analysis in analyses:
            evidence.add(analysis)
        counts = Counter(key for analysis in analyses for key in {phrase.key for phrase in analysis.phrases})
        return cls(counts, evidence.names(candidates(analyses)), len(tweets))

    def name(self, tweet: TweetFact) -> str | None:
        """What the tweet is about, as the sentence to be quoted writes it; None where that is not plain."""
        piece = best_excerpt(tweet.text, ())
        found = [pair for pair in self._candidates(tweet) if pair[0] >= LEAST_POINTS]
        quoted = [pair for pair in found if piece is not None and writes(piece.text, pair[1])]
        best = max(quoted or found, key=lambda pair: (pair[0], len(pair[1]), pair[1]), default=None)
        if best is None or quoted:
            return best[1] if best else None
        named = best_excerpt(tweet.text, (best[1],))
        return best[1] if named is not None and writes(named.text, best[1]) else None

    def _candidates(self, tweet: TweetFact) -> Iterable[tuple[float, str]]:
        for phrase in analyse(tweet.text).phrases:
            written = " ".join(phrase.written.split()).lstrip("#$")
            if phrase.is_capital and "@" not in written and _may_name(written) and written in tweet.clean_text:
                yield self._points(phrase, written, tweet.clean_text), written

    def _points(self, phrase: Phrase, written: str, text: str) -> float:
        position = text.index(written)
        before, after = text[:position], text[position + len(written) :]
        begins = bool(_MAKES_KNOWN.search(before)) or (not before.strip('“"「【') and bool(_ACTS.match(after)))
        # After a colon a new sentence may begin, and its first word has a capital for no other reason.
        is_told = bool(_COLON.search(before)) and (phrase.length > 1 or not written.istitle())
        is_common = self.tweets_with.get(phrase.key, 0) > max(3, COMMON_SHARE * self.tweets)
        return (
            VERSION * has_version(written)
            + (KNOWN_COMPANY if phrase.key in company_names() else KNOWN * (phrase.key in known_names()))
            + MARKED * bool(_MARKED.search(written))
            + PHRASE * (phrase.length > 1)
            + PROVEN * (phrase.key in self.proven)
            + SUBJECT * (begins or is_told)
            + RIVAL * bool(_RIVAL.search(before))
            + EARLY * (position < EARLY_CHARACTERS)
            + COMMON * is_common
        )


def has_version(name: str) -> bool:
    """Whether a name carries a version number, as products do: ``Lumen 4.5``, ``Qwen3-VL``; not ``Paris 2030``."""
    return (bool(_VERSION.search(name)) and not _YEAR.match(name)) or model_names().is_word(name)


def _may_name(written: str) -> bool:
    """Whether a phrase may be printed as a name: short, with letters, and with no common word at its ends."""
    words = written.split()
    has_form = any(map(str.isalpha, written)) and not words[0].isdecimal() and width(written) <= NAME_WIDTH
    is_common = any(cues("no_names").is_word(word) for word in (words[0], words[-1])) or cues("greeting").is_word(
        written
    )
    return has_form and not _is_generic(written) and (not is_common or key_of(written) in known_names())


@cache
def company_names() -> frozenset[str]:
    """Keys of the known companies and institutions: two pieces of news may bear the same of them."""
    groups = (load("names")[group] for group in ("companies", "institutions"))
    return frozenset(key_of(name) for group in groups for first, others in group.items() for name in (first, *others))


def writes(text: str, name: str) -> bool:
    """Whether a text writes a name, in any case, not inside a longer word: ``#Lumen-3``, not ``@LumenHQ``."""
    said, sought = text.casefold(), name.casefold()
    place = said.find(sought)
    while place >= 0:
        if (
            said[place - 1 : place] not in _LETTERS
            and said[place + len(sought) : place + len(sought) + 1] not in _LETTERS
        ):
            return True
        place = said.find(sought, place + 1)
    return False


def topic_name(names: Sequence[str], tweets: Sequence[TweetFact]) -> str | None:
    """What a topic is called: its most telling name that one of the tweets writes, whole; None where it has none."""
    texts = [tweet.clean_text for tweet in tweets]
    proper = (name for name in names if width(name) <= NAME_WIDTH and not _is_generic(name))
    name = next((name for name in proper if _is_proven(name, texts)), None)
    return None if name is None else _as_known(whole(name, texts))


def _as_known(name: str) -> str:
    """The name in the capitals of the lexicon, where that knows it: ``claude`` reads like a mistake."""
    known = known_names().get(key_of(name), name)
    return known if known.casefold() == name.casefold() else name


def whole(name: str, texts: Sequence[str]) -> str:
    """A name with what belongs to it as at least half of the texts have it that write it.

    Topics are found by phrases of three words: of ``GPT-5.1-Codex-Max`` they know the end, of ``SAM 3`` the beginning,
    where others write of ``SAM 3D``.
    """
    before = rf"(?:[A-Za-z][\w.]*{'[- ]' if name[0].isdecimal() else '-'})?"
    after = r"(?:-[A-Z\d][\w.]*\w)*(?: \d+(?:\.\d+)*(?![\w%-]))?" if key_of(name) not in company_names() else ""
    written = re.compile(rf"(?<![A-Za-z\d.@-]){before}(?i:{re.escape(name)}){after}(?![A-Za-z\d])", re.ASCII)
    forms = Counter(found[0] for found in map(written.search, texts) if found)
    spread = Counter(key_of(form) for form in forms.elements())
    key, count = max(spread.items(), key=lambda pair: (pair[1], len(pair[0]), pair[0]), default=("", 0))
    if len(key) <= len(key_of(name)) or 2 * count < forms.total():
        return name
    form = best_written({form: count for form, count in forms.items() if key_of(form) == key})
    return form if width(form) <= NAME_WIDTH else name


def also_called(name: str, texts: Iterable[str]) -> frozenset[str]:
    """Keys of a name in the other script, where a text explains the one by the other: ``青屿 (Qingyu)``."""
    own, other = re.escape(name), rf"(?<![{HAN}])([{HAN}]{{2,6}})(?![{HAN}])"
    if not name.isascii():
        other = r"(?<![A-Za-z\d])([A-Za-z][\w.-]{2,20}(?: \d[\d.]*)?)"
    explained = re.compile(rf"{other}\s?[（(]\s?{own}\s?[)）]|{own}\s?[（(]\s?{other}\s?[)）]", re.IGNORECASE)
    found = (match for text in texts for match in explained.finditer(text))
    return frozenset(key_of(match[1] or match[2]) for match in found)


def _is_proven(name: str, texts: Sequence[str]) -> bool:
    """Whether the texts write it as a name: a plain word must stand elsewhere too than where sentences begin."""
    written = [text for text in texts if writes(text, name)]
    is_plain = name.isascii() and name.isalpha() and name.istitle() and key_of(name) not in known_names()
    if not (written and is_plain):
        return bool(written)
    inside = re.compile(rf"[^\s.!?:;|>•–—\"“][\s(\[]+{re.escape(name)}|[\u4e00-\u9fff，、（「@#]{re.escape(name)}")
    return any(map(inside.search, written))


def _is_generic(name: str) -> bool:
    """Whether a name says nothing but the field or a place: ``Frameworks``, ``America's AI``; not ``Model Act``."""
    if key_of(name) in known_names():
        return False
    if _AMOUNT.match(name):
        return True
    words = [re.sub(r"['’]s$", "", word) for word in name.split()]
    return all(cues("no_names").is_word(word) or cues("places").is_word(word) for word in words) or cues(
        "places"
    ).is_word(name)
