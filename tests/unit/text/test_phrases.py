"""Phrases: which words in a row may be a name, before anybody has counted how they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.text.clean import visible
from dawn_chorus.text.phrases import LONGEST_NAME, Phrase, phrases
from dawn_chorus.text.tokens import scan


def found(text: str) -> dict[str, Phrase]:
    return {phrase.written: phrase for phrase in phrases(list(scan(text)), text)}


def test_every_run_of_up_to_three_words_is_looked_at() -> None:
    assert {"Nimbus", "Nimbus Kite", "Nimbus Kite Pro", "Kite Pro", "Pro"} <= set(found("try Nimbus Kite Pro Max"))
    assert max(phrase.length for phrase in found("a Nimbus Kite Pro Max Ultra").values()) == LONGEST_NAME


@pytest.mark.parametrize("text", ["Nimbus, Kite", "Nimbus. Kite", "Nimbus\nKite", "Nimbus / Kite", "Nimbus #Kite"])
def test_signs_part_a_phrase(text: str) -> None:
    assert "nimbuskite" not in {phrase.key for phrase in found(text).values()}


@pytest.mark.parametrize("text", ["the Nimbus", "Nimbus and", "Nimbus of Kites", "a Nimbus"])
def test_a_stop_word_neither_begins_nor_ends_a_name(text: str) -> None:
    written = found(text)
    assert "Nimbus" in written
    assert not any(word.startswith(("the ", "a ")) or word.endswith((" and", " of")) for word in written)


@pytest.mark.parametrize("text", ["12B", "16GB", "3x", "$40k", "2nd", "90min", "2026", "7"])
def test_quantities_name_nothing_by_themselves(text: str) -> None:
    assert found(text) == {}


def test_a_version_belongs_to_what_it_is_a_version_of() -> None:
    assert {"Zorbital 4.5", "QUILL.2"} <= set(found("We compare Zorbital 4.5 with QUILL.2"))


def test_capitals_are_told_from_small_letters() -> None:
    written = found("my nimbus kite and your Nimbus Kite")
    assert written["Nimbus Kite"].is_capital
    assert not written["nimbus kite"].is_capital
    assert written["Nimbus Kite"].key == written["nimbus kite"].key


def test_the_first_word_of_a_sentence_is_remembered_as_such() -> None:
    written = found("Kites fly. We saw Kites. OpenAir flies")
    assert found("Kites fly")["Kites"].head == "kites"
    assert found("we saw Kites")["Kites"].head == ""
    assert written["OpenAir"].head == "", "its form alone marks a name"


def test_a_tag_loses_its_sign_and_a_handle_keeps_it() -> None:
    assert {"DataWeek", "@zorbital_hq"} <= set(found("so #DataWeek with @zorbital_hq"))


def test_a_handle_joins_no_other_word() -> None:
    assert not any(" " in written for written in found("@zorbital_hq Nimbus"))


def test_a_term_of_the_field_swallows_its_parts() -> None:
    assert not {"Black", "Friday"} & set(found("all of Black Friday"))


@pytest.mark.parametrize(("text", "name"), [("今天试了青岚 2.0", "青岚 2.0"), ("发布青岚 v1.5", "青岚 v1.5")])
def test_a_chinese_word_with_a_version_is_a_product(text: str, name: str) -> None:
    assert found(text)[name].is_capital


@pytest.mark.parametrize("text", ["青岚读了 4.1 万小时", "青岚 2.5万条", "青岚 1.5 倍"])
def test_what_counts_something_is_no_version(text: str) -> None:
    assert not any(" " in written for written in found(text))


def test_a_term_of_the_field_does_not_begin_a_product() -> None:
    named = found("开源青岚 2.0")
    assert "青岚 2.0" in named
    assert "开源青岚 2.0" not in named


@pytest.mark.parametrize("text", ["涨了 2.0", "的 2.0", "青岚 2026", "青岚很好"])
def test_other_chinese_words_with_numbers_are_not(text: str) -> None:
    assert not any(" " in written for written in found(text))


@given(st.text(max_size=120))
def test_a_phrase_stands_in_its_text_whatever_that_is(text: str) -> None:
    shown = visible(text)
    for phrase in phrases(list(scan(shown)), shown):
        assert phrase.written in shown
        assert phrase.key
