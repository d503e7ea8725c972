"""What a day may bring: midnights, strange clocks, late, edited and deleted tweets, hardly a word, other settings."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from tests.installation import Installation
from tests.project import make_project

from dawn_chorus.database import connect
from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = ("2026-03-02", "2026-03-03")
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


def write(path: Path, tweets: Sequence[Tweet]) -> Path:
    """A file of one page of the X API."""
    users = [
        {"id": str(number), "username": f"tester_{number}", "name": f"Tester {number}"} for number in range(501, 505)
    ]
    path.write_text(json.dumps({"data": tweets, "includes": {"users": users}}))
    return path


@pytest.fixture
def install(tmp_path: Path, make_database: Callable[[], str]) -> Iterator[Callable[[], Installation]]:
    """Make a fresh installation, as often as asked."""
    count = iter(range(100))
    yield lambda: Installation(tmp_path / f"home{next(count)}", make_database())
    connect.reset()


@pytest.fixture
def here(install: Callable[[], Installation]) -> Installation:
    """One installation."""
    return install()


def rows(at: Installation, query: str) -> list[tuple[object, ...]]:
    """Rows of a query on its database."""
    engine = sa.create_engine(at.env["CHORUS_DATABASE_URL"], poolclass=sa.NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


@pytest.mark.parametrize("host", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_midnight_is_the_channels_whatever_clock_the_host_has(here: Installation, tmp_path: Path, host: str) -> None:
    here.env |= {"TZ": host}
    stray = tweet(MIDNIGHT - dt.timedelta(days=40), "A record of another day", 3)
    at_midnight = [tweet(MIDNIGHT - MILLISECOND, "The last of its day", 1), tweet(MIDNIGHT, "The first of its day", 2)]
    data = write(tmp_path / "a.json", [*plenty(DAYS[0]), *plenty(DAYS[1]), *at_midnight, stray])
    here.run("ingest", "twitter_ai", "--from", DAYS[0], "--to", DAYS[1], "--data", str(data))
    found = rows(here, "SELECT day::text, text FROM facts.tweets WHERE text LIKE '% of its day' ORDER BY day")
    assert found == [(DAYS[0], "The last of its day"), (DAYS[1], "The first of its day")]
    assert rows(here, "SELECT count(*) FROM facts.tweets WHERE text LIKE 'A record of another day'") == [(0,)]
    here.check_invariants()


@pytest.mark.parametrize("clock", ["late", "edit", "deletion"])
def test_what_changes_after_a_day_was_published_ends_like_a_day_that_always_was_so(
    install: Callable[[], Installation], tmp_path: Path, clock: str
) -> None:
    first, second = plenty(DAYS[0]), plenty(DAYS[1])
    changed = {
        "late": [*first, tweet(MIDNIGHT - dt.timedelta(minutes=5), WORDS.format(99), 1)],
        "edit": [*first, _edited(first[4])],
        "deletion": first,
    }[clock]
    calm, shaken = install(), install()
    whole = write(tmp_path / "whole.json", [*changed, *second])
    part, rest = write(tmp_path / "part.json", [*first, *second]), write(tmp_path / "rest.json", changed)
    shaken.run_days(DAYS, part)
    for at in (calm, shaken):
        if clock == "deletion":
            at.run("ingest", "twitter_ai", "--from", DAYS[0], "--data", str(part))
            at.run("forget", "twitter_ai", str(first[4]["id"]))
    calm.run_days(DAYS, *([] if clock == "deletion" else [whole]))
    shaken.run("run", "twitter_ai", "--from", DAYS[0], "--data", str(rest))
    shaken.run("refresh", "twitter_ai")
    shaken.check_invariants()
    assert _told(shaken) == _told(calm)
    before = shaken.commits()
    assert "0 days" in shaken.run("refresh", "twitter_ai")
    assert shaken.commits() == before


def _edited(first: Tweet) -> Tweet:
    """A later version of a tweet."""
    later = str(int(str(first["id"])) + (60_000 << SNOWFLAKE_LOW_BITS))
    return first | {"id": later, "text": WORDS.format(88), "edit_history_tweet_ids": [first["id"], later]}


def _told(at: Installation) -> list[tuple[object, ...]]:
    """What two installations must agree on: each day's tweets."""
    return rows(at, "SELECT day, tweet_id, text FROM facts.tweets ORDER BY tweet_id")


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
def test_a_day_with_hardly_a_word_has_one_honest_post_or_none(
    here: Installation, tmp_path: Path, texts: Sequence[str], posts: int
) -> None:
    data = write(tmp_path / "a.json", hourly(DAYS[0], texts) + plenty(DAYS[1]))
    process = here.start("run", "twitter_ai", "--from", DAYS[0], "--data", str(data))
    _, said = process.communicate(timeout=180)
    assert process.returncode == (0 if posts else 1), said
    assert "Traceback" not in said
    here.check_invariants()
    assert (here.commits() if posts else len(list((here.home / "blog.git").glob("refs/heads/*")))) == posts
    here.run("run", "twitter_ai", "--from", DAYS[1])
    here.check_invariants()


def test_other_settings_between_two_runs_change_the_post_once_and_an_older_day_again_doubles_nothing(
    here: Installation, tmp_path: Path
) -> None:
    data = write(tmp_path / "a.json", [*plenty(DAYS[0]), *plenty(DAYS[1])])
    here.run_days(DAYS, data)
    here.env |= {"CHORUS_PROJECT": str(make_project(tmp_path / "project", "twitter_ai", analysis={"key_points": 3}))}
    here.run_days(DAYS[:1])
    here.run_days(DAYS[:1])
    here.check_invariants()
    made = rows(here, "SELECT first_day::text, count(*) FROM results.runs GROUP BY 1 ORDER BY 1")
    assert made == [(DAYS[0], 2), (DAYS[1], 1)]
    assert here.commits() <= len(DAYS) + 1
