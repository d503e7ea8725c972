"""Reach: distinct engagers count, decayed; a crowd without standing amplifies but does not replace."""

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from dawn_chorus.accounts.reach import CROWD_PER_ESTABLISHED, is_established, measure_reach
from dawn_chorus.accounts.votes import cast_votes

Build = Callable[..., pd.DataFrame]
Event = tuple[str, str, str, int]

# ada and ben engage with each other and so have a standing, without adding to anybody else's reach.
STANDING: list[Event] = [("ada", "ben", "retweet", 0), ("ben", "ada", "retweet", 0)]


@pytest.fixture
def reach(interactions: Build) -> Callable[[Sequence[Event]], pd.DataFrame]:
    """Reach of the authors of some events."""
    return lambda events: measure_reach(cast_votes(interactions(events)))


def _farm(size: int, target: str, kind: str = "retweet") -> list[Event]:
    return [(f"fake_{number:05}", target, kind, 0) for number in range(size)]


Reach = Callable[[Sequence[Event]], pd.DataFrame]


def test_votes_of_is_established_add_up(reach: Reach) -> None:
    events = [*STANDING, ("ada", "wren", "retweet", 0), ("ben", "wren", "mention", 0)]
    assert reach(events).loc["wren", "score"] == pytest.approx(1.6)


@pytest.mark.parametrize(("days_before", "share"), [(1, 0.5), (2, 0.25), (7, 1 / 128)])
def test_a_vote_loses_half_its_weight_with_every_day_before_the_window(
    reach: Reach, days_before: int, share: float
) -> None:
    assert reach([*STANDING, ("ada", "wren", "retweet", -days_before)]).loc["wren", "score"] == share


def test_the_days_of_a_longer_window_weigh_the_same(reach: Reach) -> None:
    week = reach([*STANDING, *[("ada", "wren", "retweet", day) for day in range(7)]])
    assert week.loc["wren", "score"] == 7
    assert week.loc["wren", "engagers"] == 1


def test_engagers_are_those_of_the_window(reach: Reach) -> None:
    events = [*STANDING, ("ada", "wren", "retweet", -1), ("ben", "wren", "retweet", 0), ("ben", "wren", "reply", 0)]
    assert reach(events).loc["wren", "engagers"] == 1


@pytest.mark.parametrize("size", [1, 200, 5_000])
def test_a_farm_that_nobody_joins_reaches_nobody(reach: Reach, size: int) -> None:
    bought = reach([*STANDING, *_farm(size, "moss")]).loc["moss"]
    assert bought["score"] == 0
    assert bought["crowd"] == bought["engagers"] == size


def test_a_crowd_counts_in_proportion_to_the_established_votes(reach: Reach) -> None:
    events = [*STANDING, ("ada", "moss", "mention", 0), *_farm(5_000, "moss")]
    assert reach(events).loc["moss", "score"] == pytest.approx(0.6 * (1 + CROWD_PER_ESTABLISHED))


def test_a_small_crowd_counts_in_full(reach: Reach) -> None:
    events = [*STANDING, ("ada", "wren", "retweet", 0), *_farm(1, "wren")]
    assert reach(events).loc["wren", "score"] == 2


def test_an_engager_has_standing_through_a_second_author_or_through_being_engaged_with() -> None:
    pairs = {
        ("wren", "reader"): True,  # engages with lark too
        ("lark", "reader"): True,
        ("lark", "wren"): True,  # the reader engages with it
        ("lark", "single"): False,
        ("owl", "friend"): False,  # only owl engages with it, in return
        ("friend", "owl"): False,
    }
    frame = pd.DataFrame(list(pairs), columns=["author", "engager"])
    assert is_established(frame).tolist() == list(pairs.values())


def test_a_target_cannot_give_standing_to_its_own_farm(reach: Reach) -> None:
    answers = [("moss", fake, "reply", 0) for fake, *_ in _farm(50, "moss")]
    assert reach([*STANDING, *_farm(50, "moss"), *answers]).loc["moss", "score"] == 0


def test_the_order_of_rows_changes_no_bit(interactions: Build) -> None:
    kinds = ("retweet", "quote", "mention", "reply")
    events = [(f"e{a % 13}", f"w{a % 7}", kinds[a % 4], -(a % 9)) for a in range(400)]
    votes = cast_votes(interactions(events))
    expected = measure_reach(votes)
    for seed in range(5):
        shuffled = interactions(events).sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(measure_reach(cast_votes(shuffled)), expected, check_exact=True)
        mixed = votes.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(measure_reach(mixed), expected, check_exact=True)


def test_nothing_in_nothing_out(interactions: Build) -> None:
    empty = measure_reach(cast_votes(interactions([])))
    assert empty.empty
    assert list(empty.columns) == ["score", "crowd", "engagers"]
