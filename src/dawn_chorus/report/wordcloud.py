"""Draw the word cloud: the same words give the same bytes."""

import importlib.util
import io
import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dawn_chorus.errors import ChorusError
from dawn_chorus.report.model import Word

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT, SCALE = 800, 450, 2  # drawn at half size: a quarter of the work, and the eye sees no difference
LOWER = ((12, 180), (30, 300))  # fewer words than so many have so much height, for they would be lost in more
LARGEST_FONT = 72
SMALLEST_FONT = 9
SEED = 20  # any constant: the same words must give the same picture
MARGIN = 6  # two names side by side must not read as one
RELATIVE_SCALING = 0.45  # between rank alone (0) and weight alone (1): a day's first name must not leave a desert
MAX_BYTES = 250_000
QUALITIES = (88, 80, 70, 55, 40)
BACKGROUND = "#ffffff"
# Dark enough to read on white (contrast ≥ 4.5), apart for most colour-blind eyes; themes take them in order of weight.
PALETTE = ("#1f5fa8", "#b3431e", "#2c7a4b", "#7a3f98", "#8a6508", "#0f7480", "#a8325e", "#4a5a6a")
NO_THEME = "#5c6670"


def draw(words: Sequence[Word]) -> bytes:
    """The cloud as JPEG, 1600 × 900 or lower where words are few, at most 250 kB.

    Raises ChorusError where the font is missing.
    """
    from wordcloud import WordCloud

    cloud = WordCloud(
        font_path=str(font()),
        width=WIDTH,
        height=next((height for most, height in LOWER if len(words) < most), HEIGHT),
        scale=SCALE,
        margin=MARGIN,
        background_color=BACKGROUND,
        prefer_horizontal=1.0,
        max_words=len(words),
        max_font_size=LARGEST_FONT,
        min_font_size=SMALLEST_FONT,
        relative_scaling=RELATIVE_SCALING,
        random_state=random.Random(SEED),  # noqa: S311
        colormap="viridis",  # never used; our own colours follow
        color_func=_colours(words),
    )
    cloud.generate_from_frequencies({word.text: word.weight for word in words})
    return _jpeg(cloud.to_image().convert("RGB"))


def _jpeg(image: "Image") -> bytes:
    """The image at the best quality that fits."""
    for quality in QUALITIES:
        target = io.BytesIO()
        image.save(target, "JPEG", quality=quality, optimize=True, subsampling=0 if quality > 75 else 2)
        if target.tell() <= MAX_BYTES:
            break
    return target.getvalue()


def _colours(words: Sequence[Word]) -> Callable[..., str]:
    """A colour for each theme, those of the heaviest words first."""
    order = dict.fromkeys(word.theme for word in words if word.theme)
    by_theme: Mapping[str, str] = {theme: PALETTE[number % len(PALETTE)] for number, theme in enumerate(order)}
    by_word = {word.text: by_theme.get(word.theme, NO_THEME) for word in words}
    return lambda word, **_: by_word[word]


@cache
def font() -> Path:
    """The Chinese font that comes with the package zhplot, which is not imported: it would set up matplotlib."""
    spec = importlib.util.find_spec("zhplot")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = [path for folder in folders if (path := Path(folder) / "fonts" / "NotoSansSC-Regular.ttf").is_file()]
    if not found:
        raise ChorusError(
            "The font for the word cloud is missing.", remedy="Install the package zhplot (requirements.txt)."
        )
    return found[0]
