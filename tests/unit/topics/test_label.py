"""Labels: one readable line that says who and what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.topics.label import MAX_COLUMNS, columns, label_of, shorten, tidy
from dawn_chorus.topics.terms import Term

KITE = Term("nimbuskitepro", "Nimbus Kite Pro", 3.0, is_name=True, share=1.0)
IMAGES = Term("images", "images", 1.0, is_name=False, share=0.6)
TOPIC = [
    "I love what Nimbus Kite Pro does to images",
    "Zorbital has released Nimbus Kite Pro with open weights",
    "nimbus kite pro draws my hands with six fingers",
]


def test_a_label_says_who_and_what() -> None:
    label = label_of(["Nimbus Kite Pro"], [KITE, IMAGES], TOPIC)
    assert label == "Zorbital has released Nimbus Kite Pro with open weights"


def test_a_clause_without_the_name_gets_it_in_front() -> None:
    assert label_of(["Nimbus Kite Pro"], [KITE], ["It paints hands"]) == "Nimbus Kite Pro：It paints hands"


@pytest.mark.parametrize(
    ("names", "expected"), [(["Nimbus"], "Nimbus"), ([], "kites"), ([], "…")], ids=["name", "term", "nothing"]
)
def test_a_label_is_never_empty(names: list[str], expected: str) -> None:
    terms = [] if expected == "…" else [Term("kites", "kites", 1.0, is_name=False, share=1.0)]
    assert label_of(names, terms, ["🔥", "https://t.co/a"]) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("🚀 1. Nimbus Kite is out 🔥 #AI #Kites", "Nimbus Kite is out"),
        ("2、青岚 2.0 发布！", "青岚 2.0 发布！"),
        ("ask @zorbital_hq now -", "ask zorbital_hq now"),
        ("3.5 points better", "3.5 points better"),
        ("“Quoted” words", "“Quoted” words"),
        ("$KITE fell", "$KITE fell"),
        ("#Kites fly high", "Kites fly high"),
    ],
)
def test_debris_is_removed(sentence: str, expected: str) -> None:
    assert tidy(sentence) == expected


def test_a_long_sentence_is_cut_at_a_clause() -> None:
    text = "Zorbital has released Nimbus Kite, an open model for images that runs on a phone without a network"
    assert shorten(text) == "Zorbital has released Nimbus Kite"


def test_a_sentence_without_clauses_is_cut_at_a_blank_and_says_so() -> None:
    shortened = shorten("word " * 40)
    assert shortened.endswith("word…")


def test_full_width_characters_count_two() -> None:
    assert columns("青岚a") == 5
    assert columns(shorten("青" * 100)) <= MAX_COLUMNS + 1


@given(st.text(max_size=300))
def test_no_text_makes_a_label_of_more_than_one_line(text: str) -> None:
    label = label_of([], [], [text])
    assert "\n" not in label
    assert columns(label) <= MAX_COLUMNS + 2


def test_news_make_a_better_headline_than_an_opinion() -> None:
    texts = ["Nimbus Kite Pro is very nice to me", "Nimbus Kite Pro is now available to all"]
    assert label_of(["Nimbus Kite Pro"], [KITE], texts) == texts[1]


def test_the_best_exemplar_wins_a_tie() -> None:
    texts = ["I look at Nimbus Kite Pro", "You look at Nimbus Kite Pro"]
    assert label_of(["Nimbus Kite Pro"], [KITE], texts) == texts[0]


def test_an_exclamation_makes_no_headline() -> None:
    assert label_of([], [IMAGES], ["Images!", "See what images it makes"]) == "See what images it makes"
