"""Parts of a score: each says what its unit promises, and nothing where the input does not tell."""

from typing import Any

import pandas as pd
import pytest

from dawn_chorus.accounts.parts import MOST_DOUBLINGS, PARTS
from dawn_chorus.accounts.ranking import measure_authors

from .conftest import Build, Event, names, retweets


def parts_of(graph: Build, events: list[Event], **known: list[Any]) -> pd.DataFrame:
    """Parts of the authors in ``known["author_key"]``; what is not given is as of an account that wrote once."""
    usual = {"tweets": 1, "retweets": 0, "active_days": 1, "loaded_days": 1, "followers": None}
    authors = pd.DataFrame({**known, **{name: value for name, value in usual.items() if name not in known}})
    built = graph(events)
    return measure_authors(authors, built, built.mask([])).set_index("author_key")[list(PARTS)]


@pytest.mark.parametrize(("today", "before", "lift"), [(3, 1, 1), (1, 3, -1), (7, 7, 0), (500, 0, MOST_DOUBLINGS)])
def test_lift_is_doublings_against_the_accounts_own_days(graph: Build, today: int, before: int, lift: float) -> None:
    events = [*retweets(names(today), "wren"), *retweets(names(before), "wren", -1), ("a", "owl", "reply", -1)]
    assert parts_of(graph, events, author_key=["wren"]).loc["wren", "lift"] == lift


def test_the_days_before_are_averaged_over_all_loaded_days(graph: Build) -> None:
    events = [*retweets(names(3), "wren"), *retweets(names(2), "wren", -1), ("a", "owl", "reply", -2)]
    assert parts_of(graph, events, author_key=["wren"]).loc["wren", "lift"] == 1


def test_a_first_day_lifts_nobody(graph: Build) -> None:
    assert parts_of(graph, retweets(names(9), "wren"), author_key=["wren"]).loc["wren", "lift"] == 0


def test_size_lift_is_doublings_against_what_is_usual_for_the_size(graph: Build) -> None:
    events = [event for author in ("a", "b", "c") for event in retweets(names(8), author)]
    known = {"author_key": ["a", "b", "c", "d", "e"], "followers": [1_600, 100, 400, 900, None]}
    lifts = parts_of(graph, events, **known)["size_lift"]
    assert lifts.round(6).to_dict() == {"a": -1, "b": 1, "c": 0, "d": 0, "e": 0}


def test_originality_and_consistency_are_shares(graph: Build) -> None:
    known = {
        "author_key": ["a", "b"],
        "tweets": [1, 2],
        "retweets": [3, 0],
        "active_days": [2, 8],
        "loaded_days": [8, 8],
    }
    parts = parts_of(graph, [], **known)
    assert parts["originality"].tolist() == [0.25, 1]
    assert parts["consistency"].tolist() == [0.25, 1]


def test_of_nothing_every_part_is_nothing(graph: Build) -> None:
    parts = parts_of(graph, [], author_key=["a"], tweets=[0], active_days=[0], loaded_days=[0])
    assert parts.loc["a"].to_dict() == dict.fromkeys(PARTS, 0.0)
