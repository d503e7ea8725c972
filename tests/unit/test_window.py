"""Windows: closed spans of local days, and the slugs of their reports."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.errors import ChorusError
from dawn_chorus.window import LocalDays, Window, days_between, local_day, parse_day, parse_slug

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
DAY = dt.date(2025, 11, 27)

DAYS = st.dates(min_value=dt.date(2006, 3, 21), max_value=dt.date(2100, 1, 1))
WINDOWS = st.builds(lambda day, length: Window(day, day + dt.timedelta(days=length)), DAYS, st.integers(0, 40))


def test_a_window_without_a_last_day_is_daily() -> None:
    window = Window.parse("2025-11-27")
    assert window == Window(DAY, DAY)
    assert window.is_daily
    assert str(window) == "2025-11-27"


def test_a_longer_window_reads_as_a_span() -> None:
    window = Window.parse("2025-11-25", "2025-11-27")
    assert not window.is_daily
    assert str(window) == "2025-11-25..2025-11-27"


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ChorusError, match=r"ends \(2025-11-26\) before it begins \(2025-11-27\)") as caught:
        Window.parse("2025-11-27", "2025-11-26")
    assert caught.value.remedy == "Give the earlier day first."


@pytest.mark.parametrize(
    "text", ["27.11.2025", "2025-02-29", "2025-13-01", "today", "", " 2025-11-27", "2025-11-27T00:00"]
)
def test_what_is_not_a_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ChorusError, match="is not a day") as caught:
        parse_day(text)
    assert repr(text) in caught.value.message
    assert "2025-11-27" in caught.value.remedy


@given(WINDOWS)
def test_a_window_has_each_of_its_days_once_in_order(window: Window) -> None:
    assert window.days[0] == window.first_day
    assert window.days[-1] == window.last_day
    assert all(
        later - earlier == dt.timedelta(days=1) for earlier, later in zip(window.days, window.days[1:], strict=False)
    )
    assert [(each.first_day, each.last_day) for each in window.daily()] == [(day, day) for day in window.days]


@given(WINDOWS, st.integers(0, 30))
def test_the_days_before_end_where_the_window_begins(window: Window, count: int) -> None:
    before = window.days_before(count)
    assert len(before) == count
    assert [*before, *window.days] == list(days_between(window.days_before(count + 1)[0], window.last_day))[1:]


@given(WINDOWS, st.sampled_from(["twitter_ai", "x_y_z", "twitter_20251127", "a1_2b"]))
def test_a_slug_is_read_back_as_what_it_was_made_of(window: Window, channel: str) -> None:
    assert parse_slug(window.slug(channel)) == (channel, window)


def test_a_slug_is_what_the_blogs_posts_are_called() -> None:
    assert Window(DAY, DAY).slug("twitter_ai") == "twitter_ai_20251127_20251127"


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "twitter_ai",
        "twitter_ai_20251127",
        "twitter-ai_20251127_20251127",
        "_20251127_20251127",
        "../twitter_ai_20251127_20251127",
        "twitter_ai_20251127_20251127\n",
        "twitter_ai_２０２５１１２７_20251127",
        "twitter_ai_20251399_20251399",
        "twitter_ai_20251127_20251126",
    ],
)
def test_what_is_not_a_slug_is_refused_in_plain_words(slug: str) -> None:
    with pytest.raises(ChorusError) as caught:
        parse_slug(slug)
    assert caught.value.remedy


def test_a_post_is_dated_by_the_last_second_of_the_window() -> None:
    end = Window(DAY - dt.timedelta(days=6), DAY).end(SHANGHAI)
    assert end.isoformat() == "2025-11-27T23:59:59+08:00"


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2025-11-27T15:59:59+00:00", SHANGHAI, DAY),
        ("2025-11-27T16:00:00+00:00", SHANGHAI, dt.date(2025, 11, 28)),
        ("2025-11-27T00:00:00+08:00", SHANGHAI, DAY),
        ("2025-03-29T22:59:59+00:00", BERLIN, dt.date(2025, 3, 29)),
        ("2025-03-29T23:00:00+00:00", BERLIN, dt.date(2025, 3, 30)),  # the day of 23 hours
        ("2025-03-30T21:59:59+00:00", BERLIN, dt.date(2025, 3, 30)),
        ("2025-03-30T22:00:00+00:00", BERLIN, dt.date(2025, 3, 31)),
    ],
)
def test_a_moment_falls_on_the_day_that_the_channels_clock_shows(moment: str, zone: ZoneInfo, day: dt.date) -> None:
    assert local_day(dt.datetime.fromisoformat(moment), zone) == day


def test_windows_sort_by_time() -> None:
    later, longer, earlier = Window(DAY, DAY), Window(dt.date(2025, 11, 1), DAY), Window.parse("2025-11-01")
    assert sorted([later, longer, earlier]) == [earlier, longer, later]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((None, None, "2025-11-27"), Window(DAY, DAY)),
        (("2025-11-20", None, "2025-11-27"), Window(dt.date(2025, 11, 20), dt.date(2025, 11, 20))),
        (("2025-11-20", "2025-11-27", None), Window(dt.date(2025, 11, 20), DAY)),
        (("2025-11-20", "2025-11-27", "2025-12-24"), Window(dt.date(2025, 11, 20), DAY)),
        (("", "", "2025-11-27"), Window(DAY, DAY)),
    ],
)
def test_a_run_reports_on_the_window_asked_for_else_on_its_own_day(
    asked: tuple[str | None, str | None, str | None], expected: Window
) -> None:
    first_day, last_day, own_day = asked
    assert Window.asked({"first_day": first_day, "last_day": last_day}, own_day) == expected


@pytest.mark.parametrize("own_day", [None, "2025-11-27"])
@pytest.mark.parametrize("nothing", [None, ""])
def test_a_last_day_alone_says_too_little(nothing: str | None, own_day: str | None) -> None:
    with pytest.raises(ChorusError, match="without a first day") as caught:
        Window.asked({"first_day": nothing, "last_day": "2025-11-27"}, own_day)
    assert "first_day" in caught.value.remedy


def test_a_run_without_any_day_is_told_how_to_get_one() -> None:
    with pytest.raises(ChorusError, match="no day of its own") as caught:
        Window.asked({"first_day": None, "last_day": None}, None)
    assert "first_day, as in 2025-11-27" in caught.value.remedy


@pytest.mark.parametrize(
    ("now", "over"),
    [
        ("2026-03-03T15:59:59+00:00", False),  # a second before midnight in Shanghai
        ("2026-03-03T16:00:00+00:00", True),
        ("2026-03-04T00:00:00+08:00", True),
    ],
)
def test_a_window_is_over_at_its_own_midnight(now: str, over: bool) -> None:
    window = Window.parse("2026-03-01", "2026-03-03")
    assert window.is_over(ZoneInfo("Asia/Shanghai"), dt.datetime.fromisoformat(now)) is over


@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("Asia/Shanghai", "2030-05-03T16:00"),
        ("America/New_York", "2030-11-03T06:00"),
        ("America/St_Johns", "2010-11-07T02:31"),  # clocks went back from 00:01 to 23:01: a day came twice
        ("America/Havana", "2030-03-10T05:00"),  # midnight is left out
        ("America/Sao_Paulo", "2018-02-18T02:00"),  # midnight becomes 23:00
        ("Pacific/Apia", "2011-12-30T10:00"),  # a day is left out
    ],
)
def test_local_days_of_many_moments_are_those_of_each(zone: str, around: str) -> None:
    change, days = dt.datetime.fromisoformat(around).replace(tzinfo=dt.UTC), LocalDays(ZoneInfo(zone))
    moments = [change + dt.timedelta(seconds=seconds) for seconds in range(-200_000, 200_000, 29)]
    for moment in (*moments, *reversed(moments), *sorted(moments, key=lambda each: each.second)):
        assert days.of(moment) == local_day(moment, ZoneInfo(zone))
