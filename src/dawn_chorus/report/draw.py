"""Draw the charts: the same chart gives the same bytes."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dawn_chorus.report.model import Chart, Strand
from dawn_chorus.report.wordcloud import font
from dawn_chorus.settings import settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties
    from PIL import Image

DPI = 100
WIDTH, ROW, HEAD = 720, 56, 44  # pixels
NAMES = 0.46  # of the width, for names
BAR = 0.66  # of a day's place, that its bar fills
HIGHEST = 0.46  # of a row's height, the highest bar: its number stands above it
BOX = 0.9, 0.8  # of a day's place and of a row's height, that a rank's box fills
# Each stands out on the blog's paper by day and by night, 3 : 1 or more; words: include/templates/pictures.mplstyle.
STRONG, FAINT, BRIGHT = "#c2603a", "#8a8d91", "#ffffff"
COLOURS, OCTREE = 64, 2  # colours of the file; Pillow's way of choosing them that knows of transparency
LABELLED_DAYS = 10  # more of them stand too close for their dates
FIRST_RANKS = 3  # that stand out
LETTER, LEAST_LETTER = 20, 12  # points: of a rank where there is room; below the least a phone shows a speck
DIGIT = 0.56  # of a letter's height: how wide a digit is


def draw_chart(chart: Chart) -> bytes:
    """The chart as PNG without background, 720 pixels wide. Raises ChorusError where the font is missing."""
    import matplotlib as mpl
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from PIL import Image

    with mpl.rc_context(fname=str(_style())):
        height = HEAD + ROW * len(chart.strands)
        figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        axes.axis("off")
        letters = FontProperties(fname=str(font()))
        _dates(axes, chart, letters)
        for number, strand in enumerate(chart.strands):
            top = HEAD + ROW * number
            axes.text(0, top + ROW / 2, strand.name, va="center", fontproperties=letters)
            DRAWN[chart.kind](axes, strand, top, letters)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
    return _png(Image.fromarray(np.asarray(canvas.buffer_rgba())))  # type: ignore[no-untyped-call]


def _png(image: "Image.Image") -> bytes:
    """The image in few colours, which are all it has but for the edges of letters: a third of the bytes."""
    target = io.BytesIO()
    image.quantize(COLOURS, method=OCTREE).save(target, "PNG", optimize=True)
    return target.getvalue()


def _style() -> Path:
    return settings().include / "templates" / "pictures.mplstyle"


def _place(strand_days: int, number: int) -> float:
    """The middle of a day's place, in pixels from the left."""
    return WIDTH * (NAMES + (1 - NAMES) * (number + 0.5) / strand_days)


def _anchor(days: int, number: int) -> tuple[float, str]:
    """Where words about a day stand, and which side of them: the last of many days has a narrow place."""
    at_edge = days > LABELLED_DAYS and number == days - 1
    return (WIDTH - 2, "right") if at_edge else (_place(days, number), "center")


def _dates(axes: "Axes", chart: Chart, letters: "FontProperties") -> None:
    """The day of the month above each place, where there is room, else above the first and the last."""
    days = len(chart.days)
    for number, day in enumerate(chart.days):
        if days <= LABELLED_DAYS or number in (0, days - 1):
            shown = f"{day.month}/{day.day}" if number == 0 or day.day == 1 or days > LABELLED_DAYS else str(day.day)
            x, side = _anchor(days, number)
            axes.text(x, HEAD / 2, shown, size="small", ha=side, va="center", fontproperties=letters)


def _bars(axes: "Axes", strand: Strand, top: float, letters: "FontProperties") -> None:
    """A bar for each day, the highest as high as the row; its largest and its last number are written."""
    most = max(value or 0 for value in strand.values) or 1
    days, last = len(strand.values), len(strand.values) - 1
    wide = WIDTH * (1 - NAMES) / days * BAR
    for number, value in enumerate(strand.values):
        if value is None:
            continue
        high = max(ROW * HIGHEST * value / most, 2)
        place = _place(days, number)
        axes.bar(place, -high, wide, bottom=top + ROW - 4, color=STRONG if number == last else FAINT)
        if value and (number == last or value == most):
            x, side = _anchor(days, number)
            y = top + ROW - 6 - high
            axes.text(x, y, str(value), size="small", ha=side, va="bottom", fontproperties=letters)


def _boxes(axes: "Axes", strand: Strand, top: float, letters: "FontProperties") -> None:
    """A box for each day that has a rank, strong for the first three; with the rank, where two digits have room."""
    days = len(strand.values)
    wide = WIDTH * (1 - NAMES) / days * BOX[0]
    size = min(LETTER, wide / (2 * DIGIT) * 72 / DPI)
    for number, rank in enumerate(strand.values):
        place = _place(days, number)
        if rank is None:
            axes.text(place, top + ROW / 2, "·", ha="center", va="center", fontproperties=letters)
            continue
        colour = STRONG if rank <= FIRST_RANKS else FAINT
        axes.bar(place, ROW * BOX[1], wide, bottom=top + ROW * (1 - BOX[1]) / 2, color=colour)
        if size >= LEAST_LETTER:
            fitting = letters.copy()
            fitting.set_size(size)
            axes.text(place, top + ROW / 2, str(rank), color=BRIGHT, ha="center", va="center", fontproperties=fitting)


DRAWN: Mapping[str, Callable[..., None]] = {"trends": _bars, "ranks": _boxes}
