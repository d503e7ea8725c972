"""A sentence in the making: parts, citations, numbers."""

from collections.abc import Callable

import pytest

from dawn_chorus.report.facts import Facts
from dawn_chorus.report.model import Part
from dawn_chorus.report.sentence import Sentence

from .conftest import Briefs, TweetMaker


@pytest.fixture
def sentence(news_day: Facts, brief: Briefs) -> Callable[[], Sentence]:
    """Begin a sentence of the overview."""
    shared = brief(news_day)
    return lambda: Sentence(shared, "overview")


def shown(parts: list[Part]) -> str:
    return "".join(part.text for part in parts)


def test_without_a_citation_or_without_words_it_is_no_statement(sentence: Callable[[], Sentence]) -> None:
    words_only = sentence()
    words_only.add("一句话")
    assert words_only.finish() is None
    assert sentence().finish() is None


def test_a_quote_stands_in_the_marks_of_its_language_and_is_remembered(
    sentence: Callable[[], Sentence], tweet: TweetMaker
) -> None:
    made = sentence()
    assert shown(made.quote(tweet("Brindle 3 is out."), "Brindle 3 is out.")) == '"Brindle 3 is out."'
    assert shown(made.quote(tweet("青禾2今天开源了。"), "青禾2今天开源了。")) == "「青禾2今天开源了。」"
    assert made.brief.used == {"Brindle 3 is out.", "青禾2今天开源了。"}


def test_the_same_words_are_cited_once(sentence: Callable[[], Sentence], tweet: TweetMaker) -> None:
    made, given = sentence(), tweet("Brindle 3 is out.")
    made.add(made.quote(given, "Brindle 3 is out."))
    made.add(made.again(given, "Brindle 3 is out."))
    statement = made.finish()
    assert statement is not None
    assert len(statement.citations) == 1
    assert [part.citation for part in statement.parts if part.kind == "reference"] == [0, 0]


def test_a_role_is_told_at_the_first_mention(sentence: Callable[[], Sentence], tweet: TweetMaker) -> None:
    made, given = sentence(), tweet("words", "nadiaverrin")
    assert shown(made.person(given)) == "Nadia Verrin（独立研究者）"
    assert shown(made.person(given)) == "Nadia Verrin"


def test_a_retweet_is_its_authors_word_and_says_who_passed_it_on(
    sentence: Callable[[], Sentence], tweet: TweetMaker
) -> None:
    given = tweet("RT @maker: Brindle 3 is out.", "fan", "CEO of fans", kind="retweet")
    assert shown(sentence().person(given)) == "maker（fan 转推）"


@pytest.mark.parametrize(("value", "text"), [(7, "7"), (9999, "9999"), (12_345, "12,345")])
def test_numbers_are_recorded_with_their_source(sentence: Callable[[], Sentence], value: int, text: str) -> None:
    made = sentence()
    part = made.number(value, "tweets")
    assert (part.kind, part.text) == ("number", text)
    made.add(part)
    assert made.finish() is None, "a number alone cites nothing"


def test_references_skip_tweets_that_cannot_be_quoted(sentence: Callable[[], Sentence], tweet: TweetMaker) -> None:
    silent, first, second = tweet("https://t.co/abc"), tweet("Brindle 3 is out."), tweet("Tessaro is out.")
    assert len(sentence().reference([silent, first, second], limit=5)) == 2
    assert len(sentence().reference([silent, first, second])) == 1
    assert sentence().reference([silent]) == []


def test_joined_lists_have_a_mark_between_them(sentence: Callable[[], Sentence]) -> None:
    made = sentence()
    assert shown(made.joined([[made.name("A")], [made.name("B")], [made.name("C")]])) == "A、B、C"


def test_whether_a_cited_tweet_writes_a_name(news_day: Facts, sentence: Callable[[], Sentence]) -> None:
    made = sentence()
    made.reference([news_day.tweets[0]])
    assert made.cites("brindle 3")
    assert not made.cites("Tessaro")
