"""Checks of single values that every format shares: ids, counters, texts, handles. All raise Rejected."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from dawn_chorus.ingest.rejection import Reason, Rejected

MAX_BIGINT = 2**63 - 1  # what a bigint column holds; the platform's ids are positive and signed too
MAX_TEXT = 100_000  # characters; four times the platform's longest post

WITHHELD_EVERYWHERE = {"XX", "XY"}  # the platform's codes for "in all countries" and "after a copyright complaint"
ID_IN_LINK = re.compile(r"/status(?:es)?/([^/?#]+)")

_MOST_DIGITS = 40  # that are read as a number at all
_FLOAT = re.compile(r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?", re.ASCII)
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}", re.ASCII)  # 15 today; some accounts of the first years have more

Number = int | float | str | None


def whole_id(value: Number, what: str = "id") -> int:
    """``value`` as an id from 1 to 63 bits."""
    if isinstance(value, str) and _is_number(value) and 1 <= (number := int(value)) <= MAX_BIGINT:
        return number
    if value is None or value == "":
        raise Rejected(Reason.MISSING_ID, f"There is no {what}.")
    if isinstance(value, float):
        raise Rejected(Reason.FLOAT_ID, f"The {what} is {value}: a floating-point number cannot hold it.")
    if isinstance(value, str):
        value = _digits(value, what)
    if not 1 <= value <= MAX_BIGINT:
        raise Rejected(Reason.ID_OUT_OF_RANGE, f"The {what} {str(value)[:40]} is out of range.")
    return value


def optional_id(value: Number, what: str) -> int | None:
    """``value`` as an id, or None where there is none."""
    return None if value is None or value == "" else whole_id(value, what)


def account_key(value: Number) -> str:
    """The key of an account known by number: its digits without leading zeros."""
    return str(whole_id(value, "account id"))


def handle_key(handle: str) -> str:
    """The key of an account known only by its handle."""
    return f"@{handle.lower()}"


def handle(value: str | None) -> str:
    """``value`` as a handle, without @."""
    if not value:
        raise Rejected(Reason.MISSING_AUTHOR, "The author has no handle.")
    if not _HANDLE.fullmatch(value):
        raise Rejected(Reason.BAD_HANDLE, f"{value[:40]!r} cannot be a handle.")
    return value


def is_handle(value: str) -> bool:
    """Whether ``value`` could be a handle."""
    return _HANDLE.fullmatch(value) is not None


def count(value: Number, what: str) -> int | None:
    """``value`` as a counter, or None where there is none."""
    if type(value) is int and 0 <= value <= MAX_BIGINT:
        return value
    if value is None or value == "":
        return None
    if isinstance(value, str):
        number = int(value) if _is_number(value) else -1
    elif isinstance(value, float):
        number = int(value) if value == value // 1 and abs(value) <= MAX_BIGINT else -1
    else:
        number = int(value)
    if not 0 <= number <= MAX_BIGINT:
        raise Rejected(Reason.BAD_COUNT, f"{what} is {str(value)[:40]}.")
    return number


def clean(value: str | None, what: str) -> str:
    """``value`` in NFC; nothing becomes an empty text."""
    if not value:
        return ""
    if "\0" in value:
        raise Rejected(Reason.NUL_IN_TEXT, f"The {what} holds a NUL character.")
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def full_text(value: str | None) -> str:
    """``value`` as the text of a tweet; an empty one is a tweet that is only a picture."""
    if value is None:
        raise Rejected(Reason.MISSING_TEXT, "There is no text.")
    if len(value) > MAX_TEXT:
        raise Rejected(Reason.TEXT_TOO_LONG, f"The text has {len(value):,} characters; {MAX_TEXT:,} are the limit.")
    return clean(value, "text")


def with_lines(text: str, options: Iterable[str] = (), title: str | None = None) -> str:
    """``text`` with what is shown below it, one a line: the options of a poll, the title of an article.

    Without them the question, or the bare link to the article, says nothing.
    """
    options = (f"○ {clean(each, 'option')}" for each in options)
    return "\n".join([text, *([clean(title, "title")] if title else []), *options])


def refuse_withheld(by_copyright: bool, countries: Collection[str]) -> None:
    """Refuse a tweet whose text is a notice in its place; one that is withheld in some countries only is kept."""
    if by_copyright or not WITHHELD_EVERYWHERE.isdisjoint(countries):
        raise Rejected(Reason.WITHHELD, "It is withheld everywhere, or after a copyright complaint.")


def _digits(value: str, what: str) -> int:
    """The number that ``value`` spells; beyond any id where it is too long to be read at all."""
    if _is_number(value):
        return int(value)
    if value.isascii() and value.isdigit():
        return MAX_BIGINT + 1
    reason = Reason.FLOAT_ID if _FLOAT.fullmatch(value) else Reason.BAD_ID
    raise Rejected(reason, f"The {what} is {value[:40]!r}, not a whole number.")


def _is_number(value: str) -> bool:
    """Whether ``value`` is a number in plain digits."""
    return value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
