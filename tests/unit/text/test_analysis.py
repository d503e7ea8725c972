"""Analysis: words for counting and phrases that may be names, of what the author says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.text.analysis import analyse


def test_words_hold_no_stop_words_and_neighbours_make_pairs() -> None:
    assert analyse("The fast kites, and nets").words == ("fast", "kites", "fast kites", "nets")


def test_a_stop_word_between_two_words_parts_them() -> None:
    assert "kites nets" not in analyse("kites and nets").words


@pytest.mark.parametrize(("one", "other"), [("智能体 编程", "aiagent"), ("英伟达 股价", "nvidia")])
def test_spellings_of_the_lexicon_count_as_one_word(one: str, other: str) -> None:
    assert other in analyse(one).words


def test_a_number_counts_only_beside_a_word() -> None:
    assert analyse("Zorbital 4 rises 2026").words == ("zorbital", "zorbital 4", "rises", "4 rises", "rises 2026")


@pytest.mark.parametrize("text", ["@zorbital_hq", "x", "字", "https://t.co/abc", "🔥"])
def test_handles_crumbs_and_links_are_no_words(text: str) -> None:
    assert analyse(text).words == ()


def test_what_a_reply_addresses_is_not_said_by_its_author() -> None:
    assert analyse("@Zorbital @Quill nice kites") == analyse("nice kites")


def test_the_mark_of_a_retweet_is_not_said_either() -> None:
    assert analyse("RT @ada: fast kites") == analyse("fast kites")


def test_an_equal_text_is_analysed_once() -> None:
    assert analyse("fast kites over Ostrava") is analyse("fast kites over Ostrava")


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert all(word.strip() for word in analyse(text).words)
