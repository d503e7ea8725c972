"""One vote per engager, author and day, whatever somebody does to have more."""

import numpy as np
import pytest

from dawn_chorus.accounts.keeping import pack_votes, unpack_votes
from dawn_chorus.accounts.votes import LAST_TICK, VOTE_TENTHS, DayVotes, cast_votes, number_interactions

from .conftest import shuffled

Row = tuple[str, str, str, int]


def votes_of(*rows: Row) -> list[tuple[str, str, int, int]]:
    """Author, engager, tenths and tick of each vote."""
    votes = cast_votes(number_interactions(rows))
    columns = zip(votes.authors, votes.engagers, votes.tenths, votes.ticks, strict=True)
    return [(votes.accounts[author], votes.accounts[engager], int(n), int(t)) for author, engager, n, t in columns]


def test_a_day_of_retweets_by_one_account_is_one_vote() -> None:
    assert votes_of(*[("fan", "wren", "retweet", 7)] * 50) == [("wren", "fan", 10, 7)]


@pytest.mark.parametrize("weaker", ["mention", "reply"])
def test_the_strongest_kind_of_the_day_counts_and_when_it_last_happened(weaker: str) -> None:
    rows = [("fan", "wren", "quote", 3), ("fan", "wren", "retweet", 9), ("fan", "wren", weaker, 200)]
    assert votes_of(*rows) == [("wren", "fan", 10, 9)]


def test_kinds_that_stake_more_of_ones_name_weigh_more() -> None:
    assert VOTE_TENTHS["retweet"] == VOTE_TENTHS["quote"] > VOTE_TENTHS["mention"] > VOTE_TENTHS["reply"] > 0


def test_every_engager_has_a_vote_for_every_author() -> None:
    rows = [("fan", "wren", "reply", 0), ("fan", "owl", "reply", 0), ("owl", "wren", "reply", 0)]
    assert [vote[:2] for vote in votes_of(*rows)] == [("owl", "fan"), ("wren", "fan"), ("wren", "owl")]


def test_nobody_votes_for_oneself() -> None:
    assert votes_of(("wren", "wren", "retweet", 0)) == []


def test_a_moment_outside_the_day_is_at_its_edge() -> None:
    ticks = [vote[3] for vote in votes_of(("a", "wren", "reply", -5), ("b", "wren", "reply", 999))]
    assert ticks == [0, LAST_TICK]


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(ValueError, match="unknown kind of interaction: poke"):
        number_interactions([("fan", "wren", "poke", 0)])


def same(one: DayVotes, other: DayVotes) -> bool:
    """Whether all bytes are equal."""
    return pack_votes(one) == pack_votes(other)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    kinds = ("retweet", "quote", "mention", "reply")
    given = number_interactions([(f"e{n % 13}", f"w{n % 7}", kinds[n % 4], n % 240) for n in range(400)])
    assert same(cast_votes(shuffled(given, seed)), cast_votes(given))


@pytest.mark.parametrize("rows", [[], [("扇子", "wren", "reply", 9), ("fan", "@wren", "quote", 250)]])
def test_what_is_kept_is_read_back_as_it_was(rows: list[Row]) -> None:
    votes = cast_votes(number_interactions(rows))
    again = unpack_votes(pack_votes(votes))
    assert same(again, votes)
    assert again.accounts == votes.accounts
    assert again.authors.dtype == np.int32
