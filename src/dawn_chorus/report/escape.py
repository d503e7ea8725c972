"""The one gate between untrusted text (tweets, names, LLM output) and everything a blog engine interprets.

A post passes through Liquid, YAML, kramdown and a browser; each of them finds commands in ordinary
punctuation. So text is cleaned once (`plain`) and then written by the function of its place:

place                                        function            in a template of `gate.environment`
Markdown: paragraph, cell, link text, alt    markdown            {{ text }}, always
front matter                                 yaml_string, _list  {{ title | yaml }}
quoted attribute of a raw HTML tag           html_attribute      {{ alt | attribute }}
link to a tweet                              tweet_url           {{ tweet_url(handle, id) }}
JSON file, or data inside <script>           json_text

`dawn_chorus.report.gate` puts these into Jinja, where no other value can be printed raw.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from itertools import dropwhile

# Accents of real languages need at most three marks on a letter; more of them climb out of their line.
MAX_COMBINING_MARKS = 3

# Characters without a shape of their own, which hide, reorder or break the text around them. Tab, the line breaks and
# U+0085 are missing here: they are white space and become one blank.
_INVISIBLE = re.compile(
    "["
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f"  # C0 and C1 controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u00ad\u034f\u180b-\u180f\u200b\u200c\u2060-\u2065\u206a-\u206f\ufeff"  # zero width
    "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters that are blank
    "\ufe00-\ufe0d\U000e0000-\U000e0fff"  # TAG characters, variation selectors (emoji's two stay)
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # annotation, shorthand and music controls
    "\ud800-\udfff\ufdd0-\ufdef"  # half characters and non-characters, which XML forbids
    + "".join(chr(plane | 0xFFFE) + chr(plane | 0xFFFF) for plane in range(0, 0x110000, 0x10000))
    + "]"
)

# The zero-width joiner holds together one picture (a family, a profession); anywhere else it only hides.
_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")

# ASCII punctuation that no reader of the post (kramdown, CommonMark, Liquid, HTML) takes for a command in the
# given surroundings. tests/browser proves it with random texts in a real Jekyll.
_LETTER, _WORD = r"[^\W\d_]", r"[^\W_]"
_NUMBER = "(?:" + "|".join(rf"(?<=[^0-9][0-9]{{{digits}}})" for digits in range(1, 5)) + ")"  # not at the text's start
_HARMLESS = "|".join(
    (
        r"[,;?]",
        r"(?<=[0-9])\.(?=[0-9])",  # 4.5
        rf"(?:(?<={_LETTER}|\))|{_NUMBER})\.(?=[ ]|$)",  # the end of a sentence; not "1. item", "...", "www.name"
        rf"!(?=[ ]|{_LETTER})",  # not "![", also where a link follows the text
        rf"(?<={_WORD}):(?=[ 0-9])",  # 10:30; not ": definition", "https:", ":emoji:"
        rf"(?<={_WORD})-(?={_WORD})",  # GPT-5; not "- item", "--"
        rf"(?<={_WORD})/(?={_WORD})",  # 24/7
        rf"(?<=[ ]|{_WORD})\(",  # not "](", also where the text follows a link
        rf"(?:(?<={_LETTER})|{_NUMBER})\)",  # not "1) item"
        rf"(?<=[ ])[#@](?={_WORD})",  # a tag, a name; not "# heading"
        r"(?<=[ ])\$(?=[0-9A-Za-z])",  # a price, a ticker; not "$$"
        r"(?<=[0-9])%",
        rf"(?<={_WORD}|\+)\+",  # C++; not "+ item"
    )
)
_PUNCTUATION = re.compile(rf"(?P<harmless>{_HARMLESS})|[!-/:-@\[-`{{-~]")
_EVERY_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")

# No letter, digit, blank, ASCII, usual punctuation or emoji: few texts have any, and to look at each character is slow.
_MAY_BE_MARK = re.compile(r"[^\w\s\x00-\x7f\u2010-\u203f\u3001-\u3029\uff01-\uff65\U0001f300-\U0001faff]")

_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_TWEET_ID = re.compile(r"[0-9]{1,20}")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me")


def _cap_marks(text: str) -> str:
    """`text` without marks that have no letter, and without the fourth and later mark in a row."""
    if not _MAY_BE_MARK.search(text):
        return text
    kept: list[str] = []
    run = 0
    for character in dropwhile(lambda first: first == " " or _is_mark(first), text):
        run = run + 1 if _is_mark(character) else 0
        if run <= MAX_COMBINING_MARKS:
            kept.append(character)
    return "".join(kept)


def plain(text: str) -> str:
    """Reduce text to what is visible, on one line: the first step of every escape, and the form for data.

    NFC, no invisible or control characters, single blanks, at most three marks on a letter. Idempotent.
    """
    visible = unicodedata.normalize("NFC", _STRAY_JOINER.sub("", _INVISIBLE.sub("", text)))
    return _cap_marks(" ".join(visible.split()))


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def markdown(text: str) -> str:
    """`text` as Markdown that shows exactly `plain(text)` wherever inline text may stand.

    Punctuation becomes numeric character references, except where it is proven to be harmless.
    """
    return _PUNCTUATION.sub(lambda match: match["harmless"] or _entity(match), plain(text))


def html_attribute(text: str) -> str:
    """`text` for the inside of a quoted attribute of an HTML tag in a Markdown file."""
    return _EVERY_PUNCTUATION.sub(_entity, plain(text))


def yaml_string(text: str) -> str:
    """`text` as a double-quoted YAML scalar on one line, quotation marks included."""
    return json.dumps(plain(text), ensure_ascii=False)


def yaml_list(texts: Iterable[str]) -> str:
    """`texts` as a YAML flow sequence on one line: `["a", "b"]`."""
    return "[" + ", ".join(map(yaml_string, texts)) + "]"


def tweet_url(handle: str | None, tweet_id: str | int) -> str:
    """Build a tweet's address from its id only; a handle that is not one is left out, never quoted.

    Raises ValueError when `tweet_id` is not a whole number of at most 20 digits.
    """
    if not _TWEET_ID.fullmatch(str(tweet_id)):
        raise ValueError(f"not a tweet id: {tweet_id!r}")
    path = handle if handle and _HANDLE.fullmatch(handle) else "i/web"
    return f"https://x.com/{path}/status/{tweet_id}"


def _plain_deep(value: object) -> object:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(str(key)): _plain_deep(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain_deep(item) for item in value]
    return value


def json_text(value: object) -> str:
    """`value` as indented JSON, keys in their given order, every string `plain`; safe inside a `<script>`.

    Raises TypeError for what JSON cannot hold and ValueError for NaN and infinity.
    """
    text = json.dumps(_plain_deep(value), ensure_ascii=False, allow_nan=False, indent=1)
    return re.sub("[<>&]", lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
