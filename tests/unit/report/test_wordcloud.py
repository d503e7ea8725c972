"""The picture: right size, right glyphs, the same bytes."""

import io
import time

import pytest
from PIL import Image, ImageFont

from dawn_chorus.errors import ChorusError
from dawn_chorus.report import wordcloud
from dawn_chorus.report.model import Word
from dawn_chorus.report.wordcloud import MAX_BYTES, PALETTE, draw, font

WORDS = [
    Word(text=f"{text} {number}".strip(), weight=1 / (1 + number), theme=("models", "agents", "")[number % 3])
    for number, text in enumerate(["Brindle", "模型", "Tessaro", "智能体", "Korrigan"] * 8)
]


def test_the_picture_is_1600_by_900_and_small_and_the_same_again() -> None:
    started = time.process_time()
    first = draw(WORDS)
    assert time.process_time() - started < 4, "1.5 s on a quiet core"
    image = Image.open(io.BytesIO(first))
    assert (image.format, image.size) == ("JPEG", (1600, 900))
    assert len(first) <= MAX_BYTES
    assert draw(WORDS) == first


def test_words_of_one_theme_share_a_colour() -> None:
    colours = wordcloud._colours(WORDS)
    assert colours("Brindle 0") == PALETTE[0] == colours("智能体 3")
    assert colours("模型 1") == PALETTE[1]
    assert colours("Tessaro 2") not in PALETTE


def test_the_font_has_chinese_glyphs() -> None:
    face = ImageFont.truetype(str(font()), 40)
    missing = face.getmask("\uffff")
    assert bytes(face.getmask("智")) != bytes(missing)
    assert "SC" in face.getname()[0]


def test_a_missing_font_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    font.cache_clear()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ChorusError, match="font") as caught:
        font()
    font.cache_clear()
    assert "zhplot" in caught.value.remedy
