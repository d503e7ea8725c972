"""How much a reader wants to be told: what raises a tweet, and what lowers it."""

from dataclasses import replace

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report.score import editors_score, gives_facts, is_in_field, item_score, tweet_score

from .conftest import TweetMaker

PLAIN = "An agent of ours walks along the river with a colleague from the north"


def score(tweet: TweetMaker, channel: Channel, text: str, handle: str = "someone", **fields: object) -> float:
    return tweet_score(tweet(text, handle, **fields), ["Brindle 3"], channel)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (f"Introducing: {PLAIN}", {}),
        (f"{PLAIN}, for $40 million", {}),
        (f"{PLAIN} and OpenAI", {}),
        (f"{PLAIN} and GPT-9", {}),
        (f"{PLAIN}, 40% faster", {}),
        (PLAIN, {"handle": "brindle"}),
        (PLAIN, {"handle": "brindlelabs"}),
    ],
    ids=["launch", "money", "big name", "version", "figure", "official", "company"],
)
def test_what_raises_a_tweet(tweet: TweetMaker, channel: Channel, text: str, fields: dict[str, str]) -> None:
    assert score(tweet, channel, text, **fields) > score(tweet, channel, PLAIN)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (PLAIN.replace("An agent", "A friend"), {}),
        (f"{PLAIN}, 30 tickets, sign up", {}),
        ("An agent walks", {}),
        (PLAIN, {"hashtags": ("a", "b")}),
        (PLAIN, {"cashtags": ("A", "B", "C")}),
        (PLAIN, {"kind": "reply"}),
        (f"{PLAIN}: how to", {}),
        (f"I think: {PLAIN}", {}),
    ],
    ids=["off the field", "advert", "short", "tags", "cashtags", "reply", "how-to", "opinion"],
)
def test_what_lowers_a_tweet(tweet: TweetMaker, channel: Channel, text: str, fields: dict[str, object]) -> None:
    assert score(tweet, channel, text, **fields) < score(tweet, channel, PLAIN)


def test_followers_do_not_count(tweet: TweetMaker, channel: Channel) -> None:
    assert score(tweet, channel, PLAIN, followers=3) == score(tweet, channel, PLAIN, followers=90_000_000)


def test_more_voices_raise_a_thing_and_a_retweet_counts_less_than_a_sentence() -> None:
    alone = item_score(3.0, 1, 1, is_new_story=False)
    assert item_score(3.0, 4, 4, is_new_story=False) > item_score(3.0, 1, 4, is_new_story=False) > alone
    assert item_score(3.0, 1, 1, is_new_story=True) > alone


@pytest.mark.parametrize(
    ("subject", "text", "found"),
    [
        ("ai", "a new model", True),
        ("ai", "$OSFY fell", False),
        ("finance", "$OSFY fell", True),
        ("finance", "a cat sat", False),
        ("ai", "Opus 4.5", True),
    ],
)
def test_the_field_is_the_channels(tweet: TweetMaker, channel: Channel, subject: str, text: str, found: bool) -> None:
    given = channel.model_copy(update={"name": f"twitter_{subject}"})
    assert is_in_field(tweet(text), given) is found


@pytest.mark.parametrize(("text", "found"), [("up 40%", True), ("now available", True), ("in 2030", False)])
def test_facts_are_figures_and_launches(tweet: TweetMaker, text: str, found: bool) -> None:
    assert gives_facts(replace(tweet(text))) is found


def test_of_two_things_the_one_that_the_day_talks_about_stands_before() -> None:
    assert editors_score(1.0, 0.5, 2, 0.4) > editors_score(1.0, 0.5, 2, 0.1)
    assert editors_score(1.0, 0.5, 4, 0.1) > editors_score(1.0, 0.5, 2, 0.1)
