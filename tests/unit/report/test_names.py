"""What things are called, and when it is better not to name them."""

from collections.abc import Callable

import pytest

from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.names import NameFinder, company_names, topic_name, writes

TweetMaker = Callable[..., TweetFact]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Introducing Korrigan-7B: a small model for phones", "Korrigan-7B"),
        ("刚刚发布了 Brindle 3，推理更快", "Brindle 3"),
        ("Tessaro is now live on Android", "Tessaro"),
        ("OpenAI published a note about evals", "OpenAI"),
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
    assert topic_name(["Korrigan", "Brindle 3"], "a headline", tweets) == "Brindle 3"
    assert topic_name(["Korrigan"], "I like #Tessaro", tweets) == "I like #Tessaro"
    assert topic_name(["Korrigan"], "a headline of our own", tweets) is None


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
