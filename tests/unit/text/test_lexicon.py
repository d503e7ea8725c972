"""The lexicons load, are consistent, and say in one line what is wrong with them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from dawn_chorus.errors import ChorusError
from dawn_chorus.settings import settings
from dawn_chorus.text import lexicon
from dawn_chorus.text.keys import key_of

CACHED = (lexicon.stop_words, lexicon.known_names, lexicon.known_terms, lexicon.cues, lexicon.themes)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A lexicon folder of one's own; the real one counts again afterwards."""
    (tmp_path / "include" / "lexicons").mkdir(parents=True)
    monkeypatch.setenv("CHORUS_PROJECT", str(tmp_path))
    for cached in (settings, *CACHED):
        cached.cache_clear()
    yield tmp_path / "include" / "lexicons"
    monkeypatch.undo()
    for cached in (settings, *CACHED):
        cached.cache_clear()


def test_aliases_of_both_languages_lead_to_one_name() -> None:
    assert lexicon.known_names()["英伟达"] == lexicon.known_names()["nvidia"] == "NVIDIA"
    assert lexicon.canonical_key("智能体") == lexicon.canonical_key("aiagents") == "aiagent"
    assert lexicon.canonical_key("unheardof") == "unheardof"


def test_the_words_of_the_field_are_no_names() -> None:
    assert "ai" in lexicon.known_terms()
    assert not set(lexicon.known_terms()) & set(lexicon.known_names())


def test_no_spelling_stands_for_two_names() -> None:
    groups = yaml.safe_load((settings().include / "lexicons" / "names.yaml").read_text())
    spellings = Counter(
        (key_of(spelling))
        for group in groups.values()
        for name, aliases in group.items()
        for spelling in {key_of(s): s for s in (name, *aliases)}.values()
    )
    assert [spelling for spelling, count in spellings.items() if count > 1] == []


def test_the_list_of_names_is_useful_in_both_languages() -> None:
    names = lexicon.known_names()
    assert len(set(names.values())) >= 200
    assert sum(any("一" <= c <= "鿿" for c in spelling) for spelling in names) >= 80


@pytest.mark.parametrize("word", ["the", "don't", "You're", "什么", "我们"])
def test_stop_words_are_found_by_their_key(word: str) -> None:
    assert key_of(word) in lexicon.stop_words()


def test_every_cue_has_a_weight_that_is_a_share() -> None:
    for name in ("ads", "chatter"):
        assert all(0 < abs(cue.weight) < 1 for cue in lexicon.cues(name))
        assert len({cue.name for cue in lexicon.cues(name)}) == len(lexicon.cues(name))


def test_no_cue_fires_on_an_empty_text() -> None:
    assert [cue.name for name in ("ads", "chatter") for cue in lexicon.cues(name) if cue.pattern.search("")] == []


def test_themes_have_titles_and_an_honest_default_at_the_end() -> None:
    *known, default = lexicon.themes()
    assert default.key == "other"
    assert not default.pattern.search("any text of any kind")
    assert all(theme.zh and theme.en for theme in (*known, default))


def test_a_missing_file_is_one_clear_line(folder: Path) -> None:
    with pytest.raises(ChorusError, match=r"names\.yaml: cannot be read") as caught:
        lexicon.known_names()
    assert "restore" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: {pattern: '(', weight: 0.5}", "is not a pattern"),
        ("a: [", "cannot be read"),
        ("- a\n- b", "is not a mapping"),
    ],
)
def test_a_broken_lexicon_names_the_file(folder: Path, text: str, message: str) -> None:
    (folder / "ads.yaml").write_text(text)
    with pytest.raises(ChorusError, match=rf"ads.yaml.*{message}"):
        lexicon.cues("ads")


def test_a_remark_is_no_stop_word(folder: Path) -> None:
    (folder / "stopwords.xx.txt").write_text("# these are remarks\nfoo bar\n")
    assert lexicon.stop_words() == {"foo", "bar"}
