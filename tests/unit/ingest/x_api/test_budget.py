"""What a page costs at its dearest."""

from decimal import Decimal

import pytest

from dawn_chorus.ingest.x_api.budget import Room, dearest
from dawn_chorus.source import Budget


@pytest.mark.parametrize(("tweets", "cost"), [(0, "0"), (1, "0.045"), (100, "4.5")])
def test_a_tweet_brings_at_most_two_others_and_three_authors(tweets: int, cost: str) -> None:
    assert dearest(Budget(), tweets) == Decimal(cost)


def test_the_nearer_cap_counts() -> None:
    assert Room(today=Decimal(3), this_month=Decimal(2)).least == 2
    assert Room(today=Decimal(1), this_month=Decimal(2)).least == 1
