"""Honest posts for odd days, and the same bytes for the same rows."""

import random
from collections.abc import Callable

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report.checker import checker_for
from dawn_chorus.report.facts import Facts
from dawn_chorus.report.phrases import load_phrases
from dawn_chorus.report.render import render_post
from dawn_chorus.report.stage import compose

from .conftest import FactsMaker, TweetMaker, changed

DAYS: dict[str, list[tuple[str, str, str]]] = {
    "one tweet": [("Introducing Brindle 3, an open model for phones.", "maker", "single")],
    "one empty tweet": [("https://t.co/abc", "maker", "single")],
    "all spam": [("50% off everything, use code DAWN", f"shop{number}", "ad") for number in range(9)],
    "all small talk": [("good morning", f"user{number}", "chatter") for number in range(9)],
    "all Chinese": [
        ("青禾实验室今天发布了青禾2模型，参数30B，已经开源。", "qinghe", "single"),
        ("我认为智能体的核心是工具，而不是模型本身有多大。", "lixiang", "single"),
    ],
    "all English": [
        ("Tessaro now supports agents on Android for all subscribers.", "tessaro", "single"),
        ("I think evals should be public because nobody trusts private ones.", "amsel", "single"),
    ],
    "Arabic": [
        ("أطلقت الشركة اليوم نموذجا جديدا للذكاء الاصطناعي. هل سيكون مفتوحا؟", "sahar", "single"),
        ("النموذج متاح الآن للجميع", "omar", "single"),
    ],
    "emoji": [("🚀🚀🚀", "rocket", "single"), ("👍", "thumb", "chatter")],
    "hostile": [("Introducing {{ x }} model\u202e <b> [a](b) | `c`", "mallory", "single")],
}


@pytest.fixture
def day_of(tweet: TweetMaker, facts: FactsMaker) -> Callable[[str], Facts]:
    """The facts of one of the odd days."""
    return lambda name: facts([tweet(text, handle, role=role) for text, handle, role in DAYS[name]])


@pytest.mark.parametrize("name", DAYS)
def test_an_odd_day_gets_a_post_whose_every_statement_holds(
    name: str, day_of: Callable[[str], Facts], channel: Channel
) -> None:
    facts = day_of(name)
    report = compose(facts, channel)
    checker = checker_for(facts, channel, load_phrases("zh"))
    assert report.dropped == {}
    assert all(checker.check(statement) is None for statement in report.statements)
    post = render_post(report)
    assert f"{len(facts.tweets)} 条推文" in post
    assert post.count("\n\n\n") == 0
    assert ("没有内容：" in post) == ("## 详细分析部分" in post)


@pytest.mark.parametrize("name", ["all spam", "all small talk", "one empty tweet", "emoji"])
def test_where_nothing_was_said_nothing_is_stated(name: str, day_of: Callable[[str], Facts], channel: Channel) -> None:
    report = compose(day_of(name), channel)
    assert report.statements == ()
    assert report.tags == ()


def test_quotations_stay_in_their_language_and_marks(day_of: Callable[[str], Facts], channel: Channel) -> None:
    chinese = compose(day_of("all Chinese"), channel).section("key_points")
    assert "「青禾实验室今天发布了青禾2模型，参数30B，已经开源。」" in chinese[0].text
    english = compose(day_of("all English"), channel).section("key_points")
    assert '"Tessaro now supports agents on Android for all subscribers."' in english[0].text


def test_the_order_of_rows_changes_no_byte(news_day: Facts, channel: Channel) -> None:
    expected = compose(news_day, channel).model_dump_json()
    for seed in range(3):
        tweets, topics = list(news_day.tweets), list(news_day.topics)
        random.Random(seed).shuffle(tweets)
        random.Random(seed).shuffle(topics)
        shuffled = changed(news_day, tweets=tuple(tweets), topics=tuple(topics))
        assert compose(shuffled, channel).model_dump_json() == expected
