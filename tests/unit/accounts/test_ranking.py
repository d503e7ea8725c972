"""The ranking: reach where somebody engages, followers where nobody does, and an order without chance."""

import math
from collections.abc import Callable

import pandas as pd
import pytest

from dawn_chorus.accounts.ranking import COLUMNS, rank_authors

Build = Callable[..., pd.DataFrame]
Rows = dict[str, tuple[int | None, int]]

VOUCHED = [("ada", "ben", "retweet", 0), ("ben", "ada", "retweet", 0), ("ada", "wren", "retweet", 0)]


def _authors(rows: Rows) -> pd.DataFrame:
    """Authors from ``key: (followers, tweets)``."""
    return pd.DataFrame(
        [(key, tweets, followers) for key, (followers, tweets) in rows.items()],
        columns=["author_key", "tweets", "followers"],
    )


def _order(ranking: pd.DataFrame) -> list[str]:
    return list(ranking["author_key"])


def test_reach_outranks_any_number_of_followers(interactions: Build) -> None:
    ranking = rank_authors(_authors({"star": (9_000_000, 40), "wren": (12, 1)}), interactions(VOUCHED))
    assert _order(ranking) == ["wren", "star"]
    assert set(ranking["basis"]) == {"engagers"}
    assert ranking["rank"].tolist() == [1, 2]
    assert ranking["engagers"].tolist() == [1, 0]


def test_only_authors_of_the_window_are_ranked(interactions: Build) -> None:
    assert _order(rank_authors(_authors({"wren": (1, 1)}), interactions(VOUCHED))) == ["wren"]


@pytest.mark.parametrize("events", [[], [("ada", "somebody_else", "retweet", 0)], [("ada", "ada", "retweet", 0)]])
def test_where_nobody_engages_with_an_author_followers_decide_and_say_so(
    interactions: Build, events: list[tuple[str, str, str, int]]
) -> None:
    ranking = rank_authors(_authors({"small": (99, 9), "ada": (999, 1), "unknown": (None, 2)}), interactions(events))
    assert _order(ranking) == ["ada", "small", "unknown"]
    assert set(ranking["basis"]) == {"followers"}
    assert ranking["score"].tolist() == pytest.approx([3, 2, 0])
    assert ranking["engagers"].tolist() == [0, 0, 0]
    assert ranking["followers"].isna().tolist() == [False, False, True]


def test_mentions_alone_are_no_engagement_to_rank_by(interactions: Build) -> None:
    mentions = [("ada", "shop", "mention", 0), ("ada", "wren", "mention", 0), ("ben", "shop", "mention", -3)]
    authors = _authors({"shop": (20, 1), "wren": (3_000, 1)})
    ranking = rank_authors(authors, interactions(mentions))
    assert _order(ranking) == ["wren", "shop"]
    assert set(ranking["basis"]) == {"followers"}
    beside_replies = rank_authors(authors, interactions([*mentions, ("ben", "shop", "reply", 0)]))
    assert _order(beside_replies) == ["shop", "wren"]
    assert set(beside_replies["basis"]) == {"engagers"}


def test_mentions_do_not_break_ties_between_equal_followers(interactions: Build) -> None:
    ranking = rank_authors(_authors({"a": (5, 1), "b": (5, 1)}), interactions([("fan", "b", "mention", 0)]))
    assert _order(ranking) == ["a", "b"]


def test_equal_followers_are_ordered_by_tweets_then_key(interactions: Build) -> None:
    rows: Rows = {"c": (50, 1), "b": (50, 1), "a": (50, 1), "busy": (50, 4)}
    assert _order(rank_authors(_authors(rows), interactions([]))) == ["busy", "a", "b", "c"]


def test_a_bought_crowd_breaks_ties_only(interactions: Build) -> None:
    farm = [(f"fake_{number}", "moss", "retweet", 0) for number in range(300)]
    ranking = rank_authors(
        _authors({"moss": (61_000, 9), "wren": (12, 1), "idle": (10**6, 1)}), interactions(VOUCHED + farm)
    )
    assert _order(ranking) == ["wren", "moss", "idle"]
    assert ranking["score"].tolist() == [1, 0, 0]


def test_a_farm_alone_does_not_turn_the_basis_into_followers(interactions: Build) -> None:
    """Otherwise a farm's target could buy followers as well and rank by these."""
    ranking = rank_authors(
        _authors({"moss": (61_000, 9), "wren": (12, 1)}), interactions([("fake", "moss", "retweet", 0)])
    )
    assert set(ranking["basis"]) == {"engagers"}
    assert ranking["score"].tolist() == [0, 0]


def test_the_order_of_rows_and_events_does_not_matter(interactions: Build) -> None:
    kinds = ("retweet", "quote", "mention", "reply")
    events = [(f"a{number % 17}", f"a{number * 5 % 23}", kinds[number % 4], -(number % 3)) for number in range(300)]
    authors = _authors({f"a{number}": (number % 4 or None, number % 2) for number in range(23)})
    expected = rank_authors(authors, interactions(events))
    for seed in range(5):
        again = rank_authors(
            authors.sample(frac=1, random_state=seed), interactions(events).sample(frac=1, random_state=seed)
        )
        pd.testing.assert_frame_equal(again, expected, check_exact=True)


def test_no_authors_no_ranking(interactions: Build) -> None:
    ranking = rank_authors(_authors({}), interactions(VOUCHED))
    assert ranking.empty
    assert list(ranking.columns) == COLUMNS


@pytest.mark.parametrize("followers", [0, 10**12])
def test_extreme_followers_stay_finite(interactions: Build, followers: int) -> None:
    score = rank_authors(_authors({"a": (followers, 1)}), interactions([]))["score"].item()
    assert score == math.log10(1 + followers)
