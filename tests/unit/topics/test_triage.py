"""Triage: signs add up, speak for or against, and know what the channel is used to."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.topics.crowds import Crowds
from dawn_chorus.topics.habits import Habits, habits
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.triage import AD_THRESHOLD, CHATTER_THRESHOLD, WITHOUT_NAME, Scores, judge, scores

Tweet = Callable[..., Document]

NEWS = "Zorbital has released Nimbus Kite, an open model for images with a benchmark and a paper https://t.co/a"


def score(document: Document, has_name: bool = True, context: Habits = Habits()) -> Scores:  # noqa: B008  (a tuple)
    return scores(document, 0.0 if has_name else WITHOUT_NAME, context)


@pytest.mark.parametrize(
    "text",
    [
        "Get 40% off with code KITE, order now https://t.co/a",
        "Black Friday sale is live: save up to $90 on every kite, while supplies last",
        "Repost and follow to win a kite, winners will be announced on Friday",
        "限时特价，立即购买风筝，优惠码 KITE",
        "下班后一小时，副业月入八千，私信我领资料",
        "$KITE is undervalued and about to explode, buy the dip",
        "$25 became $3,350 in four days, group in bio",
        "Wanted: kite testers, $35 an hour, remote, no experience",
        "The kite in moss green. Free returns. https://t.co/a",
    ],
)
def test_advertising_is_set_aside(tweet: Tweet, text: str) -> None:
    assert score(tweet(1, text)).ad >= AD_THRESHOLD


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "谷雨实验室今天开源了青岚 2.0，论文和权重都在",
        "Zorbital raised 40 million to build data centers for agents",
        "The court says Zorbital may train on books it bought",
        "Zorbital lowers the price of its API to $3 a month, from tomorrow on",
    ],
)
def test_news_is_neither_advertising_nor_small_talk(tweet: Tweet, text: str) -> None:
    judged = score(tweet(1, text))
    assert judged.ad < AD_THRESHOLD
    assert judged.chatter < CHATTER_THRESHOLD


@pytest.mark.parametrize(
    "text", ["gm", "good morning everyone ☀️", "早上好", "lol same", "🔥🔥", "https://t.co/a", "", "哈哈哈哈"]
)
def test_small_talk_is_set_aside(tweet: Tweet, text: str) -> None:
    assert score(tweet(1, text), has_name=False).chatter >= CHATTER_THRESHOLD


def test_one_word_of_a_trade_is_no_advertisement(tweet: Tweet) -> None:
    assert score(tweet(1, "Dentist at nine today. I am mildly annoyed.")).ad < AD_THRESHOLD


def test_a_short_remark_about_a_product_is_kept(tweet: Tweet) -> None:
    assert score(tweet(1, "Nimbus Kite is odd")).chatter < CHATTER_THRESHOLD


def test_signs_add_up_and_signs_against_take_away(tweet: Tweet) -> None:
    one = score(tweet(1, "Order now")).ad
    two = score(tweet(1, "Order now, free trial")).ad
    excused = score(tweet(1, "Order now, free trial, read the paper")).ad
    assert one < two
    assert excused < two


def test_where_no_tweet_has_a_name_having_none_says_nothing(tweet: Tweet) -> None:
    window = [tweet(1, "mourning dove sings in the harbour at dawn again"), tweet(2, "other doves sing elsewhere")]
    named, unnamed = judge(window, [True, True], Habits()), judge(window, [False, False], Habits())
    assert named == unnamed
    assert judge(window, [False, True], Habits())[0].chatter > named[0].chatter


def test_a_stranger_among_familiar_voices_is_suspect(tweet: Tweet) -> None:
    history = [tweet(n, f"text {n}", f"friend{n % 3}", days_ago=1 + n % 7) for n in range(21)]
    window = [tweet(100 + n, f"a longer text about kite {n}", f"friend{n % 3}") for n in range(9)]
    stranger = tweet(200, "Kites for the whole family, made by hand in our workshop", "stranger")
    context = habits([*window, stranger], history)
    assert score(stranger, context=context).ad >= AD_THRESHOLD
    assert score(window[0], context=context).ad == 0


def test_without_days_before_nobody_is_a_stranger(tweet: Tweet) -> None:
    document = tweet(1, "Kites for the whole family")
    assert score(document, context=habits([document], [])).ad == 0


def test_one_day_before_makes_half_strangers_only(tweet: Tweet) -> None:
    stranger = tweet(9, "Kites for the whole family", "stranger")
    window = [stranger, tweet(8, "a text", "friend")]
    day = habits(window, [tweet(1, "x", "friend", days_ago=1)])
    week = habits(window, [tweet(n, "x", "friend", days_ago=n) for n in range(1, 8)])
    assert score(stranger, context=day).ad < score(stranger, context=week).ad


def test_an_account_that_repeats_itself_without_a_link_is_advertising(tweet: Tweet) -> None:
    window = [tweet(n, "Kites for the whole family", "maker") for n in (1, 2)]
    other = tweet(3, "Kites for the whole family", "somebody else")
    context = habits([*window, other], [])
    assert score(window[0], context=context).ad >= AD_THRESHOLD
    assert score(other, context=context).ad == 0


def test_a_form_with_a_price_is_advertising_and_neither_alone_is(tweet: Tweet) -> None:
    shop = tweet(1, "A hosted kite for beginners, $9 a month. https://t.co/a", "shop")
    form = Habits(forms=frozenset({1}))
    assert score(shop, context=form).ad >= AD_THRESHOLD > score(shop).ad
    assert score(tweet(1, "A hosted kite for beginners. https://t.co/a"), context=form).ad < AD_THRESHOLD


def test_a_feed_of_papers_is_no_advertising_though_it_fills_in_a_form(tweet: Tweet) -> None:
    paper = tweet(1, "NEW paper: kites that learn to fly from a single gust https://t.co/a", "feed")
    assert score(paper, context=Habits(forms=frozenset({1}))).ad < AD_THRESHOLD / 2


CROWD = Habits(crowds=Crowds(frozenset({"oracle"}), frozenset({"fan"})))


def test_a_hired_account_is_set_aside_whatever_it_says(tweet: Tweet) -> None:
    assert score(tweet(1, NEWS, "fan"), context=CROWD).ad >= AD_THRESHOLD


def test_whom_a_crowd_applauds_needs_another_sign(tweet: Tweet) -> None:
    assert score(tweet(1, "The market turned at noon", "oracle"), context=CROWD).ad < AD_THRESHOLD
    assert score(tweet(1, "The market turned at noon, link in bio", "oracle"), context=CROWD).ad >= AD_THRESHOLD


def test_who_answers_an_advertisement_advertises(tweet: Tweet) -> None:
    window = [
        tweet(1, "Get 40% off with code KITE, order now https://t.co/a"),
        tweet(2, "thanks, it paid my rent", kind="reply", of=1),
        tweet(3, "thanks, it explained my doubts", kind="reply", of=4),
        tweet(4, NEWS),
    ]
    judged = judge(window, [True] * 4, Habits())
    assert [each.ad >= AD_THRESHOLD for each in judged] == [True, True, False, False]


@given(st.text(max_size=400), st.booleans())
def test_scores_are_shares_whatever_the_text(text: str, has_name: bool) -> None:
    document = Document(1, dt.date(2026, 3, 4), "a", text)
    judged = score(document, has_name)
    assert 0 <= judged.ad <= 1
    assert 0 <= judged.chatter <= 1


def test_a_megabyte_is_judged_quickly(tweet: Tweet) -> None:
    assert score(tweet(1, "$A save $ off % " * 70_000)).ad <= 1
