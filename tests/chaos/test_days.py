"""What a day may bring: midnights, strange clocks, late, edited and deleted tweets, hardly a word, other settings."""

import datetime as dt
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from tests.integration.test_withdrawal import days_on_the_blog
from tests.project import make_project

from dawn_chorus import pipeline
from dawn_chorus.channel import load_channel
from dawn_chorus.database import connect, runs
from dawn_chorus.errors import BlockedWindowError
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS
from dawn_chorus.settings import settings
from dawn_chorus.window import Window

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = ("2026-03-02", "2026-03-03")
FIRST, SECOND = (Window.parse(day) for day in DAYS)
MIDNIGHT = dt.datetime(2026, 3, 3, tzinfo=ZONE)
MILLISECOND = dt.timedelta(milliseconds=1)
WORDS = "Introducing Quokka 3.{0}: Tangram Labs releases its open model with {0} languages"
Tweet = dict[str, object]


def tweet(moment: dt.datetime, text: str, low: int = 0, **fields: object) -> Tweet:
    """A tweet object of the X API v2 of that moment."""
    own = str((round(moment.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS << SNOWFLAKE_LOW_BITS) + low)
    author = str(501 + low % 4)
    return {"id": own, "text": text, "author_id": author, "edit_history_tweet_ids": [own]} | fields


def hourly(day: str, texts: Sequence[str]) -> list[Tweet]:
    """One tweet in each of a day's first hours."""
    start = dt.datetime.fromisoformat(day).replace(tzinfo=ZONE)
    return [tweet(start + dt.timedelta(hours=1 + n), text, n) for n, text in enumerate(texts)]


def plenty(day: str) -> list[Tweet]:
    """Enough for a report."""
    return hourly(day, [WORDS.format(number + 7) for number in range(12)])


@pytest.fixture
def drop(tmp_path: Path, database: sa.Engine) -> Callable[..., None]:
    """Lands tweets as one file; returns nothing."""
    count = iter(range(100))
    users = [
        {"id": str(number), "username": f"tester_{number}", "name": f"Tester {number}"} for number in range(501, 505)
    ]

    def land(*tweets: Tweet) -> None:
        path = tmp_path / f"{next(count)}.json"
        path.write_text(json.dumps({"data": tweets, "includes": {"users": users}}))
        pipeline.land(load_channel("twitter_ai"), [path])

    return land


def make(*windows: Window) -> None:
    """Take windows to posts."""
    for window in windows:
        pipeline.run_window(load_channel("twitter_ai"), window)


def ask(query: str) -> list[tuple[object, ...]]:
    """Rows of a query."""
    with connect.transaction("reader") as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def check(home: Path, *days: str) -> None:
    """No tweet twice, every ledger balanced, one post for each of these days and no other."""
    assert ask("SELECT count(*) - count(DISTINCT (channel, tweet_id)) FROM facts.tweets") == [(0,)]
    assert ask("SELECT count(*) FROM facts.day_ledger WHERE records <> loaded + duplicate + rejected + tombstoned") == [
        (0,)
    ]
    assert days_on_the_blog(home) == list(days)


@pytest.mark.parametrize("host", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_midnight_is_the_channels_whatever_clock_the_host_has(
    drop: Callable[..., None], monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("TZ", host)
    time.tzset()
    stray = tweet(MIDNIGHT - dt.timedelta(days=40), "A record of another day", 3)
    at_midnight = [tweet(MIDNIGHT - MILLISECOND, "The last of its day", 1), tweet(MIDNIGHT, "The first of its day", 2)]
    drop(*plenty(DAYS[0]), *plenty(DAYS[1]), *at_midnight, stray)
    pipeline.load(load_channel("twitter_ai"), Window.parse(*DAYS))
    monkeypatch.undo()
    time.tzset()
    found = ask("SELECT day::text, text FROM facts.tweets WHERE text LIKE '% of its day' ORDER BY day")
    assert found == [(DAYS[0], "The last of its day"), (DAYS[1], "The first of its day")]
    assert ask("SELECT count(*) FROM facts.tweets WHERE text LIKE 'A record of another day'") == [(0,)]


LATE = tweet(MIDNIGHT - dt.timedelta(minutes=5), WORDS.format(99), 1)


@pytest.mark.parametrize("change", ["late", "edit", "deletion"])
def test_what_changes_after_the_next_day_was_published_changes_its_post_once(
    drop: Callable[..., None], home: Path, change: str
) -> None:
    channel, tweets = load_channel("twitter_ai"), plenty(DAYS[0])
    texts = [str(each["text"]) for each in tweets]
    drop(*tweets, *plenty(DAYS[1]))
    make(FIRST, SECOND)
    if change == "late":
        drop(LATE)
        texts.append(str(LATE["text"]))
    elif change == "edit":
        drop(_edited(tweets[4]))
        texts[4] = WORDS.format(88)
    else:
        forget(channel, [int(str(tweets[4]["id"]))], "deleted", settings().landing)
        drop(*tweets, LATE)
        texts[4] = str(LATE["text"])
    pipeline.refresh(channel)
    check(home, *DAYS)
    assert ask(f"SELECT text FROM facts.tweets WHERE day = '{DAYS[0]}' ORDER BY text") == [(x,) for x in sorted(texts)]
    commits = _commits()
    make(FIRST, SECOND)
    assert pipeline.refresh(channel) == []
    assert _commits() == commits


def _edited(first: Tweet) -> Tweet:
    """A later version of a tweet."""
    later = str(int(str(first["id"])) + (60_000 << SNOWFLAKE_LOW_BITS))
    return first | {"id": later, "text": WORDS.format(88), "edit_history_tweet_ids": [first["id"], later]}


def _commits() -> list[tuple[object, ...]]:
    """The commits that hold posts."""
    return ask("SELECT publication_id, commit_sha FROM results.publications ORDER BY publication_id")


@pytest.mark.parametrize(
    ("texts", "posts"),
    [
        ([], 0),
        ([WORDS.format(7)], 1),
        ([WORDS.format(7)] * 12, 1),
        (["the of and it is"] * 12, 1),
        (["🙂"] * 12, 1),
    ],
    ids=["empty", "one tweet", "all identical", "stop words only", "no word at all"],
)
def test_a_day_with_hardly_a_word_has_one_honest_post_or_none_and_stops_no_other(
    drop: Callable[..., None], home: Path, texts: Sequence[str], posts: int
) -> None:
    drop(*hourly(DAYS[0], texts), *plenty(DAYS[1]))
    if posts:
        make(FIRST)
    else:
        with pytest.raises(BlockedWindowError):
            make(FIRST)
    make(SECOND)
    check(home, *DAYS[1 - posts :])


@pytest.mark.parametrize("change", ["settings", "code"])
def test_other_settings_or_code_between_two_runs_make_the_post_once_and_nothing_is_doubled(
    drop: Callable[..., None], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    drop(*plenty(DAYS[0]), *plenty(DAYS[1]))
    make(FIRST, SECOND)
    if change == "settings":
        project = make_project(tmp_path / "project", "twitter_ai", analysis={"key_points": 3})
        monkeypatch.setenv("CHORUS_PROJECT", str(project))
        connect.reset()
    else:
        monkeypatch.setattr(runs, "code_version", lambda: "another")
    make(FIRST)
    make(FIRST)
    made = ask("SELECT first_day::text, count(*) FROM results.runs GROUP BY 1 ORDER BY 1")
    assert made == [(DAYS[0], 2), (DAYS[1], 1)]
    check(home, *DAYS)
