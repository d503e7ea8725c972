"""Crowds: applause that is hired is told from an audience."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.topics.crowds import MIN_CROWD, Crowds, find_crowds
from dawn_chorus.topics.model import Document

Tweet = Callable[..., Document]

NOBODY = Crowds(frozenset(), frozenset())
ORACLE = 1  # the tweet that is applauded


@pytest.fixture
def oracle(tweet: Tweet) -> Document:
    """A tweet of an account that wants to be heard."""
    return tweet(ORACLE, "The model has turned green", "oracle")


def applause(
    tweet: Tweet, fans: Iterable[str], start: int = 100, kind: str = "retweet", times: int = 2
) -> list[Document]:
    return [
        tweet(start + n, "so true", fan, kind=kind, of=ORACLE)
        for n, fan in enumerate(fan for fan in fans for _ in range(times))
    ]


def names(count: int, word: str = "fan") -> list[str]:
    return [f"{word}{n}" for n in range(count)]


@pytest.mark.parametrize("kind", ["retweet", "reply", "quote"])
def test_accounts_that_do_nothing_but_applaud_one_other_are_a_crowd(tweet: Tweet, oracle: Document, kind: str) -> None:
    found = find_crowds([oracle, *applause(tweet, names(MIN_CROWD), kind=kind)])
    assert found == Crowds(frozenset({"oracle"}), frozenset(names(MIN_CROWD)))


def test_a_few_faithful_readers_are_none(tweet: Tweet, oracle: Document) -> None:
    assert find_crowds([oracle, *applause(tweet, names(MIN_CROWD - 1))]) == NOBODY


def test_many_who_pass_something_on_once_are_none(tweet: Tweet, oracle: Document) -> None:
    assert find_crowds([oracle, *applause(tweet, names(50), times=1)]) == NOBODY


def test_fans_in_a_large_audience_are_none(tweet: Tweet, oracle: Document) -> None:
    audience = applause(tweet, names(4 * MIN_CROWD, "reader"), start=500, times=1)
    assert find_crowds([oracle, *applause(tweet, names(MIN_CROWD)), *audience]) == NOBODY


def test_who_also_says_something_is_no_member(tweet: Tweet, oracle: Document) -> None:
    fans = applause(tweet, names(MIN_CROWD + 1))
    found = find_crowds([oracle, *fans, tweet(900, "I planted tomatoes", "fan0")])
    assert found.members == frozenset(names(MIN_CROWD + 1)) - {"fan0"}


def test_who_also_engages_with_somebody_else_is_no_member(tweet: Tweet, oracle: Document) -> None:
    fans = applause(tweet, names(MIN_CROWD + 1))
    elsewhere = tweet(901, "nice", "fan0", kind="reply", of=900)
    assert "fan0" not in find_crowds([oracle, *fans, tweet(900, "Tomatoes", "gardener"), elsewhere]).members


def test_engaging_with_what_was_not_read_gives_the_benefit_of_the_doubt(tweet: Tweet) -> None:
    assert find_crowds(applause(tweet, names(50))) == NOBODY


def test_an_account_does_not_applaud_itself_into_a_crowd(tweet: Tweet, oracle: Document) -> None:
    thread = [tweet(n, "and then", "oracle", kind="reply", of=ORACLE) for n in range(2, 30)]
    assert find_crowds([oracle, *thread]) == NOBODY


@given(st.data())
def test_the_order_of_tweets_does_not_matter(tweet: Tweet, data: st.DataObject) -> None:
    documents = [tweet(ORACLE, "The model has turned green", "oracle"), *applause(tweet, names(MIN_CROWD))]
    assert find_crowds(data.draw(st.permutations(documents))) == find_crowds(documents)


def test_nobody_is_no_crowd() -> None:
    assert find_crowds([]) == NOBODY
