"""Triage: signs add up, speak for or against, and know what the channel is used to."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.topics.model import Document
from dawn_chorus.topics.triage import AD_THRESHOLD, CHATTER_THRESHOLD, Habits, Scores, habits, scores

Tweet = Callable[..., Document]

STRANGE = Habits(known=frozenset(), repeats=frozenset(), familiarity=0.0, named=1.0)
NEWS = "Zorbital has released Nimbus Kite, an open model for images with a benchmark and a paper https://t.co/a"


def judge(document: Document, has_name: bool = True, context: Habits = STRANGE) -> Scores:
    return scores(document, has_name, context)


@pytest.mark.parametrize(
    "text",
    [
        "Get 40% off with code KITE, order now https://t.co/a",
        "Black Friday sale is live: save up to $90 on every kite, while supplies last",
        "Repost and follow to win a kite, winners will be announced on Friday",
        "限时特价，立即购买风筝，优惠码 KITE",
        "下班后一小时，副业月入八千，私信我领资料",
        "$KITE is undervalued and about to explode, buy the dip",
    ],
)
def test_advertising_is_set_aside(tweet: Tweet, text: str) -> None:
    assert judge(tweet(1, text)).ad >= AD_THRESHOLD


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "谷雨实验室今天开源了青岚 2.0，论文和权重都在",
        "Zorbital raised 40 million to build data centers for agents",
        "The court says Zorbital may train on books it bought",
    ],
)
def test_news_is_neither_advertising_nor_small_talk(tweet: Tweet, text: str) -> None:
    judged = judge(tweet(1, text))
    assert judged.ad < AD_THRESHOLD
    assert judged.chatter < CHATTER_THRESHOLD


@pytest.mark.parametrize(
    "text", ["gm", "good morning everyone ☀️", "早上好", "lol same", "🔥🔥", "https://t.co/a", "", "哈哈哈哈"]
)
def test_small_talk_is_set_aside(tweet: Tweet, text: str) -> None:
    assert judge(tweet(1, text), has_name=False).chatter >= CHATTER_THRESHOLD


def test_a_short_remark_about_a_product_is_kept(tweet: Tweet) -> None:
    assert judge(tweet(1, "Nimbus Kite is odd")).chatter < CHATTER_THRESHOLD


def test_signs_add_up_and_signs_against_take_away(tweet: Tweet) -> None:
    one = judge(tweet(1, "Order now")).ad
    two = judge(tweet(1, "Order now, free trial")).ad
    excused = judge(tweet(1, "Order now, free trial, read the paper")).ad
    assert one < two
    assert excused < two


def test_where_no_tweet_has_a_name_having_none_says_nothing(tweet: Tweet) -> None:
    document = tweet(1, "mourning dove sings in the harbour at dawn again")
    unnamed = STRANGE._replace(named=0.0)
    assert judge(document, False, unnamed).chatter == judge(document, True, unnamed).chatter
    assert judge(document, False).chatter > judge(document, True).chatter


def test_a_stranger_among_familiar_voices_is_suspect(tweet: Tweet) -> None:
    history = [tweet(n, f"text {n}", f"friend{n % 3}", days_ago=1 + n % 7) for n in range(21)]
    window = [tweet(100 + n, f"a longer text about kite {n}", f"friend{n % 3}") for n in range(9)]
    stranger = tweet(200, "Kites for the whole family, made by hand in our workshop", "stranger")
    context = habits([*window, stranger], history, [True] * 10)
    assert judge(stranger, True, context).ad >= AD_THRESHOLD
    assert judge(window[0], True, context).ad == 0


def test_without_days_before_nobody_is_a_stranger(tweet: Tweet) -> None:
    document = tweet(1, "Kites for the whole family")
    assert judge(document, True, habits([document], [], [True])).ad == 0


def test_one_day_before_makes_half_strangers_only(tweet: Tweet) -> None:
    stranger = tweet(9, "Kites for the whole family", "stranger")
    window = [stranger, tweet(8, "a text", "friend")]
    day = habits(window, [tweet(1, "x", "friend", days_ago=1)], [True, True])
    week = habits(window, [tweet(n, "x", "friend", days_ago=n) for n in range(1, 8)], [True, True])
    assert judge(stranger, True, day).ad < judge(stranger, True, week).ad


def test_an_account_that_repeats_itself_without_a_link_is_advertising(tweet: Tweet) -> None:
    window = [tweet(n, "Kites for the whole family", "maker") for n in (1, 2)]
    other = tweet(3, "Kites for the whole family", "somebody else")
    context = habits([*window, other], [], [True] * 3)
    assert judge(window[0], True, context).ad >= AD_THRESHOLD
    assert judge(other, True, context).ad == 0


def test_retweets_do_not_repeat_an_author(tweet: Tweet) -> None:
    window = [tweet(n, "Kites for the whole family", "fan", kind="retweet", of=n) for n in (1, 2)]
    assert habits(window, [], [True] * 2).repeats == frozenset()


@given(st.text(max_size=400), st.booleans())
def test_scores_are_shares_whatever_the_text(text: str, has_name: bool) -> None:
    document = Document(1, dt.date(2026, 3, 4), "a", text)
    judged = judge(document, has_name)
    assert 0 <= judged.ad <= 1
    assert 0 <= judged.chatter <= 1


def test_a_megabyte_is_judged_quickly(tweet: Tweet) -> None:
    assert judge(tweet(1, "$A save $ off % " * 70_000)).ad <= 1
