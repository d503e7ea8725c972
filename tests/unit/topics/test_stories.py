"""Stories: the same thing under the same id tomorrow, one topic a day, with counts behind the word."""

import datetime as dt
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.topics.model import Topic
from dawn_chorus.topics.stories import PastTopic, StoryLink, link_stories, story_id
from dawn_chorus.window import Window

TODAY = dt.date(2026, 3, 10)
KITE = ("Nimbus Kite", "images", "weights")
BANK = ("Ostrava Bank", "strike", "union")


def topic(number: int, terms: Sequence[str], tweets: int = 5, earliest: int = 0, day: dt.date = TODAY) -> Topic:
    return Topic(
        topic_no=number,
        label=f"{terms[0]} does something",
        names=(terms[0],),
        terms=tuple(terms),
        weights=tuple(3.0 - n for n in range(len(terms))),
        theme="models",
        tweets=tweets,
        accounts=2,
        exemplars=(),
        earliest=earliest or 100 + number,
        first_day=day,
    )


def chapter(terms: Sequence[str], days_ago: int, tweets: int = 5, story: str = "s1", began: int = 3) -> PastTopic:
    return PastTopic(
        day=TODAY - dt.timedelta(days=days_ago),
        story_id=story,
        story_name=terms[0],
        story_first_day=TODAY - dt.timedelta(days=began),
        names=(terms[0],),
        terms=tuple(terms),
        weights=tuple(3.0 - n for n in range(len(terms))),
        tweets=tweets,
    )


def link(topics: Sequence[Topic], past: Sequence[PastTopic] = (), first_day: dt.date = TODAY) -> tuple[StoryLink, ...]:
    return link_stories("twitter_kites", Window(first_day, TODAY), topics, past)


def test_a_first_topic_begins_a_story_of_its_own() -> None:
    (story,) = link([topic(1, KITE, earliest=35)])
    assert story == StoryLink("twitter_kites-20260310-z", "Nimbus Kite", TODAY, "new", 1, 0, 0)


def test_a_topic_without_names_lends_its_label() -> None:
    nameless = msgspec.structs.replace(topic(1, KITE), names=())
    assert link([nameless])[0].name == nameless.label


def test_two_stories_of_a_day_stand_under_different_names() -> None:
    first, second, third = (
        topic(n, ("Nimbus Kite", *words)) for n, words in enumerate((("out",), ("slow",), ("tax",)))
    )
    second = msgspec.structs.replace(second, names=("Nimbus Kite", "Zorbital"))
    links = link([first, second, third])
    assert [each.name for each in links] == ["Nimbus Kite", "Zorbital", third.label]


def test_a_new_story_does_not_take_the_name_of_one_that_goes_on() -> None:
    new = msgspec.structs.replace(topic(1, ("Nimbus Kite", "tax", "court")), terms=("tax", "court", "judge"))
    assert [each.name for each in link([new, topic(2, KITE)], [chapter(KITE, 1)])] == [new.label, "Nimbus Kite"]


def test_the_same_names_and_terms_continue_the_story() -> None:
    (story,) = link([topic(1, KITE)], [chapter(KITE, 1)])
    assert (story.story_id, story.name, story.day_no) == ("s1", "Nimbus Kite", 4)


def test_news_of_the_same_product_continue_it_though_the_words_change() -> None:
    (story,) = link([topic(1, ("Nimbus Kite", "lawsuit", "photographers"))], [chapter(KITE, 1)])
    assert story.story_id == "s1"


def test_everyday_words_do_not() -> None:
    (story,) = link([topic(1, ("Zorbital", "images", "weights"))], [chapter(KITE, 1)])
    assert story.status == "new"


def test_spellings_of_one_name_are_one_story() -> None:
    (story,) = link([topic(1, ("英伟达", "财报", "营收"))], [chapter(("NVIDIA", "earnings", "revenue"), 1)])
    assert story.story_id == "s1"


def test_a_story_goes_to_one_topic_and_the_best_match_wins() -> None:
    close, far = topic(2, KITE), topic(1, ("Nimbus Kite", "lawsuit", "photographers"))
    by_number = link([far, close], [chapter(KITE, 1)])
    assert [story.story_id == "s1" for story in by_number] == [False, True]
    assert by_number[0].status == "new"


def test_a_topic_takes_one_story_and_the_better_one() -> None:
    past = [chapter(KITE, 1), chapter(("Nimbus Kite", "lawsuit", "photographers"), 1, story="s2")]
    (story,) = link([topic(1, KITE)], past)
    assert story.story_id == "s1"


@pytest.mark.parametrize(("days_ago", "continues"), [(7, True), (8, False), (0, False)])
def test_a_story_may_pause_for_a_week(days_ago: int, continues: bool) -> None:
    (story,) = link([topic(1, KITE)], [chapter(KITE, days_ago, began=9)])
    assert (story.story_id == "s1") == continues


@pytest.mark.parametrize(
    ("today", "yesterday", "status"),
    [(10, 5, "rising"), (5, 5, "steady"), (7, 5, "steady"), (2, 9, "fading"), (4, 5, "steady"), (2, 1, "steady")],
)
def test_the_word_for_a_story_rests_on_its_counts(today: int, yesterday: int, status: str) -> None:
    (story,) = link([topic(1, KITE, tweets=today)], [chapter(KITE, 1, tweets=yesterday)])
    assert (story.status, story.tweets_yesterday, story.tweets_week) == (status, yesterday, yesterday)


def test_the_week_counts_where_yesterday_was_quiet() -> None:
    past = [chapter(KITE, 3, tweets=40), chapter(KITE, 2, tweets=30)]
    (story,) = link([topic(1, KITE, tweets=4)], past)
    assert (story.status, story.tweets_yesterday, story.tweets_week) == ("fading", 0, 70)


def test_a_longer_window_compares_tweets_a_day() -> None:
    began = TODAY - dt.timedelta(days=2)
    (story,) = link([topic(1, KITE, tweets=15)], [chapter(KITE, 3, tweets=5)], first_day=began)
    assert story.status == "steady"


def test_a_longer_windows_new_story_begins_on_the_day_of_its_first_tweet() -> None:
    second = TODAY - dt.timedelta(days=1)
    (story,) = link([topic(1, KITE, day=second)], first_day=TODAY - dt.timedelta(days=2))
    assert (story.first_day, story.day_no) == (second, 2)
    assert "-20260309-" in story.story_id


def test_an_id_is_a_pure_function_of_channel_day_and_tweet() -> None:
    assert story_id("twitter_ai", TODAY, 1994186692652143004) == story_id("twitter_ai", TODAY, 1994186692652143004)
    ids = {story_id("twitter_ai", TODAY, n) for n in (0, 1, 35, 36, 10**18)}
    assert len(ids) == 5
    assert story_id("twitter_ai", TODAY, 36).endswith("-10")


def test_no_topics_no_stories() -> None:
    assert link([], [chapter(KITE, 1)]) == ()


@given(
    st.permutations([chapter(KITE, 1), chapter(KITE, 2), chapter(BANK, 1, story="s2"), chapter(BANK, 5, story="s3")])
)
def test_the_order_of_past_topics_does_not_matter(past: list[PastTopic]) -> None:
    topics = [topic(1, KITE), topic(2, BANK), topic(3, ("Ostrava Bank", "union", "strike"))]
    expected = link(
        topics, [chapter(KITE, 1), chapter(KITE, 2), chapter(BANK, 1, story="s2"), chapter(BANK, 5, story="s3")]
    )
    assert link(topics, past) == expected
    assert len({story.story_id for story in expected}) == 3
