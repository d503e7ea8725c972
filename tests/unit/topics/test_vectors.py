"""Vectors: a dot product is a similarity, made of words and of names."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.text.analysis import analyse
from dawn_chorus.topics.frequencies import learn
from dawn_chorus.topics.vectors import Matrix, unit_rows, vectors

BACKGROUND = [f"everyday words about the weather and Zorbital {n}" for n in range(200)]


def rows(*texts: str) -> Matrix:
    analyses = [analyse(text) for text in texts]
    frequencies, names = learn(analyses, ((analyse(text), 30) for text in BACKGROUND))
    return vectors(analyses, frequencies, names)


def similarity(*texts: str) -> float:
    matrix = rows(*texts)
    return float((matrix[0] @ matrix[1].T)[0, 0])


def test_similarity_is_a_share() -> None:
    matrix = rows("Nimbus Kite flies", "Nimbus Kite flies", "an other text about Nimbus Kite and more")
    products = (matrix @ matrix.T).toarray()
    assert (products >= 0).all()
    assert (products <= 1 + 1e-6).all()


def test_texts_without_a_word_in_common_have_none() -> None:
    assert similarity("we saw Nimbus Kite", "they fear Ostrava Bank") == 0


def test_a_name_in_common_says_more_than_a_word_in_common() -> None:
    named = similarity("they say Quillhaven draws", "you know Quillhaven sings")
    worded = similarity("they say seagulls draw", "you know seagulls sing")
    assert named > worded > 0


def test_a_name_that_everybody_uses_ties_nothing() -> None:
    rare = similarity("they say Quillhaven draws", "you know Quillhaven sings")
    common = similarity("they say Zorbital draws", "you know Zorbital sings")
    assert common < rare / 2


def test_one_faint_name_is_not_all_that_a_text_is_about() -> None:
    matrix = rows("they say Quillhaven draws", "you know Quillhaven sings")
    length = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    assert (length < 1).all(), "a part of each row is left to a name that nobody shares"


def test_without_names_words_are_all_there_is() -> None:
    assert similarity("harbour ostrava flood water", "harbour ostrava flood rain") > 0.4


@pytest.mark.parametrize("texts", [(), ("",), ("🔥", "https://t.co/a"), ("the of and",)])
def test_texts_without_words_have_empty_rows(texts: tuple[str, ...]) -> None:
    matrix = rows(*texts)
    assert (matrix.shape[0], matrix.nnz) == (len(texts), 0)


def test_rows_of_length_one_stay_and_empty_ones_stay_empty() -> None:
    matrix = unit_rows(sp.csr_matrix([[3.0, 4.0], [0.0, 0.0]]))
    assert matrix.toarray() == pytest.approx(np.array([[0.6, 0.8], [0.0, 0.0]]))


def test_a_prior_shortens_rows_the_more_the_less_they_weigh() -> None:
    light, heavy = unit_rows(sp.csr_matrix([[0.3], [3.0]]), prior=0.3).toarray().ravel()
    assert light == pytest.approx(1 / np.sqrt(2))
    assert light < heavy < 1


@given(st.permutations(["Nimbus Kite flies", "kites and nets", "Ostrava Bank strikes", "nets of Ostrava"]))
def test_the_order_of_texts_only_orders_the_rows(texts: list[str]) -> None:
    ordered = sorted(texts)
    place = [ordered.index(text) for text in texts]
    given_rows, sorted_rows = rows(*texts), rows(*ordered)
    expected = (sorted_rows @ sorted_rows.T).toarray()[np.ix_(place, place)]
    assert (given_rows @ given_rows.T).toarray() == pytest.approx(expected, abs=1e-6)
