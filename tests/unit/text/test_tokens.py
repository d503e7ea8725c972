"""Tokens: words where they stand, with what their writing says about them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.text.clean import visible
from dawn_chorus.text.tokens import MAX_TOKEN, Token, scan


def tokens(text: str) -> dict[str, Token]:
    return {token.written: token for token in scan(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FLUX.2 beats v1.5", ["FLUX.2", "beats", "v1.5"]),
        ("GPT-5 don't", ["GPT", "5", "don't"]),
        ("#DataWeek @lumen_ai $LMN", ["#DataWeek", "@lumen_ai", "$LMN"]),
        ("Lumen's price: 3,000", ["Lumen", "price", "3", "000"]),
        ("end.Start", ["end", "Start"]),
        ("", []),
        ("...!? 🔥", []),
    ],
)
def test_words_are_cut_as_people_read_them(text: str, expected: list[str]) -> None:
    assert [token.written for token in scan(text)] == expected


def test_chinese_is_cut_into_words_and_names_stay_whole() -> None:
    assert [token.written for token in scan("英伟达发布智能体")] == ["英伟达", "发布", "智能体"]


def test_chinese_and_english_touch_without_a_blank() -> None:
    assert [token.written for token in scan("用Lumen写代码")] == ["用", "Lumen", "写", "代码"]


def test_positions_give_the_text_back() -> None:
    text = "阿谷 says Lumen-Forge 4.5 costs $3, 价格便宜"
    assert all(text[token.start : token.end] == token.written for token in scan(text))


def test_only_a_blank_or_hyphen_lets_a_phrase_go_on() -> None:
    found = tokens("Lumen Forge-Two, Three #Four")
    assert [found[word].follows for word in ("Lumen", "Forge", "Two", "Three", "#Four")] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_a_sentence_begins_after_its_signs_only() -> None:
    found = tokens("Alpha Beta, Gamma. Delta\nEpsilon: Zeta (Eta")
    initial = {word for word, token in found.items() if token.is_initial}
    assert initial == {"Alpha", "Delta", "Epsilon", "Zeta"}


@pytest.mark.parametrize("written", ["OpenAir", "GPT", "Qwen3", "#tag", "@handle", "4K"])
def test_some_forms_mark_a_name_by_themselves(written: str) -> None:
    assert tokens(written)[written].is_marked


@pytest.mark.parametrize("written", ["Title", "word", "2026"])
def test_other_forms_do_not(written: str) -> None:
    assert not tokens(written)[written].is_marked


def test_letters_for_show_are_not_capitals() -> None:
    assert not next(scan("𝓝𝓮𝔀")).is_capital
    assert next(scan("New")).is_capital


def test_a_scream_is_no_word() -> None:
    assert list(scan("a" * (MAX_TOKEN + 1))) == []


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    shown = visible(text)
    for token in scan(shown):
        assert token.key
        assert shown[token.start : token.end] == token.written
