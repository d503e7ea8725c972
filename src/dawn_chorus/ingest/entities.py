"""Mentions, hashtags, cashtags and links: cleaned where the input lists them, else found in the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# ASCII only: Chinese text follows a link without a blank. The platform's own short links end sooner still.
_URL = re.compile(
    r"https?://t\.co/[A-Za-z0-9]+|https?://[A-Za-z0-9][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*", re.IGNORECASE
)
_URL_TAIL = ".,;:!?'\")]"
# As on the platform, a sign counts after Han for mentions, and not for tags.
_MENTION = re.compile(r"(?<![A-Za-z0-9_@＠/.!#$%&*])[@＠]([A-Za-z0-9_]{1,20})(?![A-Za-z0-9_@À-ÿ])")
_HASHTAG = re.compile(r"(?<![\w&/])[#＃](\w*[^\W\d_]\w*)")
_CASHTAG = re.compile(r"(?<![\w$])\$([A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?![\w$])")


@dataclass(frozen=True)
class Entities:
    """What a text refers to, each once, in order, in the spelling of ``Tweet``."""

    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    cashtags: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()

    def __or__(self, other: "Entities") -> "Entities":
        """These and then those of ``other``."""
        return Entities(
            unique((*self.mentions, *other.mentions)),
            unique((*self.hashtags, *other.hashtags)),
            unique((*self.cashtags, *other.cashtags)),
            unique((*self.urls, *other.urls)),
        )


def spelled(mentions: Iterable[str], hashtags: Iterable[str], cashtags: Iterable[str], urls: Iterable[str]) -> Entities:
    """Entities in the spelling of ``Tweet``: without signs, lower case (cashtags upper), links only to the web."""
    return Entities(
        unique(each.lower() for each in mentions),
        unique(each.lower() for each in hashtags),
        unique(each.upper() for each in cashtags),
        unique(each for each in urls if each.lower().startswith(("http://", "https://"))),
    )


def extract(text: str) -> Entities:
    """Find the entities of ``text``; what stands inside a link is not one."""
    urls = _found(_URL, text, ("://",))
    bare = _URL.sub(" ", text) if urls else text
    return spelled(
        _found(_MENTION, bare, ("@", "＠")),
        _found(_HASHTAG, bare, ("#", "＃")),
        _found(_CASHTAG, bare, ("$",)),
        (url.rstrip(_URL_TAIL) for url in urls),
    )


def _found(pattern: re.Pattern[str], text: str, signs: tuple[str, ...]) -> list[str]:
    """What a pattern finds; most texts lack the sign, and looking for that is thirty times cheaper."""
    return pattern.findall(text) if any(sign in text for sign in signs) else []


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in order of first appearance."""
    return tuple(dict.fromkeys(values))
