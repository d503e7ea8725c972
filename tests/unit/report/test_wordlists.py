"""Word lists: whole words, any case, Chinese anywhere, and errors that help."""

import re
from pathlib import Path

import pytest

from dawn_chorus.database.connect import reset
from dawn_chorus.errors import ChorusError
from dawn_chorus.report.wordlists import WordList, cues, load


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["launch"], "we launch it", True),
        (["launch"], "we LAUNCH it", True),
        (["launch"], "we launched it", False),
        (["launch*"], "we launched it", True),
        (["launch*"], "relaunch day", False),
        (["now available"], "is now\u3000available here", True),
        (["发布"], "今天发布了", True),
        (["发布"], "今天上线了", False),
        (["% off"], "50% off today", True),
        (["i'm"], "I’m sure", True),
        (["ai"], "AI模型", True),
        (["ai"], "aim", False),
        (["gpt", "gpt*"], "gpt5", True),
        (["$*"], "it costs $5", True),
        (["'tis"], "’Tis out", True),
        (["open weights"], "the weights are open", False),
        ([], "anything", False),
    ],
)
def test_finding(words: list[str], text: str, found: bool) -> None:
    assert WordList(words).finds(text) is found


def test_counting_counts_different_words() -> None:
    words = WordList(["open", "open weights", "model"])
    assert words.count("open weights, OPEN weights and a model, a model") == 2


def test_longer_words_hide_no_shorter_ones() -> None:
    words = WordList(["rolling out", "rolling"])
    assert words.count("rolling stones are rolling out") == 2


def test_is_word_wants_the_whole_text() -> None:
    words = WordList(["new"])
    assert words.is_word("New")
    assert not words.is_word("new thing")


def test_given_patterns_are_searched_in_lower_case() -> None:
    assert WordList((), [r"brindle \d"]).finds("BRINDLE 3")


@pytest.mark.parametrize("pattern", [r"brin\w+ (?:three|iii)", r"\d{2,} seats", r"(?:a|bri)ndle", "[bc]rindle"])
def test_a_pattern_is_searched_in_every_text_that_may_match(pattern: str) -> None:
    said = ("brindle three", "we have 400 seats", "crindle", "nothing of it")
    found = [text for text in said if re.search(pattern, text)]
    assert [text for text in said if WordList(["other"], [pattern]).finds(text)] == found != []


def test_words_are_never_patterns() -> None:
    assert not WordList(["a.c"]).finds("abc")
    assert WordList(["c++"]).finds("in C++ today")


def test_every_cue_list_compiles_and_the_field_depends_on_the_subject() -> None:
    for name in load("cues"):
        assert not cues(name, "ai").finds("")
    assert cues("field_terms", "finance").finds("bond yields")
    assert not cues("field_terms", "ai").finds("bond yields")
    assert cues("field_terms", "gardening").finds("bond yields"), "an unknown subject uses the lists of all"


def test_a_broken_lexicon_names_the_file_and_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "include" / "lexicons").mkdir(parents=True)
    broken = tmp_path / "include" / "lexicons" / "cues.yaml"
    monkeypatch.setenv("CHORUS_PROJECT", str(tmp_path))
    reset()
    try:
        with pytest.raises(ChorusError, match=r"cues\.yaml: cannot be read"):
            load("cues")
        broken.write_text("- a list\n", encoding="utf-8")
        with pytest.raises(ChorusError, match="not a mapping"):
            load("cues")
        broken.write_text("a: [\n", encoding="utf-8")
        with pytest.raises(ChorusError, match="cannot be read") as caught:
            load("cues")
        assert caught.value.remedy
    finally:
        monkeypatch.undo()
        reset()
