"""Segments: Chinese is cut into words, the lexicon's names stay whole, and nothing of the machine leaks in."""

import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.text.segment import han_names, segment, segmenter


def test_a_run_is_cut_into_words() -> None:
    assert segment("今天下雨") == ["今天", "下雨"]


@pytest.mark.parametrize("name", ["英伟达", "人工智能", "智能体"])
def test_the_lexicons_names_are_one_word_wherever_they_stand(name: str) -> None:
    assert name in segment(f"听说{name}又有了新消息")


def test_the_lexicons_names_for_the_segmenter_are_han_only() -> None:
    names = han_names()
    assert len(names) > 50
    assert not any(c.isascii() for name in names for c in name)


def test_one_character_needs_no_dictionary() -> None:
    assert segment("好") == ["好"]


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=40))
def test_nothing_is_lost_and_nothing_is_made_up(run: str) -> None:
    assert "".join(segment(run)) == run


def test_loading_the_dictionary_leaves_no_file_for_others_to_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dictionary").write_text("下雨 9 v\n", encoding="utf-8")
    monkeypatch.setattr("jieba.Tokenizer.get_dict_file", lambda _: (tmp_path / "dictionary").open("rb"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert segmenter.__wrapped__().lcut("下雨") == ["下雨"]
    assert [path.name for path in tmp_path.iterdir()] == ["dictionary"]


def test_the_dictionary_is_loaded_once() -> None:
    assert segmenter() is segmenter()


def test_importing_jieba_leaves_no_hole_for_other_modules_to_fall_into() -> None:
    segmenter()
    assert sys.modules.get("pkg_resources", ...) is not None
