"""When a fetch ends, and that it always does."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.ingest.x_api.ending import MOST_IDLE_PAGES, Watch
from dawn_chorus.ingest.x_api.page import Envelope
from dawn_chorus.ingest.x_api.question import RECENT, Question

START = dt.datetime(2030, 5, 3, 16, tzinfo=dt.UTC)
SEARCH = Question("query", "q", RECENT, {"start_time": "x"}, 10, START)
LIST = Question("list:7", "list:7", "/2/lists/7/tweets", {}, 1, START)


def page(ids: Sequence[object], token: str | None) -> Envelope:
    return Envelope(tuple(map(str, ids)), frozenset(), frozenset(), token, (), ())


def ends(watch: Watch, *pages: Envelope, question: Question = SEARCH) -> list[str | None]:
    return [watch.outcome_after(each, question) for each in pages]


def test_a_fetch_is_complete_at_the_page_without_a_next() -> None:
    watch = Watch(1000)
    assert ends(watch, page([1, 2], "t2"), page([3], None)) == [None, "complete"]
    assert watch.tweets == 3


def test_a_token_that_comes_back_is_a_loop() -> None:
    assert ends(Watch(1000), page([1], "a"), page([2], "b"), page([3], "a")) == [None, None, "looping"]


def test_a_page_that_points_at_itself_is_a_loop_even_after_a_kill() -> None:
    assert ends(Watch(1000, token="a"), page([9], "a")) == ["looping"]


def test_pages_without_a_new_tweet_end_it_after_a_few() -> None:
    pages = [page([1, 2], f"t{number}") for number in range(MOST_IDLE_PAGES + 1)]
    assert ends(Watch(1000), *pages) == [None] * MOST_IDLE_PAGES + ["looping"]


def test_empty_pages_end_it_after_a_few_and_one_of_them_does_not() -> None:
    empty = [page([], f"t{number}") for number in range(MOST_IDLE_PAGES)]
    assert ends(Watch(1000), *empty)[-1] == "empty"
    assert ends(Watch(1000), *empty[:-1], page([1], "x"), page([], "y")) == [None] * 4


def test_a_list_ends_with_the_page_that_reaches_back_before_the_day() -> None:
    old = page([1_000_000_000_000_000], "t2")
    assert ends(Watch(1000), old, question=LIST) == ["complete"]
    assert ends(Watch(1000), old, question=replace(LIST, parameters={"start_time": "x"})) == [None]


@pytest.mark.parametrize(("before", "outcome"), [(0, None), (7, None), (8, "limit")])
def test_enough_is_enough_counting_what_was_read_before(before: int, outcome: str | None) -> None:
    assert ends(Watch(10, tweets=before), page([1, 2], "t")) == [outcome]


def test_the_last_page_is_complete_even_at_the_limit() -> None:
    assert ends(Watch(2), page([1, 2], None)) == ["complete"]


@given(
    st.lists(st.tuples(st.lists(st.integers(0, 30), max_size=5), st.sampled_from("abcdefgh")), min_size=10, max_size=10)
)
def test_no_sequence_of_pages_goes_on_for_ever(pages: list[tuple[list[int], str]]) -> None:
    watch = Watch(10**6)
    assert any(watch.outcome_after(page(ids, token), SEARCH) for ids, token in pages)
