"""Facts: one order for all rows, and what a tweet's words are."""

import random

import pytest

from dawn_chorus.report.facts import Counted, Facts, QuietTopic, RankedAccount

from .conftest import FactsMaker, TopicMaker, TweetMaker


def test_rows_stand_in_one_order_whatever_order_they_came_in(
    tweet: TweetMaker, topic: TopicMaker, facts: FactsMaker
) -> None:
    tweets = [tweet(f"words {n}") for n in range(6)]
    topics = [topic(n) for n in range(1, 5)]
    quiet = [QuietTopic(f"topic {n}", (), 9 - n, 9 - n, ()) for n in range(4)]
    accounts = [RankedAccount(f"@a{n}", f"a{n}", n, "engagers", 1, 1, 1, 1, None) for n in range(1, 5)]
    rows = [tweets, topics, quiet, accounts]
    for each in rows:
        random.Random(1).shuffle(each)
    given = facts(tweets, topics, quiet=quiet, accounts=accounts)
    assert [each.text for each in given.tweets] == [f"words {n}" for n in range(6)]
    assert [each.topic_no for each in given.topics] == [1, 2, 3, 4]
    assert [each.label for each in given.quiet_topics] == [f"topic {n}" for n in range(4)]
    assert [each.rank for each in given.accounts] == [1, 2, 3, 4]


def test_a_topics_tweets_come_most_central_first(tweet: TweetMaker, topic: TopicMaker, facts: FactsMaker) -> None:
    members = [tweet(f"words {n}", role="topic", topic_no=1, centrality=n / 10) for n in range(3)]
    given = facts([*members, tweet("alone")], [topic(1), topic(2)])
    assert [each.text for each in given.by_topic[1]] == ["words 2", "words 1", "words 0"]
    assert given.by_topic[2] == []


def test_copies_are_carried_by_their_first(tweet: TweetMaker, facts: FactsMaker) -> None:
    first = tweet("words", "ana")
    copy = tweet("words", "bo", duplicate_of=first.tweet_id)
    given = facts([first, copy])
    assert given.carried(first) == [first, copy]
    assert given.carried(copy) == [copy]


def test_yesterdays_tweets_can_be_cited_but_are_not_the_windows(tweet: TweetMaker, facts: FactsMaker) -> None:
    today, old = tweet("today"), tweet("yesterday")
    given: Facts = facts([today], quiet=[QuietTopic("x", (), 1, 2, (old,))])
    assert given.tweets == (today,)
    assert given.some([old.tweet_id, 404, today.tweet_id]) == [old, today]


def test_roles_are_told_apart(tweet: TweetMaker, facts: FactsMaker) -> None:
    given = facts([tweet("a"), tweet("b", role="ad"), tweet("c")])
    assert [each.text for each in given.with_role("single")] == ["a", "c"]


@pytest.mark.parametrize(
    ("text", "kind", "author"),
    [
        ("RT @maker: words", "retweet", "maker"),
        ("RT @maker words", "retweet", "maker"),
        ("RT @maker: words", "original", ""),
        ("words about RT @maker", "retweet", ""),
    ],
)
def test_whose_words_a_retweet_carries(tweet: TweetMaker, text: str, kind: str, author: str) -> None:
    assert tweet(text, kind=kind).passed_on == author


@pytest.mark.parametrize(
    ("fields", "own"),
    [({}, True), ({"kind": "retweet"}, False), ({"duplicate_of": 7}, False), ({"kind": "reply"}, True)],
)
def test_words_of_ones_own(tweet: TweetMaker, fields: dict[str, object], own: bool) -> None:
    assert tweet("words", **fields).speaks_for_itself is own


def test_what_is_judged_has_no_links(tweet: TweetMaker) -> None:
    given = tweet("Brindle 3 &amp; friends https://t.co/abc are out")
    assert given.clean_text == "Brindle 3 & friends https://t.co/abc are out"
    assert given.spoken == "Brindle 3 & friends are out"


def test_what_is_read_adds_up(tweet: TweetMaker, facts: FactsMaker) -> None:
    given = facts([tweet("a", "ana"), tweet("b", "ana", kind="retweet"), tweet("c", "bo", role="ad", duplicate_of=7)])
    assert given.counted == Counted(tweets=3, accounts=2, retweets=1, copies=1, roles={"single": 2, "ad": 1})


def test_a_window_that_is_read_in_part_is_counted_whole(tweet: TweetMaker, facts: FactsMaker) -> None:
    whole = Counted(tweets=900, accounts=80, retweets=70, copies=60, roles={"single": 900})
    assert facts([tweet("a")], whole=whole).counted == whole
