"""Who may endorse: standing flows from the roster, slowly, and cannot be bought."""

import pytest

from dawn_chorus.accounts.established import (
    ENDORSED_DAYS,
    JOIN_ENDORSERS,
    LEAST_ROSTER,
    STAY_ENDORSERS,
    Established,
    count_endorsers,
    engages_with_several,
    find_established,
)
from dawn_chorus.accounts.graph import Graph

from .conftest import Build, names, retweets

ROSTER = names(JOIN_ENDORSERS + 2, "elder")
# Every elder engages, and so is seen.
PRESENT = retweets(ROSTER, "gazette")


def members(graph: Graph, found: Established) -> set[str]:
    return {graph.accounts[number] for number in found.members.nonzero()[0]}


def test_whom_five_of_the_roster_endorse_joins_and_endorses_in_turn(graph: Build) -> None:
    day = graph([*retweets(ROSTER[:JOIN_ENDORSERS], "wren"), *PRESENT, *retweets(["wren", *ROSTER[:4]], "owl")])
    found = find_established(day, ROSTER)
    assert members(day, found) == {*ROSTER, "gazette", "wren", "owl"}
    assert found.root == "roster"


def test_whom_four_endorse_stays_outside(graph: Build) -> None:
    day = graph([*PRESENT, *retweets(ROSTER[: JOIN_ENDORSERS - 1], "wren")])
    assert "wren" not in members(day, find_established(day, ROSTER))


@pytest.mark.parametrize("count", [1, 4])
def test_compromised_accounts_make_no_fake_an_endorser(graph: Build, count: int) -> None:
    fakes = names(60, "fake")
    ring = [event for fake in fakes for event in retweets([other for other in fakes[:9] if other != fake], fake)]
    vouched = [event for fake in fakes for event in retweets(ROSTER[:count], fake)]
    day = graph([*PRESENT, *ring, *vouched])
    assert not members(day, find_established(day, ROSTER)) & set(fakes)


def test_who_was_in_it_yesterday_stays_with_fewer_endorsers(graph: Build) -> None:
    oldest = -ENDORSED_DAYS  # speaks for yesterday, no longer for today
    early, late = ROSTER[: JOIN_ENDORSERS - STAY_ENDORSERS], ROSTER[JOIN_ENDORSERS - STAY_ENDORSERS : JOIN_ENDORSERS]
    week = graph([*PRESENT, *retweets(early, "wren", oldest), *retweets(late, "wren", -1)])
    assert "wren" in members(week, find_established(week, ROSTER))
    week = graph([*PRESENT, *retweets(early, "wren", oldest), *retweets(late[1:], "wren", -1)])
    assert "wren" not in members(week, find_established(week, ROSTER))


@pytest.mark.parametrize("present", [0, LEAST_ROSTER - 1])
def test_without_a_roster_that_speaks_standing_must_do(graph: Build, present: int) -> None:
    day = graph([*retweets(ROSTER[:present], "wren"), *retweets(["reader"], "wren"), *retweets(["reader"], "owl")])
    found = find_established(day, ROSTER)
    assert found.root == "standing"
    assert members(day, found) - {"wren", "owl"} == {"reader"}


def test_standing_is_a_second_author_or_being_engaged_with_by_another(graph: Build) -> None:
    day = graph(
        [
            *retweets(["reader", "single"], "lark"),
            *retweets(["reader", "wren"], "owl"),
            *retweets(["moss"], "wren"),
            *retweets(["friend"], "moth"),
            *retweets(["moth"], "friend"),
        ]
    )
    standing = members(day, find_established(day, []))
    assert {"reader", "wren"} <= standing
    assert not standing & {"single", "friend", "moth"}, "who only its own target answers has none"


def test_a_target_cannot_give_standing_to_its_own_farm(graph: Build) -> None:
    fakes = names(50, "fake")
    answers = [("moss", fake, "reply", 0) for fake in fakes]
    day = graph([*retweets(fakes, "moss"), *answers])
    assert not members(day, find_established(day, [])) & set(fakes)


def test_endorsers_are_different_ones_of_the_last_days(graph: Build) -> None:
    events = [*retweets(ROSTER[:2], "wren"), *retweets(ROSTER[1:3], "wren", 1 - ENDORSED_DAYS)]
    week = graph([*events, *retweets(ROSTER[3:], "wren", -ENDORSED_DAYS), *retweets(["reader"], "wren")])
    elders = week.mask(ROSTER)
    assert count_endorsers(week, elders, 1)[week.index["wren"]] == 3
    assert count_endorsers(week, elders, ENDORSED_DAYS + 1)[week.index["wren"]] == len(ROSTER)


def test_who_engages_with_several_is_known_over_days(graph: Build) -> None:
    again = retweets(["fan"], "wren", -1)
    week = graph([*retweets(["reader", "fan"], "wren"), *retweets(["reader"], "owl", -3), *again])
    assert {week.accounts[n] for n in engages_with_several(week).nonzero()[0]} == {"reader"}
