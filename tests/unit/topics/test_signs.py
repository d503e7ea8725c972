"""Signs: what can be read off single tweets, and characters as numbers."""

from collections.abc import Callable

import numpy as np
import pytest

from dawn_chorus.topics.model import Document
from dawn_chorus.topics.read import prepare
from dawn_chorus.topics.signs import GRAM_COLUMNS, grams, hours_of, texts_of

Tweet = Callable[..., Document]


def test_each_text_has_a_row_of_finite_numbers(tweet: Tweet) -> None:
    material = prepare(
        [tweet(1, "Zorbital has released Nimbus Kite!"), tweet(2, "☀️"), tweet(3, "刚试了青岚 2.0")], []
    ).material
    signs, found = material.signs(material.spaces())
    assert signs.shape[0] == found.shape[0] == 3
    assert np.isfinite(signs).all()


def test_characters_do_not_tell_links_and_digits_apart(tweet: Tweet) -> None:
    one, other = grams([tweet(1, "Save 40% https://t.co/a"), tweet(2, "save 25%  https://t.co/b")])
    assert (one != other).nnz == 0


@pytest.mark.parametrize("text", ["", "a", "☀️", "日", "x" * 100_000])
def test_any_text_is_a_row(tweet: Tweet, text: str) -> None:
    row = grams([tweet(1, text)])
    assert row.shape == (1, GRAM_COLUMNS)
    assert float(row.multiply(row).sum()) == pytest.approx(1)


def test_length_and_script_are_those_of_the_page(tweet: Tweet) -> None:
    texts = texts_of([tweet(1, "青岚"), tweet(2, "kite")])
    assert texts.han.tolist() == [1, 0]
    assert texts.columns[0] == pytest.approx(np.log1p(5))


def test_ids_tell_the_time(tweet: Tweet) -> None:
    hour = 3_600_000 << 22
    assert hours_of([tweet(hour, "a"), tweet(3 * hour, "b")]).tolist() == [0, 2]
