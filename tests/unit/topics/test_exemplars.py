"""Exemplars: the few tweets that speak for a topic."""

from collections.abc import Callable

import pytest

from dawn_chorus.topics.exemplars import MAX_EXEMPLARS, NOBODY, Candidate, Standing, exemplars
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.triage import Scores

Tweet = Callable[..., Document]


def candidate(document: Document, centrality: float = 0.8, chatter: float = 0.1, ad: float = 0.0) -> Candidate:
    return Candidate(document, Scores(ad, chatter), centrality)


def chosen(*candidates: Candidate, standing: Standing = NOBODY) -> list[int]:
    return [each.document.tweet_id for each in exemplars(candidates, standing)]


def test_central_texts_come_first(tweet: Tweet) -> None:
    assert chosen(candidate(tweet(1, "a"), 0.5), candidate(tweet(2, "b"), 0.9)) == [2, 1]


def test_different_authors_come_before_a_second_text_by_the_same(tweet: Tweet) -> None:
    best, second = candidate(tweet(1, "a", "ada"), 0.9), candidate(tweet(2, "b", "ada"), 0.85)
    assert chosen(best, second, candidate(tweet(3, "c", "bo"), 0.2)) == [1, 3, 2]


def test_originals_come_before_retweets_and_replies(tweet: Tweet) -> None:
    retweet, reply = tweet(1, "RT @a: x", kind="retweet"), tweet(2, "x", kind="reply")
    assert chosen(candidate(retweet), candidate(reply), candidate(tweet(3, "x"))) == [3, 2, 1]


def test_small_talk_and_advertising_come_last(tweet: Tweet) -> None:
    assert chosen(
        candidate(tweet(1, "lol"), chatter=0.6), candidate(tweet(2, "buy"), ad=0.4), candidate(tweet(3, "news"))
    ) == [3, 2, 1]


def test_equals_are_taken_in_the_order_of_time(tweet: Tweet) -> None:
    many = [candidate(tweet(n, "a")) for n in (5, 3, 4, 2)]
    assert chosen(*many) == [2, 3, 4]
    assert len(chosen(*many)) == MAX_EXEMPLARS


def test_a_quote_comes_before_a_reply(tweet: Tweet) -> None:
    reply, quote = tweet(1, "x", kind="reply"), tweet(2, "x", kind="quote")
    assert chosen(candidate(reply), candidate(quote)) == [2, 1]


def test_no_texts_no_exemplars() -> None:
    assert chosen() == []


@pytest.mark.parametrize(("centrality", "order"), [(0.78, [2, 1]), (0.6, [1, 2])], ids=["near-equals", "far apart"])
def test_between_near_equals_the_notable_account_speaks(tweet: Tweet, centrality: float, order: list[int]) -> None:
    texts = candidate(tweet(1, "a", "ada"), 0.8), candidate(tweet(2, "b", "bo"), centrality)
    assert chosen(*texts) == [1, 2]
    assert chosen(*texts, standing=Standing(notable=frozenset({"bo"}))) == order


def test_a_suspicious_account_speaks_only_where_nobody_else_does(tweet: Tweet) -> None:
    bought, other = candidate(tweet(1, "a", "ada"), 0.9), candidate(tweet(2, "b", "bo"), 0.1)
    standing = Standing(suspicious=frozenset({"ada"}))
    assert chosen(bought, other, standing=standing) == [2]
    assert chosen(bought, standing=standing) == [1]
