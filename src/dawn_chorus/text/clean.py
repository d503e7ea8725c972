"""Cleaning: what a reader sees of a tweet, without links, control characters and retweet marks."""

import html
import re
import unicodedata
from functools import lru_cache

from dawn_chorus.text.keys import key_of

# What a tweet is about stands in front; a long-form tweet may have 25,000 characters, a hostile one a million.
MAX_CHARACTERS = 4_000

CACHED_TEXTS = 20_000  # several functions look at the same text

# A link ends where ASCII ends: Chinese text follows it without a blank.
LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)[!-~]+", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w@])[@＠](\w{1,15})(?!\w)", re.ASCII)
RETWEET_MARK = re.compile(r"^\s*RT\s+@\w{1,15}:\s*")
_REPLY_MENTIONS = re.compile(r"^(?:\s*@\w{1,15}(?=\s))+", re.ASCII)
_EMOJI = re.compile("[←-⇿⌀-➿⤀-⯿\ufe0f\u200d\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f]+")
# "." ends a sentence only before a blank, so that "FLUX.2" and "3.5%" stay whole. A closing quotation mark is a part.
_CLOSING = '[”’」』"）)]'
_SENTENCE_END = re.compile(rf"(?<=[。！？!?])(?!{_CLOSING})|(?<=[。！？!?]{_CLOSING})|(?<=\.)\s+|\n+")
# Zero-width characters and marks of direction.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# Control characters but the end of a line, and halves of surrogate pairs.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def visible(text: str) -> str:
    """`text` in NFC, entities such as ``&amp;`` resolved, controls removed, lines kept, cut to MAX_CHARACTERS."""
    return _visible(text[: 2 * MAX_CHARACTERS])


@lru_cache(maxsize=CACHED_TEXTS)
def _visible(text: str) -> str:
    shown = _CONTROL.sub(" ", _INVISIBLE.sub("", html.unescape(text)))
    return unicodedata.normalize("NFC", shown)[:MAX_CHARACTERS]


def without_links(text: str) -> str:
    """The visible text without links and without the mark of an old-style retweet."""
    return LINK.sub(" ", RETWEET_MARK.sub("", visible(text)))


def spoken(text: str) -> str:
    """What the author says: no links, no retweet mark, not the accounts that a reply addresses; lines kept."""
    return _REPLY_MENTIONS.sub("", without_links(text))


def prose(text: str) -> str:
    """What the author says, on one line, with single blanks."""
    return " ".join(spoken(text).split())


def sentences(text: str) -> list[str]:
    """The sentences and lines of a tweet in order, each on one line; verbatim but for links and blanks."""
    return [line for part in _SENTENCE_END.split(spoken(text)) if (line := " ".join(part.split()))]


def without_emoji(text: str) -> str:
    """`text` without emoji, arrows and dingbats, single blanks."""
    return " ".join(_EMOJI.sub(" ", text).split())


def count_emoji(text: str) -> int:
    """How many emoji the visible text has; a joined family counts once."""
    return len(_EMOJI.findall(visible(text)))


def fingerprint(text: str) -> str:
    """Letters and digits only, lower case, no links, mentions or emoji: equal for copies with another link."""
    return key_of(MENTION.sub(" ", without_links(text)))
