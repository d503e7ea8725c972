"""Evidence: references of a post become links to cards, and cards show which words are quoted."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ui.conftest import row

from dawn_chorus.ui.evidence import Card, cards_of, highlight, post_of

HOSTILE = json.loads((Path(__file__).parents[2] / "browser" / "hostile.json").read_text(encoding="utf-8"))
POST = """---
layout: post
title: "secret: front matter"
---

# Kites

1. **Kite 2** is out[\\[1\\]](https://x.com/ana/status/101), hands are hard[\\[2\\]](https://x.com/i/web/status/102).
2. Again[\\[1\\]](https://x.com/ana/status/101).

![cloud](/news/assets/images/2026/03/cloud.jpg)

[data](/news/assets/data/x.json) [out](https://elsewhere.example/x.com/ana/status/103)
"""
NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)


def citation(tweet_id: str, quote: str) -> dict[str, str]:
    return {"tweet_id": tweet_id, "author": "ana", "quote": quote}


def statement(text: str, *citations: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"parts": [{"kind": "words", "text": text}], "citations": list(citations), **more}


def tweet(tweet_id: int, text: str) -> Any:
    return row(tweet_id=tweet_id, text=text, handle="ana", name="Ana", created_at=NOON)


def cards(*statements: dict[str, Any], tweets: tuple[Any, ...] = ()) -> list[Card]:
    return cards_of(post_of(POST, None), {"statements": list(statements)}, tweets)


def test_references_lead_to_their_cards_and_are_numbered_as_in_the_post() -> None:
    post = post_of(POST, None)
    assert post.tweet_ids == ("101", "102")
    assert post.html.count('href="#tweet-101" class="reference"') == 2
    assert 'href="#tweet-102"' in post.html


def test_other_links_are_text_and_the_front_matter_is_not_there() -> None:
    html = post_of(POST, None).html
    assert "data out" in html
    assert "elsewhere.example" not in html
    assert "secret" not in html


def test_the_picture_is_ours_or_none() -> None:
    assert '<img src="/pages/picture" alt="cloud" />' in post_of(POST, "/pages/picture").html
    assert "<img" not in post_of(POST, None).html


@pytest.mark.parametrize("text", [each["text"] for each in HOSTILE])
def test_a_post_that_let_html_through_still_makes_none(text: str) -> None:
    html = str(post_of(f"# Kites\n\nbefore {text}\n\nafter\n", None).html).lower()
    for tag in ("<script", "<img", "<iframe", "<svg", "<style", "<a href", "<base", "<meta", "<form"):
        assert tag not in html


def test_a_card_shows_which_words_of_the_tweet_are_quoted() -> None:
    said = tweet(101, "RT @bo: Kite 2 is out &amp; free")
    first, second = cards(statement("It is out", citation("101", "Kite 2 is out")), tweets=(said,))
    assert [(piece.text, piece.is_quoted) for piece in first.pieces] == [("Kite 2 is out", True), (" & free", False)]
    assert first.url == "https://x.com/ana/status/101"
    assert [told.text for told in first.told] == ["It is out"]
    assert (second.number, second.pieces, second.told) == (2, (), ())


def test_a_tweet_that_is_gone_leaves_a_card_without_words() -> None:
    first, _ = cards(statement("It is out", citation("101", "Kite 2 is out")))
    assert (first.handle, first.pieces, first.created_at) == ("ana", (), None)


def test_numbers_that_no_tweet_says_name_their_rows() -> None:
    counting = statement("14 of them", citation("101", "x"), numbers=[{"value": 14, "source": "topics.1.accounts"}])
    assert cards(counting)[0].told[0].counted == ("14 (topics.1.accounts)",)


@pytest.mark.parametrize(
    ("quotes", "marked"),
    [
        ([], []),
        (["nowhere"], []),
        (["quick"], ["quick"]),
        (["quick", "fox"], ["quick", "fox"]),
        (["quick brown", "brown fox"], ["quick brown fox"]),
        (["quick brown fox", "brown"], ["quick brown fox"]),
        (["the quick brown fox"], ["the quick brown fox"]),
    ],
)
def test_quotes_are_marked_and_those_that_overlap_are_one(quotes: list[str], marked: list[str]) -> None:
    pieces = highlight("the quick brown fox", quotes)
    assert [piece.text for piece in pieces if piece.is_quoted] == marked


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=6))
def test_marking_loses_and_adds_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    quotes = [text[start : start + length] for start, length in spans]
    pieces = highlight(text, [quote for quote in quotes if quote])
    assert "".join(piece.text for piece in pieces) == text
