"""Frequencies: what is common in the channel says little, what has just come up says much."""

import pytest

from dawn_chorus.text.analysis import Analysis, analyse
from dawn_chorus.topics.frequencies import RECENT_DAYS, Frequencies, learn

OLD = RECENT_DAYS


def analyses(*texts: str) -> list[Analysis]:
    return [analyse(text) for text in texts]


def learned(window: list[str], history: list[str], age: int = OLD) -> tuple[Frequencies, frozenset[str]]:
    return learn(analyses(*window), ((analyse(text), age) for text in history))


BACKGROUND = [f"We like Zorbital for kites and nets number{n}" for n in range(60)] + [
    f"plain text {n}" for n in range(60)
]


def test_a_word_of_many_days_is_common_and_a_new_one_rare() -> None:
    frequencies, _ = learned(["kites and quills"], BACKGROUND)
    assert frequencies.word_weight("quills") > frequencies.word_weight("kites") > 0


def test_a_name_that_everyone_uses_tells_nothing() -> None:
    frequencies, names = learned(["They say Zorbital likes Quillhaven"], BACKGROUND)
    assert {"zorbital", "quillhaven"} <= names
    assert frequencies.name_weight("zorbital") == 0
    assert frequencies.name_weight("quillhaven") > 0.8


def test_weights_are_shares() -> None:
    frequencies, names = learned(["They say Zorbital likes Quillhaven"], BACKGROUND)
    assert all(0 <= frequencies.name_weight(name) <= 1 for name in names)


def test_what_is_not_in_the_window_weighs_nothing() -> None:
    frequencies, _ = learned(["kites"], BACKGROUND)
    assert frequencies.word_weight("unheard") == 0


def test_yesterdays_story_still_tells_today() -> None:
    burst = [f"Everyone tries Quillhaven today {n}" for n in range(20)]
    window = ["We try Quillhaven too"]
    calm = ((analyse(text), OLD) for text in BACKGROUND)
    recent, _ = learn(
        analyses(*window), [*((analyse(text), OLD) for text in BACKGROUND), *((analyse(t), 1) for t in burst)]
    )
    longago, _ = learn(analyses(*window), [*calm, *((analyse(text), OLD) for text in burst)])
    assert recent.name_weight("quillhaven") > longago.name_weight("quillhaven")


def test_days_before_outweigh_the_window() -> None:
    window = [f"Quillhaven again, Quillhaven {n}" for n in range(20)]
    frequencies, _ = learned(["Some like Quillhaven", *window], BACKGROUND)
    assert frequencies.name_weight("quillhaven") > 0, "the window's big story must not look like a common word"


def test_without_days_before_the_window_is_all_there_is() -> None:
    window = [f"Some say Zorbital {n}" for n in range(30)] + ["Some say Quillhaven"]
    frequencies, _ = learned(window, [])
    assert frequencies.name_weight("quillhaven") > frequencies.name_weight("zorbital")


def test_a_word_counts_once_per_text() -> None:
    once, _ = learned(["kites"], ["kites"] * 5 + ["other"] * 20)
    often, _ = learned(["kites"], ["kites kites. kites"] * 5 + ["other"] * 20)
    assert once.word_weight("kites") == pytest.approx(often.word_weight("kites"))


def test_nothing_gives_nothing() -> None:
    frequencies, names = learn([], [])
    assert (frequencies.texts, names) == (0, frozenset())
