"""Charts as pictures: the same bytes again, small, and to be seen by day and by night."""

import datetime as dt
import io

import pytest
from PIL import Image

from dawn_chorus.report.draw import FAINT, STRONG, draw_chart
from dawn_chorus.report.model import Chart, Strand
from dawn_chorus.settings import settings

PAPERS = {"day": "#fdfcfa", "night": "#16181b"}  # --paper of include/blog/assets/css/style.css
MAX_BYTES = 100_000
NAMES = ("青屿 2.0", "Lumen 4.5", "$VNTRL_x^2$", "Ünïcode", "とても", "Тест", "a", "b")


def chart(kind: str, days: int = 8, rows: int = 8) -> Chart:
    """A chart with every kind of value: none, zero, and up to three digits."""
    first = dt.date(2030, 4, 27)
    strands = [
        Strand(name=NAMES[row], values=tuple(None if day == row else (row * 41 + day * 7) % 130 for day in range(days)))
        for row in range(rows)
    ]
    span = tuple(first + dt.timedelta(days=day) for day in range(days))
    return Chart.model_validate({"kind": kind, "days": span, "strands": strands})


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """As the Web Content Accessibility Guidelines count it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("kind", "days"), [("trends", 8), ("ranks", 8), ("trends", 31), ("ranks", 14), ("ranks", 31)])
def test_a_chart_is_small_and_the_same_again(kind: str, days: int) -> None:
    drawn = draw_chart(chart(kind, days))
    assert drawn == draw_chart(chart(kind, days))
    assert len(drawn) < MAX_BYTES
    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.size, image.format) == ((720, 44 + 8 * 56), "PNG")
        assert image.convert("RGBA").getpixel((400, 3))[3] == 0  # type: ignore[index]
        assert image.getbbox() is not None
        assert image.convert("RGBA").crop((719, 0, 720, 44)).getchannel("A").getextrema() == (0, 0), "a date is cut off"


def test_other_numbers_are_another_picture() -> None:
    assert draw_chart(chart("trends", rows=2)) != draw_chart(chart("ranks", rows=2))


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_every_colour_stands_out_by_day_and_by_night(paper: str) -> None:
    style = (settings().include / "templates" / "pictures.mplstyle").read_text()
    (words,) = (line.split('"')[1] for line in style.splitlines() if line.startswith("text.color"))
    assert contrast(words, paper) >= 4
    assert min(contrast(STRONG, paper), contrast(FAINT, paper)) >= 3
