"""What a topic says of itself: terms, names, exemplars, label and theme."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.text.analysis import analyse
from dawn_chorus.topics.exemplars import MAX_EXEMPLARS, Candidate, exemplars
from dawn_chorus.topics.frequencies import Frequencies, learn
from dawn_chorus.topics.label import MAX_COLUMNS, columns, label_of, shorten, tidy
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.terms import Term, terms_of, top_names, top_terms
from dawn_chorus.topics.themes import theme_of
from dawn_chorus.topics.triage import Scores

Tweet = Callable[..., Document]

BACKGROUND = [f"We see AI models and images from Zorbital every day {n}" for n in range(80)] + ["plain words"] * 80
TOPIC = [
    "Zorbital has released Nimbus Kite Pro with open weights",
    "I love what Nimbus Kite Pro does to images",
    "nimbus kite pro draws my hands with six fingers",
]


def told(texts: Sequence[str], votes: Sequence[int] = ()) -> tuple[list[Term], Frequencies]:
    analyses = [analyse(text) for text in texts]
    frequencies, names = learn(analyses, ((analyse(text), 30) for text in BACKGROUND))
    return terms_of(analyses, votes or [1] * len(texts), frequencies, names), frequencies


def test_the_telling_name_comes_first_whole_and_as_written() -> None:
    terms, frequencies = told(TOPIC)
    assert terms[0].written == "Nimbus Kite Pro"
    assert top_names(terms, frequencies) == ["Nimbus Kite Pro"]


def test_parts_of_a_name_are_no_terms_of_their_own() -> None:
    assert not {"nimbus", "kite", "pro", "nimbuskite"} & {term.key for term in told(TOPIC)[0]}


def test_a_part_that_stands_alone_more_often_is() -> None:
    terms, _ = told(["Now Quill is out", "We tried Quill", "They fear Quill", "See Quill Max there"])
    assert terms[0].written == "Quill"


def test_a_name_of_everybody_is_no_telling_name() -> None:
    texts = ["They say Zorbital sold Ostrava", "So Zorbital bought Ostrava"]
    terms, frequencies = told(texts)
    assert top_names(terms, frequencies) == ["Ostrava"]


def test_a_single_account_cannot_set_the_terms() -> None:
    terms, _ = told([*TOPIC, "my grandmother knits Nimbus Kite Pro"])
    assert "grandmother" not in {term.written for term in terms}


def test_a_text_that_many_sent_has_as_many_votes() -> None:
    terms, _ = told(["grandmothers knit in Ostrava", "Ostrava is nice"], votes=[9, 1])
    weight = {term.key: term.weight for term in terms}
    assert weight["grandmothers"] > 0


def test_handles_are_no_words_for_readers() -> None:
    terms, _ = told(["thanks @NimbusHQ for kites", "ask @NimbusHQ about kites"])
    assert {term.written for term in terms} == {"kites"}


def test_terms_are_few_and_sorted_by_weight() -> None:
    terms, _ = told([" ".join(f"word{n}x" for n in range(60))] * 2)
    weights = [term.weight for term in top_terms(terms)]
    assert len(weights) == 20
    assert weights == sorted(weights, reverse=True)


def candidate(document: Document, centrality: float = 0.8, chatter: float = 0.1, ad: float = 0.0) -> Candidate:
    return Candidate(document, Scores(ad, chatter), centrality)


def chosen(*candidates: Candidate) -> list[int]:
    return [each.document.tweet_id for each in exemplars(candidates)]


def test_central_texts_come_first(tweet: Tweet) -> None:
    assert chosen(candidate(tweet(1, "a"), 0.5), candidate(tweet(2, "b"), 0.9)) == [2, 1]


def test_different_authors_come_before_a_second_text_by_the_same(tweet: Tweet) -> None:
    best, second = candidate(tweet(1, "a", "ada"), 0.9), candidate(tweet(2, "b", "ada"), 0.85)
    assert chosen(best, second, candidate(tweet(3, "c", "bo"), 0.2)) == [1, 3, 2]


def test_originals_come_before_retweets_and_replies(tweet: Tweet) -> None:
    retweet, reply = tweet(1, "RT @a: x", kind="retweet"), tweet(2, "x", kind="reply")
    assert chosen(candidate(retweet), candidate(reply), candidate(tweet(3, "x"))) == [3, 2, 1]


def test_small_talk_and_advertising_come_last(tweet: Tweet) -> None:
    assert chosen(
        candidate(tweet(1, "lol"), chatter=0.6), candidate(tweet(2, "buy"), ad=0.4), candidate(tweet(3, "news"))
    ) == [3, 2, 1]


def test_equals_are_taken_in_the_order_of_time(tweet: Tweet) -> None:
    many = [candidate(tweet(n, "a")) for n in (5, 3, 4, 2)]
    assert chosen(*many) == [2, 3, 4]
    assert len(chosen(*many)) == MAX_EXEMPLARS


def test_a_label_says_who_and_what() -> None:
    terms, frequencies = told(TOPIC)
    label = label_of(top_names(terms, frequencies), terms, TOPIC)
    assert label == "Zorbital has released Nimbus Kite Pro with open weights"


def test_a_clause_without_the_name_gets_it_in_front() -> None:
    term = Term("nimbuskite", "Nimbus Kite", 3.0, is_name=True, share=1.0)
    assert label_of(["Nimbus Kite"], [term], ["It paints hands with six fingers"]).startswith("Nimbus Kite：It paints")


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
