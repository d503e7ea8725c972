"""What is told, and in which order."""

from collections.abc import Callable
from typing import Any

from dawn_chorus.channel import Channel
from dawn_chorus.report.facts import Facts, TopicFact, TweetFact
from dawn_chorus.report.items import Item, find_items, pick
from dawn_chorus.report.score import item_score, tweet_score

TweetMaker = Callable[..., TweetFact]


def leads(items: list[Item]) -> list[str]:
    return [item.lead.author.handle for item in items]


def test_a_launch_in_the_field_comes_before_an_opinion_and_an_advertisement(
    tweet: TweetMaker, facts: Callable[..., Facts], channel: Channel
) -> None:
    day = facts(
        [
            tweet("I think my model agents are mostly fine, but we should all calm down about them.", "thinker"),
            tweet("Join us for a webinar on AI agents, sign up and save your spot, 20% off tickets.", "seller"),
            tweet("Introducing an open model for agents with a 2M token context window.", "maker"),
        ]
    )
    assert leads(find_items(day, channel)) == ["maker", "thinker", "seller"]


def test_more_accounts_raise_a_topic(channel: Channel, news_day: Facts) -> None:
    items = find_items(news_day, channel)
    assert items[0].name == "Brindle 3"
    assert items[0].accounts == 3
    assert item_score(3.0, 8, is_new_story=False) > item_score(3.0, 2, is_new_story=False)
    assert item_score(3.0, 1, is_new_story=True) > item_score(3.0, 1, is_new_story=False)


def test_retweets_copies_and_empty_tweets_are_counted_but_never_quoted(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: Callable[..., Facts], channel: Channel
) -> None:
    original = tweet("Brindle 3 is out today with a new decoder.", "maker", role="topic", topic_no=1)
    day = facts(
        [
            original,
            tweet(
                "RT @maker: Brindle 3 is out today with a new decoder.", "fan", kind="retweet", role="topic", topic_no=1
            ),
            tweet(
                "Brindle 3 is out today, with a new decoder!",
                "copy",
                duplicate_of=original.tweet_id,
                role="topic",
                topic_no=1,
            ),
            tweet("https://t.co/abc", "silent", role="topic", topic_no=1),
        ],
        [topic(1, ["Brindle 3"], tweets=4, accounts=4)],
    )
    (item,) = find_items(day, channel)
    assert item.tweets == (original,)
    assert item.accounts == 1


def test_a_topic_of_retweets_alone_is_not_told(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: Callable[..., Facts], channel: Channel
) -> None:
    day = facts([tweet("RT @a: words", "fan", kind="retweet", role="topic", topic_no=1)], [topic(1, ["Brindle 3"])])
    assert find_items(day, channel) == []


def test_scores_do_not_depend_on_followers(tweet: TweetMaker, channel: Channel) -> None:
    text = "Introducing an open model for agents."
    assert tweet_score(tweet(text, "small", followers=3), (), channel) == tweet_score(
        tweet(text, "large", followers=90_000_000), (), channel
    )


def make_item(tweet: TweetMaker, handle: str, name: str | None, score: float, **fields: Any) -> Item:
    values: dict[str, Any] = {
        "name": name,
        "names": (name,) if name else (),
        "topic": None,
        "tweets": (tweet("words", handle),),
        "accounts": 1,
        "has_official": False,
        "is_company": False,
        "kind": None,
        "score": score,
    }
    return Item(**{**values, **fields})


def test_picking_keeps_names_apart_and_gives_no_account_too_much_room(tweet: TweetMaker) -> None:
    items = [
        make_item(tweet, "a", "Brindle 3", 5.0),
        make_item(tweet, "b", "brindle 3", 4.9),
        make_item(tweet, "a", None, 4.0),
        make_item(tweet, "a", "Tessaro", 3.9),
        make_item(tweet, "c", "OpenAI", 3.0),
        make_item(tweet, "d", "OpenAI", 2.9),
        make_item(tweet, "e", None, 0.5),
    ]
    picked = pick(items, count=10, least_score=1.0, per_account=2)
    assert [item.score for item in picked] == [5.0, 4.0, 3.0, 2.9], "two news of one company are two news"
    assert len(pick(items, count=1, least_score=1.0, per_account=2)) == 1
    assert pick([], count=10, least_score=1.0, per_account=2) == []
