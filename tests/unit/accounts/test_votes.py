"""One vote per engager, author and day, whatever somebody does to have more."""

from collections.abc import Callable

import pandas as pd
import pytest

from dawn_chorus.accounts.votes import VOTE_TENTHS, cast_votes

Build = Callable[..., pd.DataFrame]


def test_a_day_of_retweets_by_one_account_is_one_vote(interactions: Build) -> None:
    votes = cast_votes(interactions([("fan", "wren", "retweet", 0)] * 50))
    assert votes.to_dict("records") == [{"author": "wren", "engager": "fan", "day_no": 0, "tenths": 10}]


@pytest.mark.parametrize("weaker", ["mention", "reply"])
def test_the_strongest_kind_of_the_day_counts(interactions: Build, weaker: str) -> None:
    votes = cast_votes(interactions([("fan", "wren", weaker, 0), ("fan", "wren", "quote", 0)]))
    assert votes["tenths"].tolist() == [VOTE_TENTHS["quote"]]


def test_kinds_that_stake_more_of_ones_name_weigh_more() -> None:
    assert VOTE_TENTHS["retweet"] == VOTE_TENTHS["quote"] > VOTE_TENTHS["mention"] > VOTE_TENTHS["reply"] > 0


def test_every_day_and_every_engager_has_a_vote_of_its_own(interactions: Build) -> None:
    events = [("fan", "wren", "reply", 0), ("fan", "wren", "reply", -1), ("fan_2", "wren", "reply", 0)]
    assert len(cast_votes(interactions(events))) == 3


def test_nobody_votes_for_oneself(interactions: Build) -> None:
    assert cast_votes(interactions([("wren", "wren", "retweet", 0)])).empty


def test_no_interactions_are_no_votes(interactions: Build) -> None:
    votes = cast_votes(interactions([]))
    assert votes.empty
    assert list(votes.columns) == ["author", "engager", "day_no", "tenths"]


def test_an_unknown_kind_is_named(interactions: Build) -> None:
    with pytest.raises(ValueError, match="unknown kinds of interaction: poke"):
        cast_votes(interactions([("fan", "wren", "poke", 0)]))
