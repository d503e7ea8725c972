"""Days join over one numbering, under one key for each account, without what a house says of itself."""

import numpy as np
import pytest

from dawn_chorus.accounts.graph import Graph, join_days, tick_weights, unpack
from dawn_chorus.accounts.votes import TICKS_PER_DAY, cast_votes, number_interactions

from .conftest import Build


def pairs_of(graph: Graph, **chosen: object) -> set[tuple[str, str]]:
    """Author and engager of the graph's pairs."""
    authors, engagers = unpack(graph.pairs(**chosen))  # type: ignore[arg-type]
    return {(graph.accounts[a], graph.accounts[e]) for a, e in zip(authors, engagers, strict=True)}


def test_pairs_of_several_days_come_once(graph: Build) -> None:
    week = graph([("fan", "wren", "retweet", day) for day in range(-3, 1)] + [("fan", "owl", "reply", 0)])
    assert len(week.pairs()) == 2
    assert pairs_of(week) == {("wren", "fan"), ("owl", "fan")}


def test_pairs_may_be_those_of_some_engagers_and_days(graph: Build) -> None:
    week = graph([("ada", "wren", "retweet", 0), ("ben", "wren", "retweet", 0), ("ada", "owl", "retweet", -1)])
    assert pairs_of(week, chosen=week.mask(["ada", "nobody"])) == {("wren", "ada"), ("owl", "ada")}
    assert pairs_of(week, chosen=week.mask(["ada"]), days=(0,)) == {("wren", "ada")}


def test_a_handle_that_somebody_bears_means_this_account() -> None:
    votes = cast_votes(number_interactions([("fan", "@wren", "mention", 0), ("ben", "7", "retweet", 0)]))
    assert pairs_of(join_days([(0, votes)], {"@wren": "7"})) == {("7", "fan"), ("7", "ben")}


def test_nobody_votes_for_the_handle_one_bears() -> None:
    votes = cast_votes(number_interactions([("7", "@wren", "mention", 0), ("fan", "@wren", "mention", 0)]))
    assert pairs_of(join_days([(0, votes)], {"@wren": "7"})) == {("7", "fan")}


def test_what_a_house_says_of_itself_does_not_count() -> None:
    rows = [("lab", "lab_news", "retweet", 0), ("lab", "wren", "retweet", 0), ("fan", "lab_news", "retweet", 0)]
    votes = cast_votes(number_interactions(rows))
    assert pairs_of(join_days([(0, votes)], linked=[["lab", "lab_news"]])) == {("wren", "lab"), ("lab_news", "fan")}


def test_the_order_of_days_does_not_matter() -> None:
    days = [(day, cast_votes(number_interactions([(f"fan_{-day}", "wren", "reply", 0)]))) for day in (-2, 0, -1)]
    assert [day.day_no for day in join_days(days).days] == [-2, -1, 0]
    assert join_days(days).accounts == join_days(reversed(days)).accounts


def test_a_graph_without_days_is_empty() -> None:
    empty = join_days([])
    assert (len(empty.accounts), len(empty.pairs()), empty.mask(["wren"]).tolist()) == (0, 0, [])


@pytest.mark.parametrize(("window_days", "day_no"), [(1, 0), (1, -1), (7, -6), (7, -13)])
def test_a_vote_loses_half_for_every_half_window(window_days: int, day_no: int) -> None:
    midnight, noon = tick_weights(day_no, window_days, 0.5)[[0, TICKS_PER_DAY // 2]]
    assert midnight == pytest.approx(0.25 ** ((1 - day_no) / window_days), rel=0.01)
    assert noon / midnight == pytest.approx(2 ** (1 / window_days))


def test_no_vote_is_worth_more_than_itself() -> None:
    assert np.all(tick_weights(0, 1, 0.5) <= 1)
