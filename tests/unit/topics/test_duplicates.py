"""Copies are grouped under the earliest, and texts that only look alike are not."""

import datetime as dt
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.topics.duplicates import MAX_SHINGLE_TEXTS, group_copies
from dawn_chorus.topics.model import Document

Tweet = Callable[..., Document]

LONG = "Zorbital has released Nimbus Kite with open weights, a licence for companies and a paper that explains the data"


def test_the_same_words_with_another_link_are_a_copy(tweet: Tweet) -> None:
    documents = [tweet(1, f"{LONG} https://t.co/a"), tweet(2, "Else"), tweet(3, f"{LONG}! https://t.co/b 🔥")]
    assert group_copies(documents) == [0, 1, 0]


def test_a_retweet_joins_its_original_whatever_its_text(tweet: Tweet) -> None:
    documents = [tweet(1, "short"), tweet(2, "RT @a: sho…", kind="retweet", of=1)]
    assert group_copies(documents) == [0, 0]


def test_retweets_of_a_tweet_that_is_not_there_join_each_other(tweet: Tweet) -> None:
    documents = [tweet(5, "RT @a: one", kind="retweet", of=1), tweet(6, "RT @a: on…", kind="retweet", of=1)]
    assert group_copies(documents) == [0, 0]


def test_a_quote_is_not_a_copy(tweet: Tweet) -> None:
    assert group_copies([tweet(1, LONG), tweet(2, "I doubt it", kind="quote", of=1)]) == [0, 1]


def test_a_cut_off_copy_is_a_copy(tweet: Tweet) -> None:
    assert group_copies([tweet(1, LONG[:60] + "…"), tweet(2, LONG)]) == [0, 0]


@pytest.mark.parametrize("ending", ["", "."])
def test_a_text_that_merely_begins_alike_is_not(tweet: Tweet, ending: str) -> None:
    assert group_copies([tweet(1, LONG[:60] + ending), tweet(2, LONG)]) == [0, 1]


def test_a_short_beginning_is_not(tweet: Tweet) -> None:
    assert group_copies([tweet(1, "Zorbital has…"), tweet(2, LONG)]) == [0, 1]


def test_a_template_with_another_name_is_a_copy(tweet: Tweet) -> None:
    template = "I made 900 coins in one week with this small bot and you can too, write to me today, {} was the first"
    assert group_copies([tweet(1, template.format("Ada")), tweet(2, template.format("Bo"))]) == [0, 0]


def test_a_chinese_template_is_a_copy(tweet: Tweet) -> None:
    template = "每天十分钟，用这个小工具自动整理会议记录，再也不用加班写周报了，{}推荐"
    assert group_copies([tweet(1, template.format("小谷")), tweet(2, template.format("阿岚"))]) == [0, 0]


def test_emoji_and_bare_links_are_never_copies(tweet: Tweet) -> None:
    documents = [tweet(1, "🔥"), tweet(2, "🔥"), tweet(3, "https://t.co/a"), tweet(4, "https://t.co/a"), tweet(5, "")]
    assert group_copies(documents) == [0, 1, 2, 3, 4]


def test_copies_of_copies_are_one_group(tweet: Tweet) -> None:
    documents = [tweet(1, LONG), tweet(2, f"RT @b: {LONG}"), tweet(3, "RT @c: x", kind="retweet", of=2)]
    assert group_copies(documents) == [0, 0, 0]


def test_boilerplate_of_many_texts_joins_none_of_them(tweet: Tweet) -> None:
    opening = "Good morning to all of you out there in the wide world today"
    documents = [tweet(n, f"{opening} {n}a {n}b {n}c {n}d {n}e {n}f") for n in range(MAX_SHINGLE_TEXTS + 5)]
    assert group_copies(documents) == list(range(len(documents)))


def test_nothing_gives_nothing() -> None:
    assert group_copies([]) == []


@given(st.lists(st.sampled_from([LONG, LONG + " https://t.co/x", "Else", LONG[:50] + "…", "🔥"]), max_size=8))
def test_the_earliest_heads_its_group(texts: list[str]) -> None:
    day = dt.date(2026, 3, 4)
    documents = [Document(n, day, str(random.Random(n).random()), text) for n, text in enumerate(texts)]
    heads = group_copies(documents)
    assert all(head <= n and heads[head] == head for n, head in enumerate(heads))
