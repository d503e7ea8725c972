"""Which of many sentences are chosen, and in which order."""

import numpy as np
import pytest

from dawn_chorus.report.choosing import choose, key_sentences, likeness, nearness
from dawn_chorus.report.excerpts import Excerpt

ALIKE = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
WORTH = np.array([3.0, 2.9, 2.5])


def places(pieces: list[str], room: int, said: int = 0) -> list[int]:
    return key_sentences([Excerpt(text, 0) for text in pieces], (), [1] * len(pieces), room, said)


def test_what_repeats_a_better_one_comes_after_what_does_not() -> None:
    assert list(choose(WORTH, ALIKE, [1, 1, 1], 3)) == [0, 2, 1]


@pytest.mark.parametrize(("room", "chosen"), [(0, []), (1, [2]), (2, [2]), (3, [0]), (4, [0, 2]), (9, [0, 2, 1])])
def test_only_what_fits_the_room_is_chosen(room: float, chosen: list[int]) -> None:
    assert list(choose(WORTH, ALIKE, [3, 3, 1], room)) == chosen


def test_what_was_chosen_before_is_not_chosen_again_nor_repeated() -> None:
    assert list(choose(WORTH, ALIKE, [1, 1, 1], 2, chosen=[0])) == [2, 1]


def test_of_equals_the_first_is_chosen() -> None:
    assert list(choose(np.zeros(3), np.zeros((3, 3)), [1, 1, 1], 2)) == [0, 1]


def test_texts_are_alike_by_their_words_whatever_their_case_and_links_are_none() -> None:
    found = likeness(["the harbour is shut", "THE Harbour is shut", "kites fly"])
    assert found[0, 1] == pytest.approx(1)
    assert found[0, 2] == 0


def test_rare_words_make_texts_more_alike_than_common_ones() -> None:
    found = likeness(["ferry harbour", "ferry kite", "ferry moon", "harbour moon ferry"])
    assert found[0, 3] > found[0, 1] > 0


def test_a_text_of_the_common_subject_is_near_the_middle_and_one_of_stop_words_is_not() -> None:
    near = nearness(["the harbour is shut", "harbour shut again", "kites fly", "it is the"])
    assert near[0] > near[2] > near[3] == 0


def test_key_sentences_tell_the_subject_first_and_then_something_else() -> None:
    pieces = [
        "The harbour of Ostrava is shut since Monday because of ice.",
        "The harbour of Ostrava is shut since Monday, because of ice!",
        "Ferries to the harbour of Ostrava carry 300 people now.",
        "Good night.",
    ]
    first, second = places(pieces, 2)
    assert {first, second} in ({0, 2}, {1, 2})
    assert places(pieces, 1, said=1) == [2]


def test_of_nothing_nothing_is_chosen() -> None:
    assert places([], 3) == []
    assert list(nearness([])) == []
