"""Themes: the section of the report that a topic belongs to."""

import pytest

from dawn_chorus.text.lexicon import themes
from dawn_chorus.topics.themes import theme_of


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Zorbital open-sourced a language model", "the new LLM has open weights"], "models"),
        (["这个智能体会写代码", "编程助手的工作流"], "agents"),
        (["Nimbus Kite Pro makes images", "text-to-video from Nimbus"], "image_video"),
        (["$KITE fell after earnings", "the stock is down"], "markets"),
        (["白宫签署人工智能法案", "监管来了"], "policy"),
        (["I had soup", "so did I"], "other"),
        ([], "other"),
    ],
)
def test_a_theme_is_what_most_texts_speak_of(texts: list[str], expected: str) -> None:
    assert theme_of(texts) == expected


def test_a_passing_remark_sets_no_theme() -> None:
    assert theme_of(["I had soup"] * 9 + ["the court ruled"]) == "other"


def test_the_earlier_theme_wins_a_tie() -> None:
    keys = [theme.key for theme in themes()]
    assert keys.index("models") < keys.index("markets")
    assert theme_of(["the new LLM", "the stock is down"]) == "models"


def test_a_keyword_in_half_a_word_is_none() -> None:
    assert theme_of(["the agentless cities", "a restocked shelf"]) == "other"
