"""Keys: spellings of one word meet in one key, and different words do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.text.keys import key_of


@pytest.mark.parametrize("written", ["GPT-5", "gpt 5", "ＧＰＴ５", "Gpt_5", "#GPT5"])
def test_spellings_share_a_key(written: str) -> None:
    assert key_of(written) == "gpt5"


@pytest.mark.parametrize(("one", "other"), [("Zorbital 4.5", "Zorbital 4.6"), ("青岚", "青屿"), ("Quill", "Quilt")])
def test_different_words_do_not(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize("written", ["", "🔥🔥", "--- ", "！？", "_"])
def test_what_nobody_speaks_has_no_key(written: str) -> None:
    assert key_of(written) == ""


def test_letter_case_is_folded_in_every_script() -> None:
    assert key_of("STRASSE") == key_of("Straße")
    assert key_of("ΟΔΟΣ") == key_of("οδος")


@given(st.text(max_size=60))
def test_a_key_has_no_blanks_or_signs_whatever_the_text(text: str) -> None:
    assert all(c.isalnum() or not c.isascii() for c in key_of(text))
