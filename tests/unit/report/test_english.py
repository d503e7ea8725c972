"""A channel with ``language: en`` is told in English, all of it but quotations and names."""

import html
import re
from pathlib import Path

import pytest

from dawn_chorus.channel import Channel, RosterEntry
from dawn_chorus.publish.blog import blog_files
from dawn_chorus.publish.revision import WHYS
from dawn_chorus.report.facts import Facts
from dawn_chorus.report.model import Judgement
from dawn_chorus.report.people import introduction
from dawn_chorus.report.phrases import Phrases, load_phrases
from dawn_chorus.report.render import render_post
from dawn_chorus.report.stage import compose
from dawn_chorus.settings import settings

from .conftest import FactsMaker, TweetMaker, changed

HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
QUOTED = re.compile("“[^”]*”")
TEMPLATES = settings().include / "templates"


@pytest.fixture
def english(channel: Channel) -> Channel:
    """The channel for readers of English, whose roster has one role in English."""
    known = RosterEntry(
        handle="nadiaverrin", name="娜迪娅", role="独立研究者", name_en="Nadia Verrin", role_en="independent researcher"
    )
    changes = {"language": "en", "title": "Artificial intelligence", "short_title": "Twitter AI", "roster": (known,)}
    return channel.model_copy(update=changes)


@pytest.fixture
def post(news_day: Facts, english: Channel) -> str:
    """The post of the invented day, as it is read."""
    return html.unescape(render_post(compose(news_day, english)))


def gaps(phrase: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", phrase))


def test_both_packs_have_the_same_phrases_and_templates() -> None:
    chinese, english = load_phrases("zh").sentences, load_phrases("en").sentences
    assert list(chinese) == list(english)
    files = {name: {path.relative_to(folder) for path in folder.rglob("*.*")} for name, folder in _folders().items()}
    assert files["zh"] == files["en"]


def _folders() -> dict[str, Path]:
    return {name: TEMPLATES / name for name in ("zh", "en")}


def test_an_english_phrase_fills_no_gap_that_the_chinese_one_lacks() -> None:
    """Gaps of the same number are the code's; words of time may be said in one language and not in the other."""
    chinese, english = load_phrases("zh").sentences, load_phrases("en").sentences
    for key, phrase in english.items():
        assert gaps(phrase) - {"period", "before", "now", "month"} <= gaps(chinese[key]), key


def test_the_english_pack_is_english_and_does_not_judge() -> None:
    text = " ".join(load_phrases("en").sentences.values())
    assert not HAN.search(text)
    judging = r"\b(?:major|milestone|groundbreaking|stunning|exciting|impressive|remarkable|significant|leading|huge)\b"
    assert not re.search(judging, text, re.IGNORECASE)


def test_the_whole_post_is_english_but_for_quotations(post: str) -> None:
    assert "lang: en" in post
    assert HAN.findall(QUOTED.sub("", post)) == []
    assert "### Key points (3)" in post
    assert "brindlelabs: “Introducing Brindle 3" in post


def test_people_are_called_as_readers_of_english_know_them(post: str, tweet: TweetMaker, english: Channel) -> None:
    assert introduction(tweet("x", "nadiaverrin").author, english) == ("Nadia Verrin", "independent researcher")
    assert "| Nadia Verrin (nadiaverrin) |" in post


def test_a_role_in_chinese_is_left_out(tweet: TweetMaker, english: Channel, channel: Channel) -> None:
    author = tweet("x", "zhoumoji", "独立开发者 | 写代码").author
    assert introduction(author, english) == ("zhoumoji", "")
    assert introduction(author, channel)[1] == "独立开发者"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 tweet"), (0, "0 tweets"), (2, "2 tweets"), ("12,345", "12,345 tweets")]
)
def test_a_number_has_its_word_for_one_or_many(number: object, words: str) -> None:
    pack = Phrases("en", {"k": "{n:tweet|tweets}"})
    assert pack.text("k", n=number) == words
    assert "".join(part.text for part in pack.fill("k", n=str(number))) == words


def test_a_short_report_says_in_english_why_it_is_short(news_day: Facts, english: Channel) -> None:
    reasons = [
        {"measure": "volume", "verdict": "thin", "found": 1, "of": 100},
        {"measure": "silence", "verdict": "thin", "found": 9.5, "of": 0.2},
        {"measure": "sources", "verdict": "thin", "found": 1, "of": 2, "names": ["inbox"]},
    ]
    judgement = Judgement.model_validate({"verdict": "thin", "reasons": reasons})
    post = html.unescape(render_post(compose(changed(news_day, judgement=judgement), english)))
    assert HAN.findall(QUOTED.sub("", post)) == []
    assert "only 1 tweet (usually about 100)" in post


def test_an_empty_day_is_told_in_english(english: Channel, facts: FactsMaker) -> None:
    post = render_post(compose(facts([]), english))
    assert not HAN.search(post)
    assert "0 tweets from 0 accounts, 0 advertisements and 0 tweets of small talk among them; nothing to report" in post


def test_reasons_of_revisions_and_the_blogs_own_words_are_there_in_english(english: Channel) -> None:
    pack = load_phrases("en")
    assert all(pack[f"revised_by.{why}"] for why in WHYS)
    assert "lang: en" in blog_files(english)["_config.yml"].decode().replace('"', "")
