"""Kinds are printed where the wording is plain, and not otherwise."""

import pytest

from dawn_chorus.report.kinds import OTHER, kind_names, kind_of, model_names
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
