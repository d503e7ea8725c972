"""The style sheet: every text can be read on its ground, by day and by night (WCAG 2.2, AA: 4.5 to 1)."""

import itertools
import re

import pytest

from dawn_chorus.ui.pages import assets

LEAST = 4.5
COLOURS = {
    name: (day, night) for name, day, night in re.findall(r"--(\w+): light-dark\(#(\w{6}), #(\w{6})\);", assets().style)
}
STATES = ("published", "thin", "written", "stale", "blocked", "missing", "mark")
PAIRS = [*itertools.product(("ink", "quiet", "accent"), ("paper", "tint")), *(("ink", state) for state in STATES)]


def light(colour: str) -> float:
    """Relative luminance, as WCAG computes it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("hour", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str, hour: int) -> None:
    darker, lighter = sorted((light(COLOURS[text][hour]), light(COLOURS[ground][hour])))
    assert (lighter + 0.05) / (darker + 0.05) >= LEAST


def test_nothing_is_loaded_from_elsewhere_and_focus_can_be_seen() -> None:
    assert not re.search(r"@import|url\(", assets().style)
    assert ":focus-visible" in assets().style
    assert "outline: none" not in assets().style
