"""Spreading: tweets that were not read are told with those that they are like."""

import random
from typing import Any

import msgspec
import numpy as np
import pytest
from tests.unit.topics.conftest import DAY, Tweet

from dawn_chorus.topics import draw as drawing
from dawn_chorus.topics import spread as spreading
from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.draw import Drawn
from dawn_chorus.topics.model import Assignment, Discovery, Document, Role, Topic
from dawn_chorus.topics.spread import place, spread

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


def test_texts_are_placed_alike_however_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read, topics = ["the kite flies high", "bank on strike", "quiet"], np.array([1, 2, 0])
    texts = ["kite", "strike at the bank", "nothing of it", "kite flies", ""]
    at_once = place(read, topics, texts)
    monkeypatch.setattr(spreading, "TEXTS_AT_ONCE", 2)
    in_parts = place(read, topics, texts)
    assert [each.tolist() for each in in_parts] == [each.tolist() for each in at_once]


def test_no_texts_have_no_places() -> None:
    assert [each.tolist() for each in place(["kite"], np.array([1]), [])] == [[], []]


def test_a_word_of_too_many_read_texts_likens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    read = ["kite one", "kite two", "kite three", "bank"]
    topics = np.array([1, 1, 1, 0])
    before = place(read, topics, ["kite"])
    monkeypatch.setattr(spreading, "COMMON_TEXTS", 2)
    after = place(read, topics, ["kite"])
    assert (before.topic.tolist(), after.topic.tolist(), after.like.tolist()) == ([1], [0], [-1])


def test_of_topics_that_explain_the_words_alike_the_first_is_taken() -> None:
    assert place(["kite", "kite", "bank"], np.array([2, 1, 0]), ["kite"]).topic.tolist() == [1]


def test_a_text_is_told_where_more_of_its_neighbours_are_in_topics_than_outside() -> None:
    read = ["kite flies", "kite flies", "kite flies", "bank"]
    topics = [place(read, np.array(known), ["kite flies"]).topic[0] for known in ([1, 1, 0, 0], [1, 0, 0, 0])]
    assert topics == [1, 0]


def assigned(document: Document, role: Role, topic_no: int | None = None, **fields: float) -> Assignment:
    values: dict[str, Any] = {"duplicate_of": None, "centrality": 0.5, "chatter_score": 0.1, "ad_score": 0.2} | fields
    return Assignment(document.tweet_id, document.day, role, topic_no, **values)


def made(topic_no: int, *members: int) -> Topic:
    names = (f"thing {topic_no}",)
    count = len(members)
    return Topic(topic_no, names[0], names, (), (), "models", count, count, members[:1], members[0], DAY)


@pytest.fixture
def read(tweet: Tweet) -> Discovery:
    """Two topics of two accounts each, small talk and an advertisement."""
    rows = (
        assigned(tweet(1, "the kite flies"), "topic", 1),
        assigned(tweet(2, "the kite flies high"), "topic", 1),
        assigned(tweet(3, "bank on strike"), "topic", 2),
        assigned(tweet(4, "a strike of the bank"), "topic", 2),
        assigned(tweet(5, "so sleepy today"), "chatter", chatter_score=0.9),
        assigned(tweet(6, "order cheap shoes"), "ad", ad_score=0.8),
    )
    return Discovery((made(1, 1, 2), made(2, 3, 4)), rows)


@pytest.fixture
def known(tweet: Tweet) -> list[Document]:
    """The tweets that were read."""
    texts = ["the kite flies", "the kite flies high", "bank on strike", "a strike of the bank", "so sleepy today"]
    return [tweet(n, text) for n, text in enumerate([*texts, "order cheap shoes"], start=1)]


def drawn(known: list[Document], *rest: Document, heads: dict[int, int] | None = None) -> Drawn:
    own = {document.tweet_id: document.tweet_id for document in (*known, *rest)}
    return Drawn(known, list(rest), own | (heads or {}))


@pytest.mark.parametrize(
    ("text", "role", "chatter", "ad"),
    [
        ("sleepy today", "chatter", 0.9, 0.2),
        ("cheap shoes", "ad", 0.1, 0.8),
        ("kite", "topic", 0.1, 0.2),
        ("ωωω", "single", 0, 0),
    ],
)
def test_an_unread_text_is_what_the_read_one_is_that_it_is_most_like(
    tweet: Tweet, read: Discovery, known: list[Document], text: str, role: str, chatter: float, ad: float
) -> None:
    last = spread(read, drawn(known, tweet(9, text))).assignments[-1]
    assert (last.role, last.chatter_score, last.ad_score) == (role, chatter, ad)


def test_where_everything_was_read_nothing_changes(read: Discovery, known: list[Document]) -> None:
    assert spread(read, drawn(known)) == read


def test_topics_are_numbered_anew_by_the_accounts_of_all_tweets(
    tweet: Tweet, read: Discovery, known: list[Document]
) -> None:
    found = spread(read, drawn(known, tweet(9, "strike of the bank")))
    assert [(topic.label, topic.topic_no, topic.accounts) for topic in found.topics] == [
        ("thing 2", 1, 3),
        ("thing 1", 2, 2),
    ]
    assert [each.topic_no for each in found.assignments] == [2, 2, 1, 1, None, None, 1]


def test_more_tweets_of_one_account_are_more_tweets_of_no_more_accounts(
    tweet: Tweet, read: Discovery, known: list[Document]
) -> None:
    found = spread(read, drawn(known, tweet(9, "strike of the bank", author="author3")))
    assert [(topic.label, topic.tweets, topic.accounts) for topic in found.topics] == [
        ("thing 2", 3, 2),
        ("thing 1", 2, 2),
    ]


def test_an_unread_tweet_that_is_earlier_begins_the_topic(tweet: Tweet, read: Discovery, known: list[Document]) -> None:
    found = spread(read, drawn(known, tweet(0, "the kite flies high", days_ago=1)))
    assert (found.topics[0].earliest, found.topics[0].first_day) == (0, DAY.replace(day=3))


@pytest.mark.parametrize(
    ("text", "kind", "topic_no"),
    [("so true", "reply", 1), ("so true", "quote", 1), ("so true", "original", None), ("cheap shoes", "reply", None)],
    ids=["a reply", "a quote", "neither", "an advertisement"],
)
def test_only_answers_that_are_no_advertisement_go_where_what_they_answer_is(
    tweet: Tweet, read: Discovery, known: list[Document], text: str, kind: str, topic_no: int | None
) -> None:
    answer = tweet(9, text, kind=kind, of=1)
    assert spread(read, drawn(known, answer)).assignments[-1].topic_no == topic_no


def test_an_unread_copy_of_a_copy_points_at_the_first(tweet: Tweet, read: Discovery, known: list[Document]) -> None:
    second = msgspec.structs.replace(read.assignments[1], duplicate_of=1)
    again = msgspec.structs.replace(read, assignments=(read.assignments[0], second, *read.assignments[2:]))
    found = spread(again, drawn(known, tweet(9, "the kite flies high"), heads={9: 2}))
    assert found.assignments[-1].duplicate_of == 1
