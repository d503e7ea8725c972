"""What editors tell: the models load, read what is computed, and judge plain cases as anybody would."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.taste import from_arrays, gram_rows, sign_rows, taste
from dawn_chorus.settings import settings

TweetMaker = Callable[..., TweetFact]
LAUNCH = "Introducing Brindle 3, our new open model: 40% better on the benchmark, weights available now. https://t.co/a"
VIEW = "I think most people underestimate agents. The real problem is not the model, but that nobody should trust it."
TALK = "haha good morning, I love my coffee"


def test_the_products_models_read_what_the_product_computes(tweet: TweetMaker, channel: Channel) -> None:
    rows, runs, known = sign_rows([tweet(LAUNCH)], channel), gram_rows([tweet(LAUNCH)]), taste()
    assert rows.shape == (1, len(known.told.linear.weight))
    assert rows.shape == (1, len(known.view.linear.weight))
    assert runs.shape == (1, len(known.view.gram_weight))


def test_a_launch_is_told_rather_than_a_view_and_a_view_rather_than_small_talk(
    tweet: TweetMaker, channel: Channel
) -> None:
    launch, view, talk = tweet(LAUNCH, "brindlelabs"), tweet(VIEW), tweet(TALK)
    judged = taste().judge([launch, view, talk], channel)
    assert judged[launch.tweet_id].told > judged[view.tweet_id].told > judged[talk.tweet_id].told
    assert max(judged, key=lambda tweet_id: judged[tweet_id].view) == view.tweet_id


def test_a_tweets_judgement_does_not_depend_on_the_others(tweet: TweetMaker, channel: Channel) -> None:
    launch, view = tweet(LAUNCH), tweet(VIEW)
    together, alone = (taste().judge(given, channel)[view.tweet_id] for given in ([launch, view], [view]))
    assert np.allclose(together, alone)


@pytest.mark.parametrize("role", ["ad", "chatter"])
def test_what_is_never_told_is_not_judged(tweet: TweetMaker, channel: Channel, role: str) -> None:
    assert taste().judge([tweet(LAUNCH, role=role)], channel) == {}


def test_a_missing_array_is_named() -> None:
    with pytest.raises(KeyError, match="told"):
        from_arrays({})


def test_the_account_of_the_models_names_windows_and_no_text() -> None:
    account = json.loads((settings().include / "models" / "report.json").read_text())
    assert set(account["windows"][0]) == {"file", "tweets", "first_id", "last_id"}
    assert len(account["without_this_day"]) == len(account["windows"])
