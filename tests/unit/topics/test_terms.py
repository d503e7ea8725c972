"""Terms: what a topic's texts say more than others, names whole and as people write them."""

from collections.abc import Sequence

from dawn_chorus.text.analysis import analyse
from dawn_chorus.topics.frequencies import Frequencies, learn
from dawn_chorus.topics.terms import MAX_NAMES, MAX_TERMS, Term, terms_of, top_names, top_terms

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


def test_a_version_with_the_word_before_it_is_no_name() -> None:
    texts = ["老板问青岚 2.0 能不能用", "同事问青岚 2.0 行不行"]
    window = [analyse(text) for text in [*texts, *["今天青岚 2.0 开源", "我试了青岚 2.0"] * 4]]
    frequencies, names = learn(window, [])
    accidents = {name for name in names if name.endswith("qinglan20") and name != "qinglan20"}
    assert accidents
    assert not accidents & {term.key for term in terms_of(window[:2], [1, 1], frequencies, names)}


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
    assert len(weights) == MAX_TERMS
    assert weights == sorted(weights, reverse=True)


def test_a_name_that_few_of_the_texts_speak_of_does_not_stand_for_them() -> None:
    texts = [f"They fear Quillhaven for reason number{n}" for n in range(8)]
    terms, frequencies = told([*texts, "They fear Ostrava Bank and Quillhaven", "See Ostrava Bank"])
    assert "Ostrava Bank" in {term.written for term in terms}
    assert top_names(terms, frequencies) == ["Quillhaven"]


def test_names_are_few() -> None:
    text = "Ada met Zorbo, Quillo, Lumeno, Fernow, Kitero, Nimbor and Tarno"
    terms, frequencies = told([f"So {text}", f"Then {text}"])
    assert len(top_names(terms, frequencies)) == MAX_NAMES


def test_a_share_is_that_of_the_votes() -> None:
    terms, _ = told(["Some try Quillhaven", "Some try Ostrava"], votes=[3, 1])
    share = {term.key: term.share for term in terms}
    assert share["quillhaven"] == 0.75


def test_a_topic_without_words_has_no_terms() -> None:
    terms, frequencies = told(["🔥", "https://t.co/a"])
    assert (terms, top_names(terms, frequencies)) == ([], [])
