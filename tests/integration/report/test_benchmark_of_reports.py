"""What is counted of reports: normal days, points about one topic, points that say the same."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.report.brief import WHOLE_DAY
from dawn_chorus.report.finished import Finding, Violation
from redundancy import redundancy
from reports import POINTS, Told, line_of, same_topic


def point(*tweet_ids: str, text: str = "Kites fly") -> dict[str, Any]:
    """A key point that cites these tweets."""
    return {"section": "key_points", "text": text, "citations": [{"tweet_id": each} for each in tweet_ids]}


def told(
    points: Sequence[Mapping[str, Any]],
    topics: Mapping[str, int] | None = None,
    verdict: str = "pass",
    tweets: int = WHOLE_DAY,
    violations: int = 0,
    speakers: int = POINTS,
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
    return Told(document, finding, topics or {}, speakers)


@pytest.mark.parametrize(
    ("verdict", "tweets", "is_full"),
    [
        ("pass", WHOLE_DAY, True),
        ("pass", WHOLE_DAY - 1, False),
        ("thin", WHOLE_DAY, False),
        ("block", WHOLE_DAY, False),
    ],
)
def test_a_day_is_full_when_it_has_tweets_enough_and_no_gate_held_it(verdict: str, tweets: int, is_full: bool) -> None:
    assert told([], verdict=verdict, tweets=tweets).is_full is is_full


@pytest.mark.parametrize(
    ("tweets", "speakers", "is_normal"),
    [(WHOLE_DAY, POINTS, True), (WHOLE_DAY, POINTS - 1, False), (WHOLE_DAY - 1, POINTS, False)],
)
def test_a_full_day_is_normal_when_ten_accounts_speak_of_the_field(tweets: int, speakers: int, is_normal: bool) -> None:
    assert told([], tweets=tweets, speakers=speakers).is_normal is is_normal


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
    assert redundancy(days, [text for day in days for text in day]) == pytest.approx(expected)


def test_a_line_sums_what_its_days_hold() -> None:
    points = [point(str(n), text=f"kite{n}") for n in range(POINTS)]
    days = [told(points), told([point("1")], violations=1), told(points, tweets=3), told(points, speakers=3)]
    line = line_of(Path("some") / "days", days, 1.234)
    assert line == {
        "path": "days",
        "reports": 4,
        "statements": 3 * POINTS + 5,
        "cited": 3 * POINTS + 1,
        "violations": 1,
        "dropped": 12,
        "days": 3,
        "ten_points": 2,
        "normal_days": 2,
        "normal_ten_points": 1,
        "same_topic": 0,
        "redundancy": 0,
        "cpu_seconds": 1.23,
    }
