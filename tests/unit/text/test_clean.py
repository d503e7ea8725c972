"""Cleaning keeps what a reader reads and nothing else, whatever arrives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.text.clean import (
    MAX_CHARACTERS,
    count_emoji,
    fingerprint,
    prose,
    sentences,
    spoken,
    visible,
    without_emoji,
)


def test_entities_are_resolved_and_controls_removed() -> None:
    assert visible("Lumen &amp; Forge\x00\x07 &lt;3") == "Lumen & Forge   <3"


def test_zero_width_characters_do_not_hide_in_words() -> None:
    assert visible("Lu\u200bmen\ufeff 4\u2060.5") == "Lumen 4.5"


def test_a_megabyte_is_cut() -> None:
    assert len(visible("&" * 1_000_000)) == MAX_CHARACTERS


def test_a_link_ends_where_chinese_begins() -> None:
    assert prose("看https://t.co/Ab1发布了") == "看 发布了"


def test_the_mark_of_a_retweet_and_the_addressed_are_not_what_the_author_says() -> None:
    assert prose("RT @someone: @other @third Lumen is out https://t.co/x") == "Lumen is out"


def test_a_mention_within_a_sentence_stays() -> None:
    assert prose("Thanks @lumen_ai for the beta") == "Thanks @lumen_ai for the beta"


def test_lines_survive_until_prose() -> None:
    assert spoken("one\ntwo") == "one\ntwo"
    assert prose("one\n  two") == "one two"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FLUX.2 is out. Try it!", ["FLUX.2 is out.", "Try it!"]),
        ("涨了3.5%。真的？好。", ["涨了3.5%。", "真的？", "好。"]),
        ("a line\n\nanother", ["a line", "another"]),
        ("他说：“可以。”然后走了", ["他说：“可以。”", "然后走了"]),
        ("https://t.co/only", []),
    ],
)
def test_sentences_end_where_people_end_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_versions_and_percentages_are_not_ends() -> None:
    assert sentences("Opus 4.5 gains 3.5 points") == ["Opus 4.5 gains 3.5 points"]


def test_emoji_are_counted_by_picture_and_removable() -> None:
    assert count_emoji("👨‍👩‍👧 hi 🔥🔥") == 2, "a run is one sign of mood"
    assert without_emoji("🚀 Lumen → out ✨") == "Lumen out"


def test_copies_have_one_fingerprint_whatever_link_case_or_emoji() -> None:
    one = fingerprint("Lumen 4.5 is OUT! 🔥 https://t.co/a @friend")
    assert one == fingerprint("lumen 4.5 is out https://t.co/b")
    assert one != fingerprint("Lumen 4.6 is out")


def test_nothing_but_emoji_has_no_fingerprint() -> None:
    assert fingerprint("🔥🔥 https://t.co/a") == ""


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    shown = visible(text)
    assert "\x00" not in shown
    assert prose(prose(text)) == prose(prose(prose(text)))
    assert all("\n" not in sentence for sentence in sentences(text))
