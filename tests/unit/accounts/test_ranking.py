"""The ranking: a score of named parts behind the gate, size where nobody tells who engages, an order without chance."""

import math
from collections.abc import Collection

import pandas as pd
import pytest

from dawn_chorus.accounts.ranking import COLUMNS, WEIGHED, measure_authors, rank_authors
from dawn_chorus.channel import ScoreWeights

from .conftest import Build, Event, names, retweets

ELDERS = names(5, "elder")
WEIGHTS = ScoreWeights().model_dump()
REACH_ONLY = dict.fromkeys(WEIGHED, 0.0) | {"reach": 1.0}
# Three authors that the gate lets pass, one more reader each.
ENDORSED = [
    event for n, author in enumerate(("ada", "ben", "wren")) for event in retweets([*ELDERS, *names(n)], author)
]

Rows = dict[str, tuple[int | None, int]]


def rank(
    graph: Build,
    rows: Rows,
    events: list[Event],
    suspicious: Collection[str] = (),
    weights: dict[str, float] = REACH_ONLY,
) -> pd.DataFrame:
    """The ranking of authors given as ``key: (followers, tweets)``."""
    authors = pd.DataFrame(
        [(key, tweets, followers) for key, (followers, tweets) in rows.items()],
        columns=["author_key", "tweets", "followers"],
    )
    built = graph(events)
    measured = measure_authors(authors, built, built.mask(ELDERS))
    return rank_authors(measured, built, weights, suspicious)


def order(ranking: pd.DataFrame) -> list[str]:
    return list(ranking.loc[ranking["rank"].notna(), "author_key"])


ALL: Rows = {"ada": (9, 1), "ben": (9, 1), "wren": (9, 1), "star": (9_000_000, 40)}


def test_reach_outranks_any_number_of_followers_and_the_gate_ranks_nobody_else(graph: Build) -> None:
    ranking = rank(graph, ALL, ENDORSED)
    assert order(ranking) == ["wren", "ben", "ada"]
    assert set(ranking["basis"]) == {"engagers"}
    assert ranking["rank"].tolist()[:3] == [1, 2, 3]
    assert ranking["engagers"].tolist() == [7, 6, 5, 0]


def test_a_score_is_the_weighted_sum_of_its_parts(graph: Build) -> None:
    weights = {"reach": 2.0, "lift": 0.1, "size_lift": 0.2, "originality": 0.3, "consistency": 0.4, "focus": 0.5}
    for row in rank(graph, ALL, ENDORSED, weights=weights).to_dict("records")[:3]:
        parts = sum(weights[name] * row[name] for name in WEIGHED[1:])
        assert row["score"] == pytest.approx(2 * math.log2(1 + row["reach"]) + parts, abs=1e-5)


def test_only_authors_of_the_window_are_ranked(graph: Build) -> None:
    assert order(rank(graph, {"ada": (1, 1), "ben": (1, 1), "wren": (1, 1)}, ENDORSED)) == ["wren", "ben", "ada"]


def test_a_bought_crowd_gives_no_rank(graph: Build) -> None:
    ranking = rank(graph, ALL | {"moss": (61_000, 9)}, [*ENDORSED, *retweets(names(300, "fake"), "moss")])
    assert "moss" not in order(ranking)


@pytest.mark.parametrize(
    "events",
    [
        [],
        retweets(["ada"], "somebody_else"),
        [(a, b, "mention", 0) for a, b, _, _ in ENDORSED],
        retweets(ELDERS, "ada"),
    ],
)
def test_where_the_graph_is_too_thin_followers_decide_and_say_so(graph: Build, events: list[Event]) -> None:
    ranking = rank(graph, {"small": (99, 9), "ada": (999, 1), "unknown": (None, 2)}, events)
    assert order(ranking) == ["ada", "small", "unknown"]
    assert set(ranking["basis"]) == {"followers"}
    assert ranking["score"].tolist() == pytest.approx([3, 2, 0], abs=1e-6)
    assert ranking["followers"].isna().tolist() == [False, False, True]


def test_where_the_platform_counts_responses_they_count_beside_followers(graph: Build) -> None:
    authors = pd.DataFrame({"author_key": ["quiet", "loud"], "followers": [999, 99], "responses": [0.0, 9_999.0]})
    built = graph([])
    ranking = rank_authors(measure_authors(authors, built, built.mask([])), built, WEIGHTS)
    assert ranking[["author_key", "basis", "score"]].to_numpy().tolist() == [
        ["loud", "responses", 6],
        ["quiet", "responses", 3],
    ]


def test_who_speaks_of_the_field_outranks_who_is_famous_for_something_else(graph: Build) -> None:
    known = {"author_key": ["star", "analyst"], "tweets": [2, 2], "in_field": [0, 2], "followers": [9_000, 1_500]}
    built = graph([])
    ranking = rank_authors(measure_authors(pd.DataFrame(known), built, built.mask([])), built, WEIGHTS)
    assert order(ranking) == ["analyst", "star"]


def test_followers_do_not_rank_who_is_suspicious(graph: Build) -> None:
    assert order(rank(graph, {"moss": (61_000, 9), "wren": (12, 1)}, [], suspicious={"moss"})) == ["wren"]


def test_equal_scores_are_ordered_by_followers_tweets_then_key(graph: Build) -> None:
    rows: Rows = {"c": (50, 1), "b": (50, 1), "a": (50, 1), "busy": (50, 4)}
    assert order(rank(graph, rows, [])) == ["busy", "a", "b", "c"]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_and_events_does_not_matter(graph: Build, seed: int) -> None:
    kinds = ("retweet", "quote", "mention", "reply")
    events = pd.DataFrame(
        [(f"elder_{n % 17:05}", f"a{n * 5 % 23}", kinds[n % 4], -(n % 3)) for n in range(300)],
        columns=["from_key", "to_key", "kind", "day_no"],
    )
    rows = {f"a{n}": (n % 4 or None, n % 2) for n in range(23)}
    expected = rank(graph, rows, list(events.itertuples(index=False, name=None)), weights=WEIGHTS)
    mixed = list(events.sample(frac=1, random_state=seed).itertuples(index=False, name=None))
    again = rank(graph, dict(sorted(rows.items(), reverse=True)), mixed, weights=WEIGHTS)
    pd.testing.assert_frame_equal(again, expected, check_exact=True)


def test_no_authors_no_ranking(graph: Build) -> None:
    ranking = rank(graph, {}, ENDORSED)
    assert ranking.empty
    assert tuple(ranking.columns) == COLUMNS


@pytest.mark.parametrize("followers", [0, 10**12])
def test_extreme_followers_stay_finite(graph: Build, followers: int) -> None:
    assert rank(graph, {"a": (followers, 1)}, [])["score"].item() == pytest.approx(math.log10(1 + followers), abs=1e-6)
