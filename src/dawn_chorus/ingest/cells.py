"""Cells of tables as people and programs write them: counters with separators, times in several forms.

All raise Rejected.
"""

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import suppress

from dawn_chorus.ingest import moments, values
from dawn_chorus.ingest.mapping import ColumnMapping
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.values import Number

MISSING = {"", "nan", "nat", "none", "null", "na", "n/a", "<na>", "-"}  # how programs write that there is nothing
DAY = dt.timedelta(days=1)

_GROUPED = re.compile(r"[0-9]{1,3}(?:[,'’ _\u00a0\u2009\u202f][0-9]{3})+")
_WHOLE_FLOAT = re.compile(r"([0-9]+)\.0+", re.ASCII)
_NUMBER = re.compile(r"[0-9]{9,20}(?:\.[0-9]{1,9})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}", re.ASCII)
# Units of a time that is a number, by its size: seconds until the year 5138, then milli-, micro- and nanoseconds.
_UNITS = ((1e11, 1), (1e14, 1e3), (1e17, 1e6), (1e20, 1e9))


def pick(row: Mapping[str, object], column: str | None) -> object:
    """The value of a column, or of a deeper field where ``column`` has dots; None where there is none."""
    if column is None:
        return None
    if column in row:
        return row[column]
    name, _, rest = column.partition(".")
    inside = row.get(name)
    return pick(inside, rest) if rest and isinstance(inside, dict) else None


def is_missing(value: object) -> bool:
    """Whether a cell that is no text of its author's says nothing."""
    return value is None or (isinstance(value, str) and value.strip().lower() in MISSING)


def text(value: object, what: str) -> str | None:
    """A cell as text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return str(value)
    raise Rejected(Reason.WRONG_TYPE, f"The {what} is no text, but {type(value).__name__}.")


def number(value: object, what: str) -> Number:
    """A cell as a number or its spelling; None where it says nothing."""
    if is_missing(value):
        return None
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    raise Rejected(Reason.WRONG_TYPE, f"The {what} is no number, but {type(value).__name__}.")


def count(value: object, what: str) -> int | None:
    """A cell as a counter: ``1,234``, ``1 234``, ``1234.0``."""
    found = number(value, what)
    if isinstance(found, str):
        whole = _WHOLE_FLOAT.fullmatch(found)
        found = whole[1] if whole else found
        found = re.sub(r"[^0-9]", "", found) if _GROUPED.fullmatch(found) else found
    return values.count(found, what)


def flag(value: object, what: str) -> bool | None:
    """A cell as yes or no; None where it says nothing."""
    if is_missing(value):
        return None
    word = str(value).strip().lower()
    if word not in ("true", "false", "1", "0", "1.0", "0.0", "yes", "no"):
        raise Rejected(Reason.WRONG_TYPE, f"{what} is {word[:40]!r}, neither true nor false.")
    return word in ("true", "1", "1.0", "yes")


def moment(value: object, mapping: ColumnMapping, tweet_id: int) -> dt.datetime:
    """When a tweet was written: a time in one of many forms, a mere date, or nothing; the id says it more exactly."""
    found = number(value, "time")
    if found is None:
        return moments.written_at(None, tweet_id)
    given = str(found)
    in_id = moments.time_of_id(tweet_id)
    if _DATE.fullmatch(given) and in_id is not None:
        noon = _read(f"{given} 12:00", ColumnMapping(mapping.columns, time_zone=mapping.time_zone or "UTC"))
        moments.agreed(noon, tweet_id, DAY)
        return in_id
    return moments.agreed(moments.plausible(_read(given, mapping), given), tweet_id, moments.TOLERANCE)


def readable(value: object, mapping: ColumnMapping) -> dt.datetime | None:
    """A time as far as it can be read."""
    if is_missing(value):
        return None
    with suppress(Rejected):
        given = str(number(value, "time") or "")
        return moments.plausible(_read(given, mapping), given)
    return None


def presumed(value: object, mapping: ColumnMapping, tweet_id: Number) -> dt.datetime | None:
    """When a refused record was written, as far as it can be told."""
    return moments.presumed(None, tweet_id) or readable(value, mapping)


def _read(given: str, mapping: ColumnMapping) -> dt.datetime:
    """A time as it is written; where it has no zone, in the mapping's."""
    try:
        moment = _of_number(given) or _of_text(given, mapping.time_format)
    except (ValueError, OverflowError):
        raise Rejected(Reason.BAD_DATE, f"{given[:40]!r} is not a time.") from None
    return moment.replace(tzinfo=mapping.zone) if moment.tzinfo is None else moment


def _of_number(given: str) -> dt.datetime | None:
    """Seconds since 1970, or thousandths, millionths or billionths of them."""
    if not _NUMBER.fullmatch(given):
        return None
    size = float(given)
    unit = next(unit for limit, unit in _UNITS if size < limit or limit == _UNITS[-1][0])
    return dt.datetime.fromtimestamp(size / unit, dt.UTC)


def _of_text(given: str, time_format: str | None) -> dt.datetime:
    """A time in the mapping's form, in the classic one, or in ISO 8601, also with slashes. Raises ValueError."""
    if time_format is not None:
        return dt.datetime.strptime(given, time_format)  # noqa: DTZ007 - a zone that is missing is the mapping's
    with suppress(ValueError):
        return moments.classic(given) or dt.datetime.fromisoformat(given.replace(" UTC", "+00:00"))
    return dt.datetime.fromisoformat(given.replace("/", "-"))
