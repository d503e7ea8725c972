"""Waiting: by the platform's headers, else by chance that grows and has a bound."""

import datetime as dt
import random

import pytest

from dawn_chorus.ingest.x_api import limits

NOW = dt.datetime(2030, 5, 4, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-rate-limit-reset": str(int(NOW.timestamp()) + 300)}, 300),
        ({"x-rate-limit-reset": str(int(NOW.timestamp()) - 300)}, -300),
        ({"retry-after": "20"}, 20),
        ({"retry-after": "-20"}, 0),
    ],
)
def test_the_platform_says_when_it_counts_anew(headers: dict[str, str], seconds: int) -> None:
    assert limits.reset_at(headers, NOW) == NOW + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-rate-limit-reset": "soon"},
        {"x-rate-limit-reset": "9" * 30},
        {"retry-after": "Mon, 6 May"},
        {"retry-after": "9" * 30},
    ],
)
def test_what_cannot_be_read_says_nothing(headers: dict[str, str]) -> None:
    assert limits.reset_at(headers, NOW) is None


@pytest.mark.parametrize(("left", "used_up"), [("0", True), (" 0 ", True), ("1", False), ("", False)])
def test_a_limit_is_used_up_at_nought(left: str, used_up: bool) -> None:
    assert limits.is_used_up({"x-rate-limit-remaining": left}) is used_up
    assert not limits.is_used_up({})


def test_one_sleeps_a_little_longer_than_until_the_moment() -> None:
    assert limits.seconds_until(NOW + dt.timedelta(seconds=9), NOW) == 9 + limits.SLACK_SECONDS
    assert limits.seconds_until(NOW - dt.timedelta(seconds=9), NOW) == limits.SLACK_SECONDS


def test_pauses_grow_by_chance_and_have_a_bound() -> None:
    chance = random.Random(4)
    pauses = {attempt: [limits.pause_before(attempt, chance) for _ in range(300)] for attempt in (2, 3, 4, 20)}
    for attempt, bound in ((2, 1), (3, 2), (4, 4), (20, limits.LONGEST_PAUSE_SECONDS)):
        assert 0 <= min(pauses[attempt]) < 0.1 * bound
        assert 0.9 * bound < max(pauses[attempt]) <= bound
