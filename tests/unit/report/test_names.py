"""What things are called, and when it is better not to name them."""

from collections.abc import Callable

import pytest

from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.names import NameFinder, also_called, company_names, has_version, topic_name, whole, writes

TweetMaker = Callable[..., TweetFact]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Introducing Korrigan-7B: a small model for phones", "Korrigan-7B"),
        ("刚刚发布了 Brindle 3，推理更快", "Brindle 3"),
        ("Tessaro is now live on Android", "Tessaro"),
        ("OpenAI published a note about evals", "OpenAI"),
        ("腾讯刚刚开源了端到端模型：KorriganOCR，1B，得分94.1，超Brindle 3、Gemini 3 Pro", "KorriganOCR"),
        ("New research: Estimating the gains of code review", None),
        ("AI is moving fast this week", None),
        ("thanks to everyone who came by on Friday", None),
    ],
)
def test_single_tweets(tweet: TweetMaker, text: str, name: str | None) -> None:
    given = tweet(text)
    assert NameFinder.of([given]).name(given) == name


def test_a_handle_is_no_name(tweet: TweetMaker) -> None:
    given = tweet("Introducing @korrigan7b for phones")
    assert NameFinder.of([given]).name(given) is None


def test_a_phrase_that_the_whole_day_uses_names_no_single_thing(tweet: TweetMaker) -> None:
    day = [tweet(f"Everyone at Hollowfair 2030 saw demo number {number}") for number in range(40)]
    assert NameFinder.of(day[:1]).name(day[0]) == "Hollowfair 2030"
    assert NameFinder.of(day).name(day[0]) is None


def test_the_name_stands_in_the_sentence_that_is_quoted(tweet: TweetMaker) -> None:
    given = tweet("Ossify released a scheduler for Korrigan-7B today.\nAlso seen: Brindle 3.")
    assert NameFinder.of([given]).name(given) == "Korrigan-7B"


def test_a_topic_is_called_as_its_tweets_write_it(tweet: TweetMaker) -> None:
    tweets = [tweet("brindle 3 is out"), tweet("I like #Tessaro")]
    assert topic_name(["Korrigan", "Brindle 3"], tweets) == "Brindle 3"
    assert topic_name(["Korrigan"], tweets) is None


def test_a_word_that_only_begins_sentences_names_no_topic(tweet: TweetMaker) -> None:
    begun = [tweet("Turn your sketch into an app."), tweet("A game tonight. Turn us up!")]
    assert topic_name(["Turn"], begun) is None
    assert topic_name(["Tessaro"], [tweet("Tessaro is out."), tweet("I like Tessaro.")]) == "Tessaro"
    assert topic_name(["Tessaro"], [tweet("试了下Tessaro，不错")]) == "Tessaro"
    assert topic_name(["chatgpt"], [tweet("I like chatgpt")]) == "ChatGPT", "as the lexicon writes it"


@pytest.mark.parametrize("name", ["Frameworks", "America's AI", "Utrecht", "New York", "9.4 GB", "23 Chinese"])
def test_a_word_of_the_trade_or_a_place_names_no_topic(tweet: TweetMaker, name: str) -> None:
    assert topic_name([name], [tweet(f"all about {name}")]) is None


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("4.1-Loom-Max", ["发布GPX-4.1-Loom-Max", "GPX-4.1-Loom-Max is here"], "GPX-4.1-Loom-Max"),
        ("3.0 Pro", ["now with Tessaro 3.0 Pro"], "Tessaro 3.0 Pro"),
        ("Brindle", ["Meet Brindle 3", "brindle 3 is out", "Brindle 3D, a sister"], "Brindle 3"),
        ("Brindle", ["Brindle 3 is out", "Brindle helps", "more Brindle"], "Brindle"),
        ("Brindle", ["Brindle 40% faster", "Brindle 3-based"], "Brindle"),
        ("Tessaro-7B", ["Tessaro-7B-based tools"], "Tessaro-7B"),
        ("Nvidia", ["Nvidia 4 times"], "Nvidia"),
    ],
)
def test_a_name_is_printed_whole_where_half_of_those_that_write_it_do(
    name: str, texts: list[str], expected: str
) -> None:
    assert whole(name, texts) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Tinglan", "The speech model 听澜 (Tinglan) is open", {"听澜"}),
        ("Qingyu 2.0", "试用 Qingyu 2.0（青屿）", {"青屿"}),
        ("青屿", "we tried 青屿 (Qingyu 2.0) today", {"qingyu20"}),
        ("青屿", "Qingyu 2.0（青屿）", {"qingyu20"}),
        ("Tinglan", "今天发布的语音模型听澜 (Tinglan)", set()),
        ("Tinglan", "听澜, and (Tinglan)", set()),
    ],
)
def test_a_name_in_the_other_script_is_known_where_a_text_explains_it(name: str, text: str, expected: set[str]) -> None:
    assert also_called(name, [text]) == expected


@pytest.mark.parametrize(
    ("name", "found"), [("Brindle 3", True), ("Korrigan-7B", True), ("Brindle", False), ("2030 Vision", False)]
)
def test_a_version_marks_a_product(name: str, found: bool) -> None:
    assert has_version(name) is found


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("用了Brindle 3两天", "Brindle 3", True),
        ("#Brindle-3", "brindle-3", True),
        ("@BrindleHQ", "Brindle", False),
        ("Brindle 35", "Brindle 3", False),
        ("a.b", "a+b", False),
    ],
)
def test_writing_a_name(text: str, name: str, found: bool) -> None:
    assert writes(text, name) is found


def test_companies_may_have_two_pieces_of_news() -> None:
    assert "openai" in company_names()
    assert "chatgpt" not in company_names()
