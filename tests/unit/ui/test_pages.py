"""Pages: what may be printed, how addresses are built, and what the policy allows."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from dawn_chorus.settings import settings
from dawn_chorus.ui.pages import (
    Address,
    assets,
    dollars,
    environment,
    headers,
    moment,
    number,
    percent,
    printable,
    render,
)

TEMPLATES = sorted((settings().include / "templates" / "ui").glob("*.j2"))


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("kite", "kite"),
        (" kite ", " kite "),
        ("\n", " "),
        ("", ""),
        ("safe\u202eexe.txt", "safeexe.txt"),
        ("zero\u200bwidth", "zerowidth"),
        (7, 7),
        (None, None),
    ],
)
def test_what_is_printed_hides_nothing(value: object, printed: object) -> None:
    assert printable(value) == printed


def test_html_of_ours_is_left_alone() -> None:
    assert printable(Markup("<b> a </b>")) == Markup("<b> a </b>")


def test_text_is_escaped_in_text_and_in_attributes() -> None:
    shown = environment().from_string('<p title="{{ text }}">{{ text }}</p>').render(text="\"'><script>&")
    assert shown == '<p title="&#34;&#39;&gt;&lt;script&gt;&amp;">&#34;&#39;&gt;&lt;script&gt;&amp;</p>'


def test_a_missing_variable_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_prints_raw_text_or_holds_style_or_handlers(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert not re.search(r"\|\s*safe|autoescape|Markup|style=|\son\w+=|javascript:", text)


def test_addresses_are_built_from_quoted_pieces() -> None:
    url = Address("/dawn-chorus")
    assert url() == "/dawn-chorus/"
    assert url("channels", "a_b", year=2026) == "/dawn-chorus/channels/a_b?year=2026"
    assert url("stories", 'x/../"?#', q="&=") == "/dawn-chorus/stories/x%2F..%2F%22%3F%23?q=%26%3D"


def test_a_day_is_a_window_of_one_day() -> None:
    day = dt.date(2026, 3, 2)
    assert Address("").window("a_b", day) == "/channels/a_b/windows/2026-03-02/2026-03-02"
    assert Address("").window("a_b", day, dt.date(2026, 3, 8)) == "/channels/a_b/windows/2026-03-02/2026-03-08"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (moment(None), ""),
        (moment(dt.datetime(2026, 3, 2, 8, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))), "2026-03-02 00:05 UTC"),
        (percent(0), "0 %"),
        (percent(0.004), "< 1 %"),
        (percent(0.5), "50 %"),
        (percent(1.25), "125 %"),
        (dollars(Decimal("1234.5")), "$1,234.50"),
        (number(None), "–"),
        (number(1234), "1,234"),
        (number(1.5), "1.50"),
        (number(-0.001), "0.00"),
    ],
)
def test_values_read_the_same_everywhere(shown: str, expected: str) -> None:
    assert shown == expected


def test_a_failure_is_a_page_with_its_remedy() -> None:
    page = render("failure.html.j2", "/x", status=404, phrase="Not Found", message="No <kite>.", remedy="Fly one.")
    assert "No &lt;kite&gt;." in page
    assert "Fly one." in page


def test_the_policy_lets_nothing_in_but_our_style_pictures_and_one_script() -> None:
    policy = dict(part.split(" ", 1) for part in headers()["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'{assets().script_hash}'"
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe" not in str(policy)


def test_the_script_stands_in_the_page_as_it_is() -> None:
    page = render("failure.html.j2", "/x", status=404, phrase="", message="", remedy="")
    assert re.findall(r"<script>(.*?)</script>", page, re.DOTALL) == [str(assets().script)]
