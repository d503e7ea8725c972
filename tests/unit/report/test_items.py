"""What is told, and in which order."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report.facts import Facts, TopicFact, TweetFact
from dawn_chorus.report.items import Item, find_items
from dawn_chorus.report.taste import Judged

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


def test_of_a_topic_of_retweets_alone_the_first_of_each_tweet_is_told(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: Callable[..., Facts], channel: Channel
) -> None:
    copies = [
        tweet("RT @maker: Brindle 3 is out.", f"fan{n}", kind="retweet", role="topic", topic_no=1) for n in range(3)
    ]
    (item,) = find_items(facts(copies, [topic(1, ["Brindle 3"], tweets=3, accounts=3)]), channel)
    assert item.tweets == (copies[0],)
    assert (item.accounts, item.carriers, item.has_official) == (1, 3, False)


@pytest.mark.parametrize(
    ("names", "texts", "in_field"),
    [
        (["Brindle"], ["Brindle is an open model", "Brindle, finally", "I like Brindle"], True),
        (["Zorblax"], ["Zorblax sat down", "Zorblax sat up", "look, Zorblax"], False),
        (["Zorblax 9"], ["Zorblax 9 sat down", "Zorblax 9 sat up", "look, Zorblax 9"], True),
        (["Zorblax"], ["so Zorblax sat", "RT @user0: so Zorblax sat", "RT @user0: so Zorblax sat"], True),
        (["Utrecht"], ["Rain in Utrecht", "RT @user0: Rain in Utrecht", "RT @user0: Rain in Utrecht"], False),
    ],
    ids=["a word of the field", "an unknown name", "a version", "passed on by others", "a place"],
)
def test_what_belongs_to_the_field(
    tweet: TweetMaker,
    topic: Callable[..., TopicFact],
    facts: Callable[..., Facts],
    channel: Channel,
    names: list[str],
    texts: list[str],
    in_field: bool,
) -> None:
    members = [
        tweet(text, f"user{n}", role="topic", topic_no=1, kind="retweet" if text.startswith("RT") else "original")
        for n, text in enumerate(texts)
    ]
    items = find_items(facts(members, [topic(1, names, tweets=3, accounts=3)]), channel)
    assert any(item.in_field for item in items) is in_field


def test_a_companys_name_does_not_join_its_news_but_a_large_event_has_no_other_name(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: Callable[..., Facts], channel: Channel
) -> None:
    def named(accounts: int) -> list[str | None]:
        members = [
            tweet(f"OpenAI has a problem with model number {n}", f"user{n}", role="topic", topic_no=1)
            for n in range(accounts)
        ]
        day = facts(members, [topic(1, ["OpenAI"], tweets=accounts, accounts=accounts)])
        return [item.name for item in find_items(day, channel) if item.topic is not None]

    assert named(2) == []
    assert named(9) == ["OpenAI"]


def test_a_single_tweet_that_bears_a_topics_name_is_quoted_of_it(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: Callable[..., Facts], channel: Channel
) -> None:
    members = [
        tweet(f"Brindle 3 is out today, says witness {n} of the harbour.", f"user{n}", role="topic", topic_no=1)
        for n in range(2)
    ]
    single = tweet("Brindle 3 has an open decoder now.", "onlooker")
    (item,) = find_items(facts([*members, single], [topic(1, ["Brindle 3"])]), channel)
    assert single in item.tweets
    assert item.accounts == 2, "who stands beside the topic is none of its accounts"


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["New paper on Brindle with ablations: arxiv results"], "research"),
        (["Brindle raised $40M in a series B at a valuation of $900 million"], "market"),
        (["Our Brindle flies", "So Brindle raised $40M in a series B at a valuation of $900 million"], None),
        (["Our Brindle sits at the harbour", "So Brindle stands"], None),
        ([*(f"Brindle draws boat {n}" for n in range(12)), "New paper on Brindle with ablations: arxiv results"], None),
    ],
    ids=["telling wording", "the lead's wording", "one vote beside the lead", "no wording", "one vote of many"],
)
def test_a_kind_needs_two_votes_or_plain_wording_or_the_lead(
    tweet: TweetMaker,
    topic: Callable[..., TopicFact],
    facts: Callable[..., Facts],
    channel: Channel,
    texts: list[str],
    kind: str | None,
) -> None:
    tweets = [tweet(text, f"user{n}") for n, text in enumerate(texts)]
    judged = {each.tweet_id: Judged(-50.0 * n, 0.0) for n, each in enumerate(tweets)}
    members = [replace(each, role="topic", topic_no=1) for each in tweets]
    (item,) = find_items(facts(members, [topic(1, ["Brindle"])]), channel, judged)
    assert item.kind == kind


def test_what_the_models_say_decides_between_equal_tweets(
    tweet: TweetMaker, facts: Callable[..., Facts], channel: Channel
) -> None:
    first, second = (tweet("The kite of the harbour stands over the roofs.", handle) for handle in ("a", "b"))
    judged = {first.tweet_id: Judged(-2.0, 0.0), second.tweet_id: Judged(2.0, 0.0)}
    assert leads(find_items(facts([first, second]), channel, judged)) == ["b", "a"]
