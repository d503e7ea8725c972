"""Hostile tweets through the whole stage: counted, perhaps quoted, never obeyed."""

import html
import re
from pathlib import Path

import pytest
import yaml

from .conftest import KITE, World

ATTACKS = yaml.safe_load(
    (Path(__file__).resolve().parents[3] / "include" / "sample" / "hostile.yaml").read_text(encoding="utf-8")
)["attacks"]


@pytest.fixture
def post(world: World) -> str:
    """The post of a day on which every attack is a tweet, and passed on by others as well."""
    said = [(f"mallory{n}", attack["text"]) for n, attack in enumerate(ATTACKS)]
    echoed = [(f"echo{n}", f"{attack['text']} (about the AI model Nimbus Kite 2)") for n, attack in enumerate(ATTACKS)]
    world.write(0, *KITE, *said, *echoed, description='CEO {{ site }} "}} <b>')
    (content,) = [text for path, text in world.report(world.analyse(0)).items() if path.startswith("_posts/")]
    return content.decode()


def test_no_attack_leaves_its_mark(post: str) -> None:
    body = post.split("---\n", 2)[2]
    for raw in (
        "{{",
        "{%",
        "{:",
        "{::",
        "<script",
        "<iframe",
        "<img",
        "\u202e",
        "\u200b",
        "```",
        "~~~",
        "](javascript",
    ):
        assert raw not in body, raw


def test_links_lead_to_tweets_and_to_our_own_files_only(post: str) -> None:
    targets = re.findall(r"\]\(([^)\s]*)\)", post)
    assert targets
    assert [each for each in targets if not re.match(r"https://x\.com/\w+(/\w+)*/status/\d+$|/assets/", each)] == []


def test_the_front_matter_and_the_headings_are_ours(post: str) -> None:
    fields = yaml.safe_load(post.split("---\n")[1])
    assert fields["layout"] == "post"
    assert "permalink" not in fields
    assert [line for line in post.splitlines() if line.startswith("# ")] == ["# AI人工智能领域Twitter讨论总结报告"]


def test_orders_to_a_machine_are_not_passed_on(post: str) -> None:
    assert "previous instructions" not in html.unescape(post)


def test_the_news_is_told_all_the_same(post: str) -> None:
    assert "Nimbus Kite 2" in post
