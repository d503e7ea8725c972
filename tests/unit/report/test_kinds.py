"""Kinds are printed where the wording is plain, and not otherwise."""

import pytest

from dawn_chorus.report.kinds import (
    MAX_WEAK,
    OTHER,
    STRONG,
    WEAK,
    kind_names,
    kind_of,
    kind_points,
    model_names,
    telling_kinds,
)
from dawn_chorus.report.phrases import load_phrases


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Introducing Flux 9, our latest model, weights under Apache 2.0", "model_release"),
        ("刚刚开源了 Qwen 9，最新模型，权重可下载", "model_release"),
        ("You can now pin agents, a new feature rolling out to all subscribers", "feature_update"),
        ("Tessaro raised $40M in a series B at a valuation of $900 million", "market"),
        ("New paper: we find that ablations of the dataset change the findings", "research"),
        ("Sparse Attention for Robot Navigation in Cluttered Rooms", "research"),
        ("The White House signed an executive order on export controls", "policy_ethics"),
        ("Ossify and Korrigan are partnering with enterprise customers in a new partnership with banks", "enterprise"),
    ],
)
def test_plain_wording(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "good morning",
        "I had lunch with the Tessaro team",
        "using Qwen 9 with my own prompts, no paper needed",
        "",
        "We looked at the price of the new model",
        "A feature, another mode and one more app for developers",
    ],
)
def test_no_kind_is_better_than_a_wrong_one(text: str) -> None:
    assert kind_of(text) is None


def test_a_release_needs_the_name_beside_the_word() -> None:
    assert kind_of("Released on a Friday, long after everyone had gone home, they spoke of Grok 9") != "model_release"


def test_model_names() -> None:
    assert model_names().finds("with GPT-9 and more")
    assert model_names().is_word("Claude Opus 9.5")
    assert not model_names().finds("a model of a ship")


def test_every_kind_has_a_title_and_other_comes_last() -> None:
    assert kind_names()[-1] == OTHER
    assert all(load_phrases("zh")[f"kinds.{kind}"] for kind in kind_names())


def points_of(kind: str, text: str) -> int:
    """The points that a text has of one kind."""
    return kind_points(text)[kind_names().index(kind)]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("a kite", 0),
        ("a study of kites", WEAK),
        ("a preprint of kites", STRONG),
        ("a preprint, a preprint, the same preprint", STRONG),
        ("a preprint and a study", STRONG + WEAK),
        ("a study with findings, results, a dataset and researchers", MAX_WEAK * WEAK),
        ("a preprint for our workshop", 0),
    ],
    ids=["none", "weak", "strong", "a cue counts once", "both", "weak cues are capped", "against"],
)
def test_cues_are_points_of_their_kind(text: str, points: int) -> None:
    assert points_of("research", text) == points


def test_a_text_has_points_of_every_kind_but_the_last() -> None:
    assert len(kind_points("a kite")) == len(kind_names()) - 1


@pytest.mark.parametrize(
    "text",
    [
        "Introducing Qwen 9",
        "Qwen 9 is finally here",
        "Qwen 9 just dropped",
        "开源了 Qwen 9",
        "Qwen 9 今日发布",
        "Brindle Labs releases a pair of reasoning models",
        "Introducing Brindle 3, our small model",
        "推出 Brindle 3，一个小模型",
    ],
)
def test_a_release_is_a_model_beside_a_word_of_release(text: str) -> None:
    assert points_of("model_release", text) >= STRONG


@pytest.mark.parametrize(
    "text",
    [
        "Qwen 9 is out in Tessaro",
        "Qwen 9 发布后大家都在谈",
        "Introducing Brindle 3. It flies, and no model is needed",
        "releases a kite for models",
        "Introducing a kite",
    ],
)
def test_a_word_of_release_beside_another_thing_is_no_release(text: str) -> None:
    assert points_of("model_release", text) < STRONG


@pytest.mark.parametrize("money", ["$40M", "€1.5 billion", "3 亿美元", "数百万元", "¥200 million"])
def test_a_sum_of_millions_is_a_weak_cue_of_the_market(money: str) -> None:
    assert points_of("market", f"a kite for {money} at last") >= WEAK


@pytest.mark.parametrize("money", ["$40", "40 million kites", "3 万人"])
def test_small_sums_and_other_millions_are_none(money: str) -> None:
    assert points_of("market", f"a kite for {money} at last") == 0


@pytest.mark.parametrize(
    "text",
    [
        "Kites: Wind",
        "Sparse Attention for robots that walk in cluttered rooms",
        "Sparse Attention for Robot Navigation in Cluttered Rooms.",
        "Sparse " * 30 + "Rooms",
    ],
    ids=["too short", "not capitalised", "a sentence", "too long"],
)
def test_what_is_not_written_like_a_papers_title_is_no_research(text: str) -> None:
    assert kind_of(text) is None


def test_two_kinds_of_like_points_are_no_kind() -> None:
    text = "A preprint and findings; regulators and the government"
    assert points_of("research", text) == points_of("policy_ethics", text) >= STRONG + WEAK
    assert kind_of(text) is None


def test_kinds_whose_wording_is_enough_are_kinds() -> None:
    assert telling_kinds() <= set(kind_names()) - {OTHER}
