"""Who is kept out by the gate is told apart: rising, suspicious with the evidence, or neither."""

from collections.abc import Mapping

import pandas as pd
import pytest

from dawn_chorus.accounts.ranking import measure_authors
from dawn_chorus.accounts.watching import COLUMNS, LEAST_ENGAGERS, MOST_WATCHED, Answers, find_candidates, watch_authors

from .conftest import Build, Event, names, retweets

# Readers of the day before who read two authors: neither fresh nor devoted.
READERS = names(12)
YESTERDAY = [*retweets(READERS, "owl", -1), *retweets(READERS, "lark", -1)]
FAKES = names(12, "fake")


def watch(
    graph: Build, events: list[Event], authors: list[str], answers: Mapping[str, Answers] | None = None
) -> pd.DataFrame:
    built = graph(events)
    measured = measure_authors(pd.DataFrame({"author_key": authors}), built, built.mask(["elder"]))
    return watch_authors(find_candidates(measured), built, 1, answers or {}).set_index("author_key")


def test_readers_who_come_in_numbers_make_an_author_rise(graph: Build) -> None:
    (row,) = watch(graph, [*YESTERDAY, *retweets(READERS, "wren")], ["wren"]).to_dict("records")
    assert (row["reason"], row["watch_no"], row["engagers"], row["endorsers"]) == ("rising", 1, 12, 0)
    assert row["lift"] > 3 - 1e-9


def test_who_was_as_well_read_before_is_not_watched(graph: Build) -> None:
    assert watch(graph, [*YESTERDAY, *retweets(READERS, "owl")], ["owl"]).empty


def test_a_burst_of_accounts_that_nobody_saw_is_suspicious(graph: Build) -> None:
    both = [*retweets(FAKES, "moss"), *retweets(FAKES, "owl")]
    row = watch(graph, [*YESTERDAY, *both], ["moss"]).loc["moss"]
    assert (row["reason"], row["fresh"], row["devoted"], row["mutual"]) == ("suspicious", 12, 0, 0)


def test_accounts_that_engage_with_nobody_else_are_suspicious(graph: Build) -> None:
    row = watch(graph, [*YESTERDAY, *retweets(FAKES, "moss", -1), *retweets(FAKES, "moss")], ["moss"]).loc["moss"]
    assert (row["reason"], row["fresh"], row["devoted"]) == ("suspicious", 0, 12)


def test_a_few_faithful_readers_are_not(graph: Build) -> None:
    few = FAKES[: LEAST_ENGAGERS + 1]
    assert watch(graph, [*YESTERDAY, *retweets(few, "wren", -1), *retweets(few, "wren")], ["wren"]).empty


def test_engagers_that_engage_with_each_other_are_a_ring(graph: Build) -> None:
    ring = [(fake, other, "retweet", 0) for fake, other in zip(FAKES, [*FAKES[1:], FAKES[0]], strict=True)]
    known = [*retweets(FAKES, "owl", -1), *retweets(FAKES, "lark", -1)]
    row = watch(graph, [*known, *ring, *retweets(FAKES, "moss")], ["moss"]).loc["moss"]
    assert (row["reason"], row["mutual"]) == ("suspicious", 12)


@pytest.mark.parametrize(("alike", "reason"), [(4, "rising"), (5, "suspicious")])
def test_answers_from_a_template_are_suspicious(graph: Build, alike: int, reason: str) -> None:
    found = watch(graph, [*YESTERDAY, *retweets(READERS, "wren")], ["wren"], {"wren": Answers(8, alike)})
    assert (found.loc["wren", "reason"], found.loc["wren", "alike"]) == (reason, alike)


def test_answers_are_alike_whatever_they_link_or_whom_they_name() -> None:
    said = ["@moss Great call!", "great call https://t.co/x", "@moss something else", "🔥", "🔥"]
    assert Answers.compare(said) == Answers(5, 2)


def test_endorsed_authors_and_little_read_ones_are_no_candidates(graph: Build) -> None:
    elders = [*retweets(["elder", "elder_2", "elder_3"], "wren"), *retweets(READERS, "wren")]
    built = graph([*elders, *retweets(READERS[: LEAST_ENGAGERS - 1], "owl")])
    measured = measure_authors(pd.DataFrame({"author_key": ["wren", "owl"]}), built, built.mask(built.accounts))
    assert find_candidates(measured).empty


def test_a_list_is_no_longer_than_a_screen(graph: Build) -> None:
    rising = names(MOST_WATCHED + 5, "wren")
    events = [event for author in rising for event in retweets(READERS, author)]
    found = watch(graph, [*YESTERDAY, *events], rising)
    assert found["watch_no"].tolist() == list(range(1, MOST_WATCHED + 1))


def test_nobody_to_watch_is_an_empty_list(graph: Build) -> None:
    assert list(watch(graph, [], ["wren"]).reset_index().columns) == list(COLUMNS)
