"""When a cited tweet is asked for again: as often as its age doubles."""

import datetime as dt

from dawn_chorus.ingest.x_api.comply import CHECKED_DAYS, is_due

WRITTEN = dt.datetime(2030, 5, 4, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_a_new_tweet_is_asked_for_the_day_after() -> None:
    assert not is_due(WRITTEN, None, WRITTEN + dt.timedelta(hours=3))
    assert is_due(WRITTEN, None, WRITTEN + DAY)


def test_it_is_asked_for_five_times_while_its_post_is_checked() -> None:
    checked: list[int] = []
    for age in range(1, CHECKED_DAYS + 1):
        last = WRITTEN + checked[-1] * DAY if checked else None
        if is_due(WRITTEN, last, WRITTEN + age * DAY):
            checked.append(age)
    assert checked == [1, 2, 4, 8, 16]


def test_it_is_not_asked_for_twice_at_one_time() -> None:
    now = WRITTEN + 3 * DAY
    assert not is_due(WRITTEN, now, now)
