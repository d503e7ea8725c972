"""Jinja for pages: every printed value is plain text and escaped; addresses are built from quoted pieces."""

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dawn_chorus.report.escape import plain, tweet_url
from dawn_chorus.settings import settings
from dawn_chorus.ui import calendar, leaderboard, rejects
from dawn_chorus.ui.receipts import meaning_of


@dataclass(frozen=True)
class Assets:
    """The files beside the templates. ``script_hash``: the only script that a page's policy lets run."""

    style: str
    script: Markup
    script_hash: str


@cache
def assets() -> Assets:
    """Read the style sheet and the script once."""
    folder = settings().include / "templates" / "ui"
    script = (folder / "links.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    style = (folder / "style.css").read_text(encoding="utf-8")
    return Assets(style, Markup(script), f"sha256-{digest}")  # noqa: S704 - a file of ours


@cache
def environment() -> Environment:
    """The templates' environment; a missing variable raises."""
    jinja = Environment(
        loader=FileSystemLoader(settings().include / "templates" / "ui"),
        autoescape=True,
        finalize=printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters.update(moment=moment, percent=percent, dollars=dollars, number=number)
    jinja.globals.update(
        marks=calendar.MARKS,
        meanings=calendar.MEANINGS,
        reject_meanings=rejects.MEANINGS,
        meaning_of=meaning_of,
        change_of=leaderboard.change_of,
        tweet_url=tweet_url,
        assets=assets,
    )
    return jinja


def render(name: str, base: str, **context: object) -> str:
    """A page. ``base``: the path under which the pages are mounted."""
    return environment().get_template(name).render(url=Address(base), **context)


def printable(value: object) -> object:
    """Text without characters that hide or reorder others, a blank at its ends kept; what is marked as HTML stays."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    if value.isascii() and value.isprintable() and "  " not in value:
        return value  # most of a page: there is nothing to hide in
    if not value.strip():
        return " " if value else ""
    head, tail = (" " if edge.isspace() else "" for edge in (value[0], value[-1]))
    return f"{head}{plain(value)}{tail}"


@dataclass(frozen=True)
class Address:
    """Builds addresses below ``base``: ``url("channels", name, year=2026)``; every piece is quoted."""

    base: str

    def __call__(self, *pieces: object, **query: object) -> str:
        """The address of the pieces, with a query where there is one."""
        path = "/".join([self.base, *(quote(str(piece), safe="") for piece in pieces)])
        return f"{path}?{urlencode(query)}" if query else path if pieces else f"{self.base}/"

    def window(self, channel: str, first_day: dt.date, last_day: dt.date | None = None) -> str:
        """The address of a window's page."""
        return self("channels", channel, "windows", first_day, last_day or first_day)


def moment(value: dt.datetime | None) -> str:
    """A moment in UTC, to the minute."""
    return "" if value is None else f"{value.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def percent(value: float) -> str:
    """A share, 0 to 1, in whole per cent; what is not nothing is never 0 %."""
    return "< 1 %" if 0 < value < 0.01 else f"{value:.0%}".replace("%", " %")


def dollars(value: Decimal) -> str:
    """US dollars and cents."""
    return f"${value:,.2f}"


def number(value: float | None) -> str:
    """A count with marks between thousands; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:,.2f}".replace("-0.00", "0.00") if isinstance(value, float) else f"{value:,}"


def headers() -> Mapping[str, str]:
    """What every answer tells the browser: nothing from elsewhere, one script, only Airflow's frames, no copy kept."""
    policy = {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "script-src": f"'{assets().script_hash}'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
    }
    return {
        "content-security-policy": "; ".join(f"{key} {value}" for key, value in policy.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
    }
