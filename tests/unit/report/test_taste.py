"""What editors tell: the models load, read what is computed, and judge plain cases as anybody would."""

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.taste import (
    ARGUMENT,
    FIGURE,
    LISTS,
    MANY,
    SUREST,
    Taste,
    from_arrays,
    gram_rows,
    sign_rows,
    subject_of,
    taste,
)
from dawn_chorus.settings import settings
from dawn_chorus.topics.learned import Floats

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


PLAIN = "The kite of the harbour stands over the roofs"
LISTED = {
    "launch": "Brindle Labs launches a kite",
    "money": "Tessaro raised its funding",
    "policy": "The government was sued over a kite",
    "benchmark": "The kite outperforms a leaderboard",
    "advert": "Use code KITE for a discount",
    "howto": "A tutorial for kites, step-by-step",
    "opinion": "I believe that kites fly",
    "first_person": "My kite flies",
    "greeting": "Good morning, kites",
    "hook": "Read more of kites",
}


def signs_of(tweet: TweetFact, channel: Channel) -> Floats:
    """The one row of a tweet."""
    return sign_rows([tweet], channel)[0]


@pytest.mark.parametrize("name", LISTS)
def test_each_list_has_a_column_that_says_whether_the_tweet_has_a_word_of_it(
    tweet: TweetMaker, channel: Channel, name: str
) -> None:
    column = LISTS.index(name)
    assert [signs_of(tweet(text), channel)[column] for text in (LISTED[name], PLAIN)] == [1, 0]


def test_words_of_a_list_are_counted_no_further_than_its_limit(tweet: TweetMaker, channel: Channel) -> None:
    words = ["because", "but", "instead", "however", "yet", "unless", "until", "if"]
    rows = sign_rows([tweet(" ".join(words[:count])) for count in (5, 6, 7, 8)], channel)
    assert [5, MANY["judgement"], MANY["judgement"], MANY["judgement"]] in rows.T.tolist()


@pytest.mark.parametrize(
    "text", ["40% faster", "3.5x", "12 倍", "200 万", "7b", "2 million", "128k", "$40", "€ 9", "1GW"]
)
def test_a_number_that_measures_something_is_a_figure(text: str) -> None:
    assert FIGURE.search(f"so {text} of it")


@pytest.mark.parametrize("text", ["in 2030", "Brindle 3.5", "1. a kite", "v2", "y2k", "5 kites", "no number at all"])
def test_a_version_a_year_or_a_lists_number_is_no_figure(text: str) -> None:
    assert FIGURE.search(text) is None


@pytest.mark.parametrize(
    ("text", "argues"),
    [("It flies BECAUSE of wind", True), ("如果没有风", True), ("a butter kite", False), ("yeti, iffy", False)],
)
def test_an_argument_is_known_by_whole_words(text: str, argues: bool) -> None:
    assert (ARGUMENT.search(text) is not None) is argues


@pytest.mark.parametrize(
    "account",
    [{"handle": "brindlelabs"}, {"description": "Kite engineer"}, {"followers": 90_000}],
    ids=["roster", "role in the profile", "followers"],
)
def test_what_is_known_of_an_author_tells_his_tweets_from_those_of_nobody(
    tweet: TweetMaker, channel: Channel, account: dict[str, Any]
) -> None:
    assert (signs_of(tweet(PLAIN, **account), channel) != signs_of(tweet(PLAIN), channel)).any()


def test_an_account_of_unknown_size_counts_as_one_without_followers(tweet: TweetMaker, channel: Channel) -> None:
    unknown, nobody = (signs_of(tweet(PLAIN, followers=followers), channel) for followers in (None, 0))
    assert unknown.tolist() == nobody.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Do kites fly?", "Do kites fly？"),
        ("Kites fly!", "Kites fly！"),
        ("“Kites” fly", "「Kites」 fly"),
        ("Kites fly https://t.co/a", "Kites fly https://t.co/bcdefg"),
    ],
    ids=["question", "exclamation", "quotation", "link"],
)
def test_marks_of_either_script_and_any_link_are_one_sign(
    tweet: TweetMaker, channel: Channel, one: str, other: str
) -> None:
    first, second, plain = (signs_of(tweet(text), channel) for text in (one, other, "Kites fly"))
    assert (first != plain).any()
    assert first == pytest.approx(second, abs=0.2), "but for a little of length"


def test_signs_of_an_empty_tweet_are_numbers(tweet: TweetMaker, channel: Channel) -> None:
    assert np.isfinite(signs_of(tweet("https://t.co/a"), channel)).all()


def test_the_subject_is_what_follows_the_network_in_a_channels_name(channel: Channel) -> None:
    assert subject_of(channel.model_copy(update={"name": "twitter_open_source"})) == "open_source"


def test_words_of_the_field_are_those_of_the_channels_subject(tweet: TweetMaker, channel: Channel) -> None:
    finance = channel.model_copy(update={"name": "twitter_finance"})
    given = tweet("An LLM for kites")
    assert (signs_of(given, channel) != signs_of(given, finance)).any()


@pytest.mark.parametrize("certainty", [0.0, 1.0])
def test_no_judgement_is_surer_than_the_limit(tweet: TweetMaker, channel: Channel, certainty: float) -> None:
    class Sure:
        def scores(self, rows: Floats, *_: object) -> Floats:
            return np.full(len(rows), certainty)

    sure: Any = Sure()
    (judged,) = Taste(sure, sure).judge([tweet(PLAIN)], channel).values()
    assert abs(judged.told) == pytest.approx(math.log(SUREST / (1 - SUREST)))
    assert judged.view == certainty


def test_nothing_is_said_of_no_tweets(channel: Channel) -> None:
    assert taste().judge([], channel) == {}
