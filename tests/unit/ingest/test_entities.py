"""Entities found in texts, and the spelling of listed ones."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.ingest.entities import Entities, extract, spelled


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("@NadiaVerrin and @brindle_labs, @nadiaverrin again", ("nadiaverrin", "brindle_labs")),
        ("感谢@NadiaVerrin的分享", ("nadiaverrin",)),
        ("＠NadiaVerrin (@b)", ("nadiaverrin", "b")),
        ("write to team@brindle.example or .@x", ()),
        ("f!@kn and @aliceì", ()),
        ("https://pages.example/@nadiaverrin", ()),
        ("@a@b", ()),
        ("@" + "a" * 21, ()),
        ("RT@nadiaverrin rt:@brindle_labs art@x", ("nadiaverrin", "brindle_labs")),
        ("the list @nadiaverrin/plans of @brindle_labs/", ("brindle_labs",)),
        ("@https://pages.example", ()),
    ],
)
def test_mentions(text: str, mentions: tuple[str, ...]) -> None:
    assert extract(text).mentions == mentions


@pytest.mark.parametrize(
    ("text", "hashtags"),
    [
        ("#OpenPlans, #openplans #x1", ("openplans", "x1")),
        ("今天 #人工智能 很热闹，＃大模型。", ("人工智能", "大模型")),
        ("今天的#人工智能", ()),
        ("ranked #1 of #2030", ()),
        ("&#39; a#b c/#d", ()),
        ("https://pages.example/a#part", ()),
        (
            "#महात्मा #ผู้เริ่ม #il·lusió #メ〜テレ #می\u200cخواهم",
            ("महात्मा", "ผู้เริ่ม", "il·lusió", "メ〜テレ", "می\u200cخواهم"),
        ),
        ("#https://pages.example #plans", ("plans",)),
        ("##a #b#c #", ("a",)),
    ],
)
def test_hashtags(text: str, hashtags: tuple[str, ...]) -> None:
    assert extract(text).hashtags == hashtags


@pytest.mark.parametrize(
    ("text", "cashtags"),
    [
        ("$vrnt up, $BRK.B flat, $VRNT again", ("VRNT", "BRK.B")),
        ("$100 and US$vrnt and $$", ()),
        ("买入 $VRNT。", ("VRNT",)),
        ("$VRNT$OSFY ($KRGN) .$TSRO", ("VRNT", "KRGN")),
    ],
)
def test_cashtags(text: str, cashtags: tuple[str, ...]) -> None:
    assert extract(text).cashtags == cashtags


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://t.co/AbC123.", ("https://t.co/AbC123",)),
        ("看https://t.co/AbC123这里", ("https://t.co/AbC123",)),
        ("https://t.co/AbC123's end", ("https://t.co/AbC123",)),
        (
            "(https://pages.example/a?b=c&d=e#f) twice https://pages.example/a?b=c&d=e#f",
            ("https://pages.example/a?b=c&d=e#f",),
        ),
        ("javascript://alert(1) ftp://x https://", ()),
        (
            "(https://b.example/Plan_(2030)) (https://b.example/c)",
            ("https://b.example/Plan_(2030)", "https://b.example/c"),
        ),
        ("https://t.co/AbC123?amp=1 https://t.co/" + "a" * 41, ("https://t.co/AbC123?amp=1",)),
        ("http://例子.example/路 https://pages.example/Планы", ("http://例子.example/", "https://pages.example/Планы")),
        ("看http://b.example。https://a.b.example:8080?q=1。", ("http://b.example", "https://a.b.example:8080?q=1")),
        ("http://no-dot http://x.y http://-a.example http://a_b.example http://a.example-b", ()),
        ("@https://pages.example $https://pages.example #https://pages.example", ()),
        ("看 http://plans.中国/a 很好", ("http://plans.中国/a",)),
        ("http://plans.中国很好", ("http://plans.中国",)),
        ("http://☀plans.example/a", ("http://☀plans.example/a",)),
        (f"http://{'a' * 64}.example", ()),
        (f"http://{'a' * 63}.example", (f"http://{'a' * 63}.example",)),
        ("http://xn--计划.example", ()),
    ],
)
def test_urls(text: str, urls: tuple[str, ...]) -> None:
    assert extract(text).urls == urls


def test_listed_entities_are_spelled_the_same_way() -> None:
    listed = spelled(["NadiaVerrin"], ["OpenPlans", "openplans"], ["vrnt"], ["HTTPS://a.example", "javascript:x", ""])
    assert listed == Entities(("nadiaverrin",), ("openplans",), ("VRNT",), ("HTTPS://a.example",))


def test_two_findings_together_name_each_once_in_order() -> None:
    both = Entities(("a",), ("x",)) | Entities(("b", "a"), ("x",), ("V",), ("https://u",))
    assert both == Entities(("a", "b"), ("x",), ("V",), ("https://u",))


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    found = extract(text)
    assert all(each == each.lower() and "@" not in each for each in found.mentions)
    assert all("#" not in each for each in found.hashtags)


@pytest.mark.parametrize(
    "text",
    [
        *["#" + "1" * 50_000, "#1" * 25_000, "@" * 50_000, "https://" * 10_000, "$A." * 20_000],
        *["https://" + part * 30_000 for part in ("a", "a.", "a-", "a_", "é.")],
        *["https://a.example/" + "(" * 50_000 + ")" * 50_000, "#" + "a" * 100_000, "rt@" * 50_000],
    ],
)
def test_hostile_repetition_takes_linear_time(text: str) -> None:
    start = time.perf_counter()
    extract(text)
    assert time.perf_counter() - start < 1
