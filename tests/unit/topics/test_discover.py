"""Discovery as a whole: events are found, the rest is left alone, and the answer depends on the tweets only."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.model import Assignment, Discovery, Document

Tweet = Callable[..., Document]


@pytest.fixture(scope="module")
def window(tweet: Tweet) -> list[Document]:
    """A small day: a release in two languages, passed on and answered; a strike; small talk, an ad, single tweets."""
    return [
        tweet(1, "Zorbital has released Nimbus Kite, an open model for images. https://t.co/a", "zorbital"),
        tweet(2, "We put Nimbus Kite to the test: it draws hands with six fingers", "ada"),
        tweet(3, "刚试了 Nimbus Kite，画图很快，手指还是六根", "agu"),
        tweet(4, "RT @zorbital: Zorbital has released Nimbus Kite, an open…", "bo", kind="retweet", of=1),
        tweet(5, "six fingers, really?", "cy", kind="reply", of=2),
        tweet(6, "who would have thought", "di", kind="quote", of=1),
        tweet(7, "Staff of Ostrava Bank go on strike over its new assistant", "news1"),
        tweet(8, "Why the strike at Ostrava Bank is about more than pay", "news2"),
        tweet(9, "good morning everyone ☀️", "ed"),
        tweet(10, "Kites for all: 40% off with code KITE, order now", "shop"),
        tweet(11, "Quillhaven raised 40 million dollars to build libraries for machines", "fi"),
        tweet(12, "An essay on why reading code aloud helps beginners to find their mistakes", "gus"),
    ]


@pytest.fixture(scope="module")
def history(tweet: Tweet) -> list[Document]:
    """A fortnight of everyday tweets."""
    return [
        tweet(-n, f"Everyone at our company writes about images, models and code, part {n}", f"old{n % 5}", 1 + n % 14)
        for n in range(1, 90)
    ]


@pytest.fixture(scope="module")
def found(window: list[Document], history: list[Document]) -> Discovery:
    return discover(window, history)


def role(discovery: Discovery, tweet_id: int) -> Assignment:
    return next(each for each in discovery.assignments if each.tweet_id == tweet_id)


def members(discovery: Discovery, number: int) -> set[int]:
    return {each.tweet_id for each in discovery.assignments if each.topic_no == number}


def test_both_events_are_found_and_the_larger_comes_first(found: Discovery) -> None:
    assert [members(found, topic.topic_no) for topic in found.topics] == [{1, 2, 3, 4, 5, 6}, {7, 8}]


def test_topics_carry_names_and_labels_as_people_write_them(found: Discovery) -> None:
    release, strike = found.topics
    assert release.names[0] == "Nimbus Kite"
    assert "Nimbus Kite" in release.label
    assert "Ostrava Bank" in strike.names
    assert "http" not in release.label


def test_counts_and_beginning_are_those_of_all_members(found: Discovery) -> None:
    release = found.topics[0]
    assert (release.tweets, release.accounts, release.earliest) == (6, 6, 1)


def test_exemplars_are_original_words_of_different_authors(found: Discovery) -> None:
    assert set(found.topics[0].exemplars) == {1, 2, 3}


def test_terms_and_weights_are_parallel(found: Discovery) -> None:
    assert all(len(topic.terms) == len(topic.weights) > 0 for topic in found.topics)


def test_every_tweet_has_one_place(found: Discovery, window: list[Document]) -> None:
    assert [each.tweet_id for each in found.assignments] == [document.tweet_id for document in window]
    assert all((each.role == "topic") == (each.topic_no is not None) for each in found.assignments)


@pytest.mark.parametrize(("tweet_id", "expected"), [(9, "chatter"), (10, "ad"), (11, "single"), (12, "single")])
def test_what_is_in_no_topic_is_left_alone_or_set_aside(found: Discovery, tweet_id: int, expected: str) -> None:
    assert role(found, tweet_id).role == expected


def test_a_retweet_is_a_copy_of_its_original(found: Discovery) -> None:
    assert role(found, 4).duplicate_of == 1
    assert role(found, 4).centrality == role(found, 1).centrality
    assert role(found, 1).duplicate_of is None


def test_centrality_is_a_share_inside_topics_and_nothing_outside(found: Discovery) -> None:
    assert all(0 < each.centrality <= 1 for each in found.assignments if each.tweet_id in (1, 2, 3, 7, 8))
    assert all(each.centrality == 0 for each in found.assignments if each.role != "topic")


def test_one_accounts_own_copies_are_no_topic(tweet: Tweet) -> None:
    text = "Our Nimbus Kite flies for the third time, as we told you before https://t.co/{}"
    discovery = discover([tweet(n, text.format(n), "maker") for n in range(1, 4)], [])
    assert discovery.topics == ()
    assert [each.duplicate_of for each in discovery.assignments] == [None, 1, 1]


@pytest.mark.parametrize(("others", "topics"), [(1, 0), (2, 1)])
def test_one_text_is_a_topic_when_enough_accounts_pass_it_on(tweet: Tweet, others: int, topics: int) -> None:
    text = "Ostrava Bank has lost the data of its customers to a robber with a printer"
    passed_on = [tweet(n, f"RT @a: {text}", kind="retweet", of=1) for n in range(2, 2 + others)]
    assert len(discover([tweet(1, text), *passed_on], []).topics) == topics


def test_an_advertisement_joins_no_topic_even_as_a_reply(tweet: Tweet, window: list[Document]) -> None:
    reply = tweet(99, "Order now: 40% off with code KITE", "shop", kind="reply", of=1)
    assert role(discover([*window, reply], []), 99).role == "ad"


def test_a_reply_to_a_single_tweet_makes_no_topic(tweet: Tweet) -> None:
    documents = [tweet(1, "An essay on reading code aloud"), tweet(2, "nice idea", kind="reply", of=1)]
    assert discover(documents, []).topics == ()


def test_what_a_hired_crowd_repeats_is_not_passed_on(tweet: Tweet) -> None:
    post = tweet(1, "The model of the oracle has turned green on fourteen pairs at noon", "oracle")
    audience = [tweet(n, "RT @oracle: The model", f"fan{n % 6}", kind="retweet", of=1) for n in range(10, 22)]
    discovery = discover([post, *audience], [])
    assert discovery.topics == ()
    assert {each.role for each in discovery.assignments[1:]} == {"ad"}
    assert role(discovery, 1).role == "single"


def test_a_text_that_readers_pass_on_is_a_topic_though_a_crowd_does_too(tweet: Tweet) -> None:
    post = tweet(1, "The model of the oracle has turned green on fourteen pairs at noon", "oracle")
    crowd = [tweet(n, "RT @oracle: The model", f"fan{n % 6}", kind="retweet", of=1) for n in range(10, 22)]
    readers = [tweet(n, "RT @oracle: The model", f"reader{n}", kind="retweet", of=1) for n in range(30, 36)]
    (topic,) = discover([post, *crowd, *readers], []).topics
    assert (topic.tweets, topic.accounts) == (7, 7)


def test_days_before_are_context_only(window: list[Document], history: list[Document], found: Discovery) -> None:
    assert {each.tweet_id for each in found.assignments} == {document.tweet_id for document in window}


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_the_order_of_rows_does_not_matter(
    data: st.DataObject, window: list[Document], history: list[Document], found: Discovery
) -> None:
    shuffled = data.draw(st.permutations(window))
    before = data.draw(st.permutations(history[:10]))
    assert discover(shuffled, [*before, *history[10:]]) == found


def texts_of(tweet: Tweet, *texts: str) -> Discovery:
    return discover([tweet(n, text) for n, text in enumerate(texts, start=1)], [])


def test_an_empty_window_has_nothing(history: list[Document]) -> None:
    assert discover([], history) == Discovery((), ())


def test_one_tweet_is_alone(tweet: Tweet) -> None:
    assert texts_of(tweet, "Zorbital has released Nimbus Kite, an open model").assignments[0].role == "single"


def test_all_identical_is_one_topic(tweet: Tweet) -> None:
    discovery = texts_of(tweet, *["Zorbital has released Nimbus Kite, an open model"] * 5)
    assert [(topic.tweets, topic.accounts) for topic in discovery.topics] == [(5, 5)]


def test_nothing_but_stop_words_is_no_topic(tweet: Tweet) -> None:
    assert texts_of(tweet, "the of and", "and it was", "to be or not to be").topics == ()


def test_a_megabyte_is_a_tweet_like_others(tweet: Tweet) -> None:
    discovery = texts_of(tweet, "Nimbus Kite " * 100_000, "<" * 1_000_000, "字" * 1_000_000)
    assert len(discovery.assignments) == 3


def test_chinese_alone_works(tweet: Tweet) -> None:
    discovery = texts_of(
        tweet, "折岭公司发布青岚 2.0，权重全部开源", "青岚 2.0 实测：写代码快了一倍", "今天下雨，哪儿也没去"
    )
    assert [members(discovery, topic.topic_no) for topic in discovery.topics] == [{1, 2}]
    assert discovery.topics[0].names == ("青岚 2.0",)


def test_emoji_alone_are_small_talk(tweet: Tweet) -> None:
    discovery = texts_of(tweet, "😀", "🔥🔥🔥", "😀")
    assert {each.role for each in discovery.assignments} == {"chatter"}


def test_control_characters_and_half_characters_are_survived(tweet: Tweet) -> None:
    assert len(texts_of(tweet, "\x00\x01", "\ud800abc", "\u202etxet").assignments) == 3
