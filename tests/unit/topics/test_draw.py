"""Drawing: small windows are read whole, large ones within bounds and whatever the order of rows."""

import random
from collections.abc import Sequence

import pytest
from tests.unit.topics.conftest import Tweet

from dawn_chorus.topics import draw as drawing
from dawn_chorus.topics.draw import COPIES, ECHOED_SHARE, draw
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


@pytest.mark.usefixtures("few_places")
@pytest.mark.parametrize(("tweets", "rest"), [(PLACES, 0), (PLACES + 1, 1)])
def test_a_window_is_crowded_from_one_tweet_more_than_there_are_places(tweet: Tweet, tweets: int, rest: int) -> None:
    drawn = draw([tweet(n, f"kite number {n}") for n in range(tweets)])
    assert (len(drawn.rest), len(drawn.heads)) == (rest, tweets if rest else 0)


@pytest.mark.usefixtures("few_places")
def test_what_several_accounts_sent_fills_its_share_of_the_places_and_no_more(tweet: Tweet) -> None:
    window = [tweet(n, f"kite number {n}") for n in range(1, 1001)]
    window += [tweet(2000 + n, f"campaign text {n % 4}") for n in range(40)]
    echoed = [each for each in ids(draw(window).read) if each >= 2000]
    assert PLACES * ECHOED_SHARE <= len(echoed) <= PLACES * ECHOED_SHARE + COPIES


@pytest.mark.usefixtures("few_places")
def test_the_text_of_most_accounts_comes_before_that_of_fewer(tweet: Tweet) -> None:
    window = [tweet(n, f"kite number {n}") for n in range(1, 101)]
    window += [tweet(1000 + n, f"pair text {n // 2}") for n in range(60)]
    window += [tweet(2000 + n, "all of us say so") for n in range(9)]
    assert {2000 + n for n in range(COPIES)} <= set(ids(draw(window).read))


@pytest.mark.usefixtures("few_places")
def test_a_retweet_of_what_is_not_in_the_window_speaks_for_itself(tweet: Tweet) -> None:
    window = [tweet(n, f"kite number {n}") for n in range(1, 30)]
    window += [tweet(50 + n, "RT @far: the kite fell", kind="retweet", of=999) for n in range(2)]
    heads = draw(window).heads
    assert (heads[50], heads[51]) == (50, 50)


@pytest.mark.usefixtures("few_places")
@pytest.mark.parametrize("kind", ["reply", "quote"])
def test_an_answer_says_something_else_than_what_it_answers(tweet: Tweet, kind: str) -> None:
    window = [tweet(n, f"kite number {n}") for n in range(1, 30)]
    assert draw([*window, tweet(50, "not so", kind=kind, of=7)]).heads[50] == 50
