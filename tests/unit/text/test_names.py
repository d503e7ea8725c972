"""Names: found by how tweets write them, in whatever case they stand, and printed as people write them."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.text.analysis import analyse
from dawn_chorus.text.names import CaseEvidence, best_written, candidates, names_in

# What a channel usually writes: these words are ordinary, whatever a headline does to them.
BACKGROUND = ["we love to introduce a small model for images", "the design of a new chat is easy", "he wrote a guide"]


def learned(texts: Iterable[str]) -> frozenset[str]:
    """Keys of the names of `texts`, with BACKGROUND before them."""
    evidence = CaseEvidence()
    analyses = [analyse(text) for text in texts]
    for analysis in [*map(analyse, BACKGROUND), *analyses]:
        evidence.add(analysis)
    return evidence.names(candidates(analyses))


def written(text: str, names: frozenset[str]) -> set[str]:
    return {phrase.written for phrase in names_in(analyse(text), names)}


def test_a_capital_inside_a_sentence_makes_a_name() -> None:
    assert "zorbital" in learned(["I tried Zorbital today"])


def test_a_sentences_first_word_does_not() -> None:
    assert "tried" not in learned(["Tried it", "Tried that"])


def test_an_ordinary_word_in_a_headline_is_no_name() -> None:
    assert not {"guide", "design"} & learned(["The Complete Guide to Prompt Design"])


def test_a_whole_product_is_one_name_with_its_version() -> None:
    names = learned(["We tried Nimbus Kite Pro and Zorbital 4.5 and QUILL.2"])
    assert {"nimbuskitepro", "zorbital45", "quill2"} <= names


def test_a_lower_case_use_counts_once_the_name_is_known() -> None:
    names = learned(["I tried Nimbus Kite", "They like Nimbus Kite", "my nimbus kite broke"])
    assert "nimbus kite" in written("my nimbus kite broke", names)


def test_a_verb_before_a_product_does_not_join_its_name() -> None:
    names = learned(["Introduce Zorbital to your team", "It is Zorbital again"])
    assert "zorbital" in names
    assert "introducezorbital" not in names


def test_a_product_that_only_begins_sentences_is_found() -> None:
    assert "lumenforge" in learned(["Lumen Forge is out", "Lumen Forge is slow"])


def test_quantities_and_numbers_are_no_names() -> None:
    assert not {"12b", "16gb", "40k", "2026", "3x"} & learned(["It has 12B weights, 16GB, 40k users, 3x of 2026"])


def test_a_chinese_product_with_its_version_is_a_name() -> None:
    names = learned(["今天试了青岚 2.0，很快"])
    assert "青岚 2.0" in written("今天试了青岚 2.0，很快", names)


def test_spellings_of_both_languages_are_one_name() -> None:
    names = learned(["英伟达发布财报", "NVIDIA reports"])
    assert [phrase.key for phrase in names_in(analyse("英伟达发布财报"), names)] == ["nvidia"]


def test_words_of_the_field_and_their_parts_are_no_names() -> None:
    assert not {"ai", "blackfriday", "black", "largelanguage"} & learned(
        ["On Black Friday AI and Large Language Models rule, says AI"]
    )


def test_tags_do_not_run_together() -> None:
    assert "dataweekmlweek" not in learned(["so #DataWeek #MLWeek"])
    assert "dataweek" in learned(["so #DataWeek #MLWeek"])


def test_a_handle_ties_tweets_but_keeps_its_sign() -> None:
    assert written("thanks @ZorbitalHQ", learned(["thanks @ZorbitalHQ"])) == {"@ZorbitalHQ"}


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ({"deepseek": 9, "DeepSeek": 1}, "DeepSeek"),
        ({"英伟达": 3}, "英伟达"),
        ({"ZORBITAL": 5, "Zorbital": 2}, "Zorbital"),
        ({"nimbus kite": 4}, "nimbus kite"),
        ({"QUILL": 1, "quill": 8}, "QUILL"),
    ],
)
def test_a_name_is_printed_as_the_tweets_best_write_it(forms: dict[str, int], expected: str) -> None:
    assert best_written(forms) == expected


@given(st.lists(st.sampled_from(["Zorbital 4.5 is out", "i like zorbital 4.5", "Quill beats Zorbital"]), max_size=6))
def test_the_order_of_texts_does_not_matter(texts: list[str]) -> None:
    assert learned(texts) == learned(list(reversed(texts)))
