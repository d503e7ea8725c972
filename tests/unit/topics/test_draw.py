"""Drawing: small windows are read whole, large ones within bounds and whatever the order of rows."""

import random
from collections.abc import Sequence

import pytest
from tests.unit.topics.conftest import Tweet

from dawn_chorus.topics import draw as drawing
from dawn_chorus.topics.draw import COPIES, draw
from dawn_chorus.topics.model import Document

PLACES = 20


@pytest.fixture
def few_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window is large from PLACES tweets on."""
    monkeypatch.setattr(drawing, "MOST_TWEETS", PLACES)


def ids(documents: Sequence[Document]) -> list[int]:
    return [document.tweet_id for document in documents]


def test_a_window_of_usual_size_is_read_whole(tweet: Tweet) -> None:
    assert draw([tweet(2, "two"), tweet(1, "one")]) == ([tweet(1, "one"), tweet(2, "two")], [], {})


@pytest.mark.usefixtures("few_places")
def test_no_more_is_read_than_there_are_places_and_nothing_is_lost(tweet: Tweet) -> None:
    window = [tweet(n, f"kite number {n}") for n in range(1, 101)]
    read, rest, _ = draw(window)
    assert len(read) == PLACES
    assert sorted(ids(read) + ids(rest)) == list(range(1, 101))


@pytest.mark.usefixtures("few_places")
def test_the_order_of_rows_does_not_matter(tweet: Tweet) -> None:
    window = [tweet(n, f"kite number {n % 60}") for n in range(1, 101)]
    assert draw(random.Random(3).sample(window, len(window))) == draw(window)


@pytest.mark.usefixtures("few_places")
def test_the_draw_is_spread_over_the_window(tweet: Tweet) -> None:
    read = ids(draw([tweet(n, f"kite number {n}") for n in range(1, 401)]).read)
    assert all(any(first < each <= first + 100 for each in read) for first in (0, 100, 200, 300))


@pytest.mark.usefixtures("few_places")
def test_what_most_accounts_sent_is_read_with_a_few_of_them(tweet: Tweet) -> None:
    window = [tweet(n, f"kite number {n}") for n in range(1, 101)]
    window += [tweet(200 + n, "The kite is out! https://t.co/" + str(n)) for n in range(30)]
    read = ids(draw(window).read)
    assert [each for each in read if each >= 200] == [200 + n for n in range(COPIES)]


@pytest.mark.usefixtures("few_places")
def test_one_account_that_repeats_itself_is_one_voice(tweet: Tweet) -> None:
    window = [tweet(n, f"kite number {n}") for n in range(1, 101)]
    window += [tweet(200 + n, "Buy kites", author="shop") for n in range(30)]
    assert len([each for each in ids(draw(window).read) if each >= 200]) <= 1


@pytest.mark.usefixtures("few_places")
def test_copies_do_not_take_all_places(tweet: Tweet) -> None:
    window = [tweet(n, f"kite number {n}") for n in range(1, 101)]
    window += [tweet(1000 + n, f"campaign text {n % 40}") for n in range(400)]
    assert len([each for each in ids(draw(window).read) if each < 1000]) >= 1


@pytest.mark.usefixtures("few_places")
def test_a_retweet_says_what_its_original_says(tweet: Tweet) -> None:
    window = [tweet(n, f"kite number {n}") for n in range(1, 30)]
    window += [tweet(50, "RT @author7: kite numb…", kind="retweet", of=7), tweet(51, "🪁"), tweet(52, "🪁")]
    heads = draw(window).heads
    assert (heads[50], heads[51], heads[52]) == (7, 51, 52)
