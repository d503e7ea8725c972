"""Curves of counters: when they were seen, what makes a point, and which tweets need rows of their own."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dawn_chorus.ingest.curves import Observation, curve, seen_at
from dawn_chorus.ingest.day import DayRows, Versions, day_rows
from dawn_chorus.ingest.formats.record import ReceivedTweet

Maker = Callable[..., ReceivedTweet]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
FIRST, SECOND, THIRD = (NOON + dt.timedelta(hours=hours) for hours in (1, 2, 3))


def seen(moment: dt.datetime | None, likes: int | None = None, views: int | None = None) -> Observation:
    return moment, (likes, None, None, None, views)


def rows_of(*records: tuple[ReceivedTweet, dt.datetime], forgotten: Iterable[int] = ()) -> DayRows:
    versions = Versions(frozenset(forgotten))
    for tweet, landed_at in records:
        versions.extend([tweet], landed_at)
    return day_rows(versions.counted(), ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, SECOND),
        (FIRST, FIRST),
        (SECOND, SECOND),
        (THIRD, SECOND),  # after its file was landed
        (NOON - dt.timedelta(hours=1), SECOND),  # before it was written
    ],
)
def test_a_record_was_seen_when_it_credibly_says_so_else_when_it_was_landed(
    received: Maker, said: dt.datetime | None, expected: dt.datetime
) -> None:
    assert seen_at(received(10, created_at=NOON, observed_at=said), SECOND) == expected


@pytest.mark.parametrize(
    ("observations", "points"),
    [
        ([seen(FIRST, 5), seen(SECOND, 7)], [(FIRST, 5, None), (SECOND, 7, None)]),
        ([seen(FIRST, 5), seen(SECOND, 5)], [(FIRST, 5, None)]),
        ([seen(FIRST, 5), seen(SECOND, 7), seen(THIRD, 5)], [(FIRST, 5, None), (SECOND, 7, None), (THIRD, 5, None)]),
        ([seen(FIRST, 5, 90), seen(SECOND, 5)], [(FIRST, 5, 90)]),
        ([seen(FIRST, 5), seen(SECOND, None, 90)], [(FIRST, 5, None), (SECOND, None, 90)]),
        ([seen(FIRST, 5, 90), seen(SECOND, 6), seen(THIRD, 6, 90)], [(FIRST, 5, 90), (SECOND, 6, None)]),
        ([seen(FIRST, 5, 80), seen(FIRST, 4, 90)], [(FIRST, 5, 90)]),
        ([seen(FIRST), seen(SECOND)], []),
        ([seen(None, 5)], []),
    ],
)
def test_a_point_is_a_moment_that_shows_something_new(
    observations: list[Observation], points: list[tuple[Any, ...]]
) -> None:
    for order in itertools.permutations(observations):
        assert [(moment, counters[0], counters[4]) for moment, counters in curve(order)] == points


def test_a_tweet_seen_again_with_other_counters_keeps_its_older_point(received: Maker) -> None:
    rows = rows_of((received(10, like_count=5), FIRST), (received(10, like_count=7), SECOND))
    assert [row[:3] for row in rows.metric_snapshots] == [(10, FIRST, 5), (10, SECOND, 7)]
    assert [row[14] for row in rows.tweet_rows()] == [7]


def test_tweets_seen_once_share_the_commonest_moment_and_the_others_have_rows(received: Maker) -> None:
    records = [(received(number, like_count=number), FIRST) for number in (1, 2)]
    rows = rows_of(*records, (received(3, like_count=3), SECOND), (received(4), THIRD))
    assert rows.observed_at == FIRST
    assert [row[:3] for row in rows.metric_snapshots] == [(3, SECOND, 3)]


def test_the_same_counters_once_more_change_nothing(received: Maker) -> None:
    once = (received(10, like_count=5), FIRST), (received(11, like_count=6), FIRST)
    again = rows_of(*once, (received(10, like_count=5), SECOND))
    assert (again.metric_snapshots, again.metrics_hash()) == ([], rows_of(*once).metrics_hash())


def test_the_curve_of_an_edited_tweet_has_the_points_of_all_versions(received: Maker) -> None:
    first, last = received(10, like_count=5), received(12, edit_root_id=10, like_count=2)
    rows = rows_of((first, FIRST), (last, SECOND), (last, THIRD))
    assert [row[:3] for row in rows.metric_snapshots] == [(12, FIRST, 5), (12, SECOND, 2)]


def test_a_forgotten_tweet_has_no_curve(received: Maker) -> None:
    rows = rows_of((received(10, like_count=5), FIRST), (received(10, like_count=7), SECOND), forgotten=[10])
    assert (rows.metric_snapshots, rows.observed_at) == ([], None)


def test_the_order_of_records_changes_no_curve(received: Maker) -> None:
    records = [
        (received(10, like_count=5), FIRST),
        (received(10, like_count=7, observed_at=FIRST, created_at=NOON), SECOND),
        (received(12, edit_root_id=10, like_count=1), THIRD),
        (received(11, like_count=6), SECOND),
    ]
    hashes = {rows_of(*order).metrics_hash() for order in itertools.permutations(records)}
    assert len(hashes) == 1


def test_a_point_more_is_no_news_to_reports(received: Maker) -> None:
    last = (received(10, like_count=7), SECOND)
    more = rows_of(last, (received(10, like_count=5), FIRST))
    assert more.content_hash() == rows_of(last).content_hash()
    assert more.metrics_hash() != rows_of(last).metrics_hash()
