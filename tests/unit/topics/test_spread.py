"""Spreading: tweets that were not read are told with those that they are like."""

import random

import numpy as np
import pytest
from tests.unit.topics.conftest import Tweet

from dawn_chorus.topics import draw as drawing
from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.model import Discovery, Document
from dawn_chorus.topics.spread import place

PLACES = 60
SUBJECTS = ("Nimbus Kite weights released", "Ostrava Bank strike over wages", "Zorbital probe lands safely")


@pytest.fixture(scope="module")
def window(tweet: Tweet) -> list[Document]:
    """Three events of 60 tweets and more, small talk, and copies."""
    told = [tweet(n, f"{SUBJECTS[n % 3]} says witness{n} of street{n % 7}") for n in range(1, 181)]
    told += [tweet(300 + n, f"{SUBJECTS[0]}: a video", author=f"fan{n}") for n in range(20)]
    told += [tweet(400 + n, f"so sleepy today number{n}") for n in range(20)]
    return [*told, tweet(500, "so true", kind="reply", of=9), tweet(501, "ψψψ ωωω")]


@pytest.fixture(scope="module")
def found(window: list[Document]) -> Discovery:
    """What is found when a quarter is read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "MOST_TWEETS", PLACES)
        return discover(window, [])


def test_every_tweet_has_one_place(found: Discovery, window: list[Document]) -> None:
    assert [each.tweet_id for each in found.assignments] == [document.tweet_id for document in window]


def test_unread_tweets_are_told_with_the_topics_of_read_ones(found: Discovery) -> None:
    topic = {each.tweet_id: each.topic_no for each in found.assignments}
    for subject in range(3):
        numbers = [topic[n] for n in range(1, 181) if n % 3 == subject]
        most = max(set(numbers), key=numbers.count)
        assert most is not None
        assert numbers.count(most) >= 50


def test_counts_are_those_of_all_tweets_and_the_most_voices_come_first(found: Discovery) -> None:
    for topic in found.topics:
        own = [each.tweet_id for each in found.assignments if each.topic_no == topic.topic_no]
        assert (topic.tweets, topic.earliest) == (len(own), own[0])
    assert [topic.topic_no for topic in found.topics] == list(range(1, len(found.topics) + 1))
    assert [topic.accounts for topic in found.topics] == sorted((t.accounts for t in found.topics), reverse=True)


def test_unread_copies_point_at_the_earliest(found: Discovery) -> None:
    copies = [each for each in found.assignments if 300 <= each.tweet_id < 320]
    assert {each.duplicate_of for each in copies[1:]} == {300}
    assert len({each.topic_no for each in copies}) == 1


def test_an_answer_goes_where_what_it_answers_is(found: Discovery) -> None:
    placed = {each.tweet_id: each for each in found.assignments}
    assert placed[500].topic_no == placed[9].topic_no


def test_what_is_like_nothing_stands_alone(found: Discovery) -> None:
    last = found.assignments[-1]
    assert (last.role, last.topic_no, last.centrality) == ("single", None, 0.0)


def test_the_order_of_rows_does_not_matter(
    found: Discovery, window: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MOST_TWEETS", PLACES)
    assert discover(random.Random(5).sample(window, len(window)), []) == found


@pytest.mark.parametrize(
    ("text", "like", "topic"),
    [("the kite FLIES", 0, 1), ("青岚模型发布了", 1, 2), ("strike", 2, 0), ("nothing of it", -1, 0)],
)
def test_a_text_goes_where_the_read_texts_with_its_rarest_words_are(text: str, like: int, topic: int) -> None:
    read = ["The kite flies high", "青岚模型今天发布", "A strike over wages"]
    placed = place(read, np.array([1, 2, 0]), [text])
    assert (placed.like.tolist(), placed.topic.tolist()) == ([like], [topic])


def test_of_the_topics_near_the_one_that_explains_the_words_best_is_taken() -> None:
    read = ["kite wind", "kite wind gust", "kite wind sky", "kite shop sale", "bank", "rain", "snow"]
    placed = place(read, np.array([1, 1, 1, 2, 0, 0, 0]), ["kite wind today"])
    assert placed.topic.tolist() == [1]


def test_a_text_mostly_of_words_that_no_read_text_holds_is_in_no_topic() -> None:
    placed = place(["kite flies", "bank strike"], np.array([1, 2]), ["a kite over many unheard of other places"])
    assert placed.topic.tolist() == [0]


@pytest.mark.parametrize("read", [["🪁"], ["kite"]])
def test_texts_without_words_are_like_nothing(read: list[str]) -> None:
    placed = place(read, np.array([1]), ["🪁", ""])
    assert (placed.like.tolist(), placed.topic.tolist()) == ([-1, -1], [0, 0])
