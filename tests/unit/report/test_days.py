"""Honest posts for odd days, and the same bytes for the same rows."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report.checker import checker_for
from dawn_chorus.report.facts import Facts, TweetFact
from dawn_chorus.report.phrases import load_phrases
from dawn_chorus.report.render import render, render_post
from dawn_chorus.report.stage import compose

TweetMaker = Callable[..., TweetFact]
FactsMaker = Callable[..., Facts]

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
    assert "## 词云分析" in post


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
    fields = {name: getattr(news_day, name) for name in Facts.__dataclass_fields__ if name != "by_id"}
    expected = render(compose(news_day, channel))
    for seed in range(3):
        shuffled = list(news_day.tweets)
        random.Random(seed).shuffle(shuffled)
        assert render(compose(Facts(**{**fields, "tweets": tuple(shuffled)}), channel)) == expected


def test_the_hash_seed_changes_no_byte(tmp_path: object) -> None:
    code = (
        "import datetime as dt, hashlib\n"
        "from dawn_chorus.channel import Channel, Source\n"
        "from dawn_chorus.report.facts import *\n"
        "from dawn_chorus.report.render import render_post\n"
        "from dawn_chorus.report.stage import compose\n"
        "from dawn_chorus.window import Window\n"
        "channel = Channel(name='a_ai', title='x', short_title='y', start_date='2030-01-01',"
        " sources=(Source(name='i', path='p'),))\n"
        "day = dt.date(2030, 5, 4); now = dt.datetime(2030, 5, 4, 9, tzinfo=dt.UTC)\n"
        "texts = ['Brindle %d and Korrigan %d are now available, $OSFY $KRGN $TSRO rally' % (n % 3, n) for n in range(30)]\n"
        "tweets = tuple(TweetFact(n, day, now, Account(str(n % 7), 'user%d' % (n % 7)), text, cashtags=('OSFY', 'KRGN'))"
        " for n, text in enumerate(texts, 1))\n"
        "facts = Facts('a_ai', Window(day, day), now, tweets, (), (), (), Ledger(1, 30, 0, 0, 0, 24, 1, ('i',)), True)\n"
        "print(hashlib.sha256(compose(facts, channel).model_dump_json().encode()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(digests) == 1


def test_five_hundred_tweets_take_about_a_second(tweet: TweetMaker, facts: FactsMaker, channel: Channel) -> None:
    generator = random.Random(4)
    subjects = ["Brindle 3", "Tessaro", "the Korrigan-7B agent", "our new model", "this decoder", "a robot"]
    verbs = ["is now available to", "was released for", "failed in front of", "I think should be open to", "beats"]
    ends = ["all teams", "40% of developers", "everyone in the lab", "its users, because tests matter", "$OSFY"]
    tweets = [
        tweet(
            f"{generator.choice(subjects)} {generator.choice(verbs)} {generator.choice(ends)}. Note {number}: see the thread.",
            f"user{number % 90}",
        )
        for number in range(500)
    ]
    day = facts(tweets)
    started = time.process_time()
    compose(day, channel)
    assert time.process_time() - started < 3, "1 s on a quiet core"
