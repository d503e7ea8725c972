"""Reach: distinct engagers count, decayed, as far as established endorsers agree."""

import pandas as pd
import pytest

from dawn_chorus.accounts.graph import join_days
from dawn_chorus.accounts.reach import GATE_ENDORSERS, VOTES_PER_THREE, is_endorsed, measure_reach
from dawn_chorus.accounts.votes import cast_votes, number_interactions

from .conftest import NOON, Build, Event, names, retweets, shuffled

ELDERS = names(8, "elder")
HALF_A_DAY = 0.5 ** (0.5 / 0.5)  # what a vote of noon is worth at midnight, nearly


def reach_of(graph: Build, events: list[Event], window_days: int = 1) -> pd.DataFrame:
    built = graph(events)
    return measure_reach(built, built.mask(ELDERS), window_days).set_axis(list(built.accounts))


@pytest.mark.parametrize(("endorsers", "is_open"), [(0, False), (2, False), (GATE_ENDORSERS, True), (8, True)])
def test_the_gate_opens_with_three_endorsers(graph: Build, endorsers: int, is_open: bool) -> None:
    reach = reach_of(graph, [*retweets(ELDERS[:endorsers], "wren"), *retweets(names(9), "wren")])
    assert bool(is_endorsed(reach)["wren"]) is is_open
    assert bool(reach.loc["wren", "reach"] > 0) is is_open


def test_readers_count_as_endorsers_do_once_the_gate_is_open(graph: Build) -> None:
    reach = reach_of(graph, [*retweets(ELDERS[:4], "wren"), *retweets(names(40), "wren")]).loc["wren"]
    assert reach["reach"] == reach["votes"] == pytest.approx(44 * HALF_A_DAY, rel=0.01)


def test_a_farm_that_tricked_three_counts_no_more_than_these_let_it(graph: Build) -> None:
    reach = reach_of(graph, [*retweets(ELDERS[:3], "moss"), *retweets(names(5_000, "fake"), "moss")]).loc["moss"]
    assert reach["votes"] > 2_000
    assert reach["reach"] == VOTES_PER_THREE


@pytest.mark.parametrize(("endorsers", "threes"), [(0, 0), (2, 0), (3, 1), (4, 4), (5, 10), (8, 56)])
def test_the_allowance_counts_threes_of_endorsers(graph: Build, endorsers: int, threes: int) -> None:
    reach = reach_of(graph, [*retweets(ELDERS[:endorsers], "wren"), *retweets(["reader"], "wren")])
    assert reach.loc["wren", "allowed"] == VOTES_PER_THREE * threes


def test_kinds_weigh_as_votes_do(graph: Build) -> None:
    events = [*retweets(ELDERS[:3], "wren"), ("a", "wren", "mention", 0), ("b", "wren", "reply", 0)]
    assert reach_of(graph, events).loc["wren", "reach"] == pytest.approx(4.0 * HALF_A_DAY, rel=0.01)


def test_yesterday_weighs_a_quarter_of_today(graph: Build) -> None:
    today, before = (
        reach_of(graph, [*retweets(ELDERS, "wren", day), ("elder_00000", "owl", "retweet", 0)]).loc["wren", "reach"]
        for day in (0, -1)
    )
    assert before == pytest.approx(today / 4, rel=1e-5)


def test_a_week_ago_weighs_in_a_week_what_yesterday_weighs_in_a_day(graph: Build) -> None:
    monday, week_before = (
        reach_of(graph, [*retweets(ELDERS, "wren", day), ("a", "owl", "reply", 0)], window_days=7).loc["wren", "votes"]
        for day in (-6, -13)
    )
    assert week_before == pytest.approx(monday / 4, rel=1e-5)


def test_engagers_are_the_different_ones_of_the_window(graph: Build) -> None:
    events = [*retweets(["a", "b"], "wren", 0), *retweets(["b", "c"], "wren", -1), *retweets(["d"], "wren", -2)]
    assert [reach_of(graph, events, days).loc["wren", "engagers"] for days in (1, 2)] == [2, 3]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_no_bit(seed: int) -> None:
    kinds = ("retweet", "quote", "mention", "reply")
    given = number_interactions([(f"elder_{n % 13:05}", f"w{n % 7}", kinds[n % 4], n % 240) for n in range(400)])
    graphs = [join_days([(0, cast_votes(each))]) for each in (given, shuffled(given, seed))]
    expected, again = (measure_reach(each, each.mask(ELDERS), 1) for each in graphs)
    pd.testing.assert_frame_equal(again, expected, check_exact=True)


def test_nothing_in_nothing_out(graph: Build) -> None:
    empty = reach_of(graph, [])
    assert empty.empty
    assert list(empty.columns) == ["votes", "endorsers", "engagers", "allowed", "reach"]
    assert NOON < 240
