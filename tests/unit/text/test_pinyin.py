"""Pinyin: a product of two scripts is one name, and nothing else is touched."""

import pytest

from dawn_chorus.text.analysis import analyse
from dawn_chorus.text.keys import key_of
from dawn_chorus.text.lexicon import canonical_key, known_names
from dawn_chorus.text.pinyin import pinyin_key


@pytest.mark.parametrize(
    ("han", "latin"), [("青岚 2.0", "Qinglan 2.0"), ("听雨3.5", "Tingyu 3.5"), ("绿洲 1.0", "Lvzhou 1.0")]
)
def test_a_product_with_its_version_has_one_key_in_both_scripts(han: str, latin: str) -> None:
    assert canonical_key(key_of(han)) == canonical_key(key_of(latin))


@pytest.mark.parametrize(
    "key",
    ["青岚", "gpt5", "2026", "青20", "这个名字实在太长20", "青岚20260302", ""],
    ids=["no version", "Latin", "number", "one sign", "long", "date", "empty"],
)
def test_other_keys_stay(key: str) -> None:
    assert pinyin_key(key) == key


def test_versions_tell_products_apart() -> None:
    assert pinyin_key("青岚20") != pinyin_key("青岚21")


def test_the_lexicon_knows_better() -> None:
    assert all(canonical_key(key) == key_of(name) for key, name in known_names().items())


def test_both_scripts_are_one_name_in_a_text() -> None:
    han, latin = analyse("今天开源青岚 2.0，权重同步发布。"), analyse("Qinglan 2.0 is open, weights are up.")
    keys = [{phrase.key for phrase in each.phrases if phrase.is_capital} for each in (han, latin)]
    assert "qinglan20" in keys[0] & keys[1]
