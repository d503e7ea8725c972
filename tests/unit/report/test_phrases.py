"""The language pack: every phrase that the code says exists, and none is left over."""

import re
from pathlib import Path

import pytest

from dawn_chorus.errors import ChorusError
from dawn_chorus.report.model import Part
from dawn_chorus.report.phrases import Phrases, load_phrases
from dawn_chorus.settings import settings

REPORT = Path(__file__).resolve().parents[3] / "src" / "dawn_chorus" / "report"


def test_filling_keeps_words_and_values_apart() -> None:
    pack = Phrases("zh", {"k": "有 {n} 条，{list}。"})
    number = Part(kind="number", text="3")
    parts = pack.fill("k", n=number, list=[Part(kind="name", text="A"), Part(kind="words", text="、")])
    assert [part.kind for part in parts] == ["words", "number", "words", "name", "words", "words"]
    assert "".join(part.text for part in parts) == "有 3 条，A、。"


def test_braces_in_values_are_no_gaps() -> None:
    pack = Phrases("zh", {"k": "{name}"})
    assert pack.fill("k", name="{evil} {{ site }}")[0].text == "{evil} {{ site }}"


def test_an_empty_filling_leaves_no_part() -> None:
    assert Phrases("zh", {"k": "{a}{b}"}).fill("k", a="", b=[]) == []


def test_errors_say_where_to_mend() -> None:
    pack = Phrases("zh", {"k": "{typo}"})
    with pytest.raises(ChorusError, match=r"'k'.*unknown gap \{typo\}") as caught:
        pack.fill("k", name="x")
    assert "name" in caught.value.remedy
    with pytest.raises(ChorusError, match="no phrase 'missing'") as caught:
        pack["missing"]
    assert "phrases.yaml" in caught.value.remedy
    with pytest.raises(ChorusError, match="cannot be read"):
        load_phrases("xx")


def test_every_phrase_is_used_and_every_phrase_used_exists() -> None:
    """Keys in the code and the templates; those with a gap (f"kinds.{kind}") stand for their group."""
    sources = [
        *REPORT.rglob("*.py"),
        REPORT.parent / "publish" / "revision.py",
        *(settings().include / "templates" / "zh").rglob("*.j2"),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    known = set(load_phrases("zh").sentences)
    text = re.sub(r'number\([^"]*?f?"[^"]*"', "", text)  # a number's source is no phrase
    groups = {key.split(".")[0] for key in known}
    said = {key for key in re.findall(r"[\"']([a-z_]+\.[a-z_]+)[\"']", text) if key.split(".")[0] in groups}
    stems = set(re.findall(r'f"([a-z_]+\.(?:[a-z]+_)?)\{', text)) | {"empty.", "period.", "before.", "now."}
    assert not said - known, "add these phrases to the pack"
    unused = {key for key in known - said if not key.startswith(tuple(stems))}
    assert not unused, "these phrases are never said; remove them from the pack"


def test_no_phrase_judges() -> None:
    """The words around the data claim nothing that nobody said."""
    text = " ".join(load_phrases("zh").sentences.values())
    assert not re.search(r"重大|里程碑|颠覆|震撼|积极|乐观|令人|显著|标志着|引领|火爆|惊人", text)
