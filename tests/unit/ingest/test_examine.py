"""Files as a whole: which format they have, and the day that every record is booked to."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.examine import MAX_RAW, Refused, examine

Maker = Callable[..., Any]
LANDED = dt.date(2031, 1, 1)
DAY = dt.date(2030, 5, 4)
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("content", [b"", b"[]", b" \n \n", b"\xef\xbb\xbf[]"])
def test_a_file_without_records_is_fine(read: Maker, content: bytes) -> None:
    result = read(content)
    assert (result.examined.format, result.tweets, result.reasons) == ("empty", [], [])
    assert not result.examined.rejected(LANDED)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"id,text\n1,hello\n", "found no JSON, but b'id,text'"),
        (b"\x89PNG\r\n", "found no JSON"),
        (b'{"b": 1, "a": 2}', "found JSON objects with a, b"),
        (b"{}", "found JSON objects with no keys"),
        (b"[1, 2]", "found JSON, but no objects"),
        (b'{"data": {"user": {"result": {}}}}', "found JSON objects with data"),
    ],
)
def test_an_unknown_format_is_named_with_what_was_found(read: Maker, content: bytes, found: str) -> None:
    with pytest.raises(InputError) as error:
        read(content)
    assert found in error.value.message
    assert error.value.message.startswith("file: no known format")
    assert "\n" not in error.value.message
    assert all(name in error.value.remedy for name in ("timeline", "x_api_v2"))


def test_the_format_is_told_by_content_behind_broken_lines(
    read: Maker, row: Maker, page: Maker, element: Maker
) -> None:
    assert read(b"garbage", b'{"cut', row()).examined.format == "timeline"
    assert read(b"garbage", page(element())).examined.format == "x_api_v2"


@pytest.mark.parametrize(
    ("milliseconds", "day"), [(-1, DAY), (0, DAY + dt.timedelta(days=1)), (1, DAY + dt.timedelta(days=1))]
)
def test_the_local_day_changes_at_local_midnight(
    read: Maker, row: Maker, id_at: Maker, milliseconds: int, day: dt.date
) -> None:
    midnight = dt.datetime(2030, 5, 4, 16, 0, tzinfo=dt.UTC)  # in Shanghai
    tweet_id = id_at(midnight + dt.timedelta(milliseconds=milliseconds))
    assert read(row(tweet_id, createdAt=None)).examined.accepted == Counter({day: 1})
    assert read(row(tweet_id, createdAt=None), zone="UTC").examined.accepted == Counter({DAY: 1})


def test_refused_records_are_booked_by_their_own_time_else_to_the_busiest_day(
    read: Maker, row: Maker, id_at: Maker
) -> None:
    next_day = id_at(NOON + dt.timedelta(days=1))
    result = read(
        row(next_day, createdAt=None),
        row(next_day, createdAt=None),
        row(),
        row(user={}),
        row(tweetUrl="https://x.com/a/status/1.9e18"),
        b"broken",
    )
    assert result.examined.accepted == Counter({DAY: 1, DAY + dt.timedelta(days=1): 2})
    assert result.examined.rejected(LANDED) == Counter({DAY: 2, DAY + dt.timedelta(days=1): 1})


def test_equally_busy_days_give_the_earlier_one_and_none_the_day_of_landing(
    read: Maker, row: Maker, id_at: Maker
) -> None:
    later = row(id_at(NOON + dt.timedelta(days=1)), createdAt=None)
    assert read(later, row(), b"broken").examined.rejected(LANDED) == Counter({DAY: 1})
    only_broken = read(row(user={}, tweetUrl="", createdAt=None), b"broken")
    assert only_broken.examined.rejected(LANDED) == Counter({LANDED: 2})


def test_a_huge_refused_record_is_kept_in_part(read: Maker, row: Maker) -> None:
    (refused,) = read(row(fullText="x" * 1_000_000)).refused
    assert len(refused.raw) == MAX_RAW


def test_details_can_be_stored_and_shown(read: Maker, row: Maker) -> None:
    url = "https://x.com/a/status/" + "\0\ud83d"
    escaped = json.dumps(row(tweetUrl="https://x.com/a/status/\0")).encode()
    (refused,) = read(escaped).refused
    assert "\0" not in refused.detail
    assert read(row(tweetUrl=url)).reasons == ["lone_surrogate"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_every_line_is_accepted_or_refused_once(tmp_path: Path, row: Maker, id_at: Maker, data: st.DataObject) -> None:
    good = json.dumps(row()).encode()
    lines = data.draw(
        st.lists(
            st.sampled_from([good, json.dumps(row(user={})).encode()])
            | st.binary(min_size=1, max_size=30).map(lambda noise: b"x" + noise.replace(b"\n", b"") + b"x")
            | st.integers(1, len(good) - 1).map(lambda cut: good[:cut]),
            max_size=12,
        )
    )
    path = tmp_path / "file"
    path.write_bytes(b"\n".join([good, *lines]))
    refused: list[Refused] = []
    examined = examine(path, "file", ZoneInfo("Asia/Shanghai"), on_refused=refused.append)
    assert examined.accepted.total() == 1 + lines.count(good)
    assert examined.accepted.total() + examined.rejected(LANDED).total() == 1 + len(lines)
    assert [each.raw for each in refused] == [line.strip() for line in lines if line != good]
