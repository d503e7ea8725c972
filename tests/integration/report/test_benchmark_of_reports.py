"""What is counted of reports: normal days, points about one topic, points that say the same."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.report.finished import Finding, Violation
from reports import NORMAL, POINTS, Told, line_of, redundancy, same_topic


def point(*tweet_ids: str, text: str = "Kites fly") -> dict[str, Any]:
    """A key point that cites these tweets."""
    return {"section": "key_points", "text": text, "citations": [{"tweet_id": each} for each in tweet_ids]}


def told(
    points: Sequence[Mapping[str, Any]],
    topics: Mapping[str, int] | None = None,
    verdict: str = "pass",
    tweets: int = NORMAL,
    violations: int = 0,
) -> Told:
    """A day's report of these key points and one other statement."""
    statements = [*points, {"section": "views", "text": "Kites should fly", "citations": []}]
    document = {
        "judgement": {"verdict": verdict},
        "coverage": {"tweets": tweets},
        "statements": statements,
        "dropped": {"unknown_name": 2, "altered_quote": 1},
    }
    wrong = (Violation("views", "uncited", "Kites should fly"),) * violations
    finding = Finding("slug", len(statements), len(points), 0, 0, 0, are_counts_compared=True, violations=wrong)
    return Told(document, finding, topics or {})


@pytest.mark.parametrize(
    ("verdict", "tweets", "is_normal"),
    [("pass", NORMAL, True), ("pass", NORMAL - 1, False), ("thin", NORMAL, False), ("block", NORMAL, False)],
)
def test_a_day_is_normal_when_it_has_tweets_enough_and_no_gate_held_it(
    verdict: str, tweets: int, is_normal: bool
) -> None:
    assert told([], verdict=verdict, tweets=tweets).is_normal is is_normal


@pytest.mark.parametrize(
    ("points", "pairs"),
    [
        ([], 0),
        ([point("1"), point("3")], 0),
        ([point("1"), point("2")], 1),
        ([point("1", "3"), point("2"), point("4")], 2),
        ([point("1"), point("2"), point("1")], 3),
        ([point("1", "2")], 0),
        ([point("9"), point("9")], 0),
    ],
    ids=["none", "two topics", "one topic", "one of both", "three", "within a point", "tweets outside topics"],
)
def test_points_that_cite_one_topic_are_counted_in_pairs(points: Sequence[Mapping[str, Any]], pairs: int) -> None:
    assert same_topic(told(points, {"1": 1, "2": 1, "3": 2, "4": 2})) == pairs


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([["kites fly", "kites fly"]], 1),
        ([["kites fly", "banks strike"]], 0),
        ([["kites fly"], ["kites fly"]], 0),
        ([["kites fly", "kites fly", "banks strike"]], 2 / 3),
    ],
    ids=["the same", "nothing in common", "on other days", "the mean of all points"],
)
def test_redundancy_is_what_a_point_has_in_common_with_the_likest_of_its_day(
    days: Sequence[Sequence[str]], expected: float
) -> None:
    assert redundancy(days) == pytest.approx(expected)


def test_a_line_sums_what_its_days_hold() -> None:
    points = [point(str(n), text=f"kite{n}") for n in range(POINTS)]
    days = [told(points), told([point("1")], violations=1), told(points, tweets=3)]
    line = line_of(Path("some") / "days", days, 1.234)
    assert line == {
        "path": "days",
        "reports": 3,
        "statements": 2 * POINTS + 4,
        "cited": 2 * POINTS + 1,
        "violations": 1,
        "dropped": 9,
        "days": 2,
        "ten_points": 1,
        "same_topic": 0,
        "redundancy": 0,
        "cpu_seconds": 1.23,
    }
