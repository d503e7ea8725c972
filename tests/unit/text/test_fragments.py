"""Fragments: no pattern matches a text that holds none of them."""

import pytest

from dawn_chorus.text.fragments import fragments_of
from dawn_chorus.text.lexicon import cues, cues_in


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("Kite", {"kite"}),
        (r"\b(?:free trial|新用户)\b", {"free trial", "新用户"}),
        (r"a(?:b|cd)?e+f", {"a"}),
        (r"(?:colou?r|shade)s?", {"colo", "shade"}),
        (r"(?:one|\d+) of", {" of"}),
        (r"(?:kites ){2,}", {"kites "}),
        (r"(?:kites )*\d", set()),
        (r"(?!no)yes", {"yes"}),
        (r"[kK]ite|\d", set()),
        ("STRASSE|ﬁne", {"strasse", "fine"}),
    ],
)
def test_fragments_are_what_must_stand_there(pattern: str, expected: set[str]) -> None:
    assert fragments_of(pattern) == expected


TEXTS = [
    "",
    "Save 20% OFF today with code KITE",
    "GM everyone ☀️", "限时优惠，立即购买",
    "we are releasing an open-source model",
    "ＦＲＥＥ trial", "only $5 left, hurry", "Kites are kites", "lol", "你们觉得呢？",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", ["ads", "chatter"])
def test_looking_for_fragments_first_finds_the_same_cues(name: str, text: str) -> None:
    assert list(cues_in(name, text)) == [cue for cue in cues(name) if cue.pattern.search(text)]


def test_nearly_every_cue_has_fragments() -> None:
    without = [cue.name for name in ("ads", "chatter") for cue in cues(name) if not cue.fragments]
    assert without == ["question"]
