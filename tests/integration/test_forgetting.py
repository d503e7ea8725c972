"""A planted word of a forgotten tweet is nowhere afterwards: not in the home, the database or the blog's files."""

import datetime as dt
import gzip
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus import pipeline, views
from dawn_chorus.channel import load_channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.ingest.files import incoming_path
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS
from dawn_chorus.settings import settings
from dawn_chorus.window import Window

CHANNEL = load_channel("twitter_ai")
DAYS = (dt.date(2026, 3, 2), dt.date(2026, 3, 3))
WORD = "zorbulent"
TEXT = f"Introducing Wombat 4: Tangram Labs open sources its {WORD} model that speaks 12 languages"
TWEETS = 9  # a day, beside the one that goes
USERS = [
    {"id": str(number), "username": f"tester_{number}", "name": f"Tester {number}", "public_metrics": {}}
    for number in range(501, 506)
]
Plant = Callable[..., Path]


def tweet_id(day: dt.date, minutes: int) -> int:
    """The id of a tweet so many minutes after the day's eighth hour."""
    moment = dt.datetime.combine(day, dt.time(8), CHANNEL.zone) + dt.timedelta(minutes=minutes)
    return round(moment.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS << SNOWFLAKE_LOW_BITS


VICTIM = tweet_id(DAYS[0], 0)


def tweet(day: dt.date, minutes: int, text: str, **fields: Any) -> dict[str, Any]:
    """A tweet object of the X API v2."""
    own = str(tweet_id(day, minutes))
    author = str(501 + minutes % 5)
    likes = {"like_count": 100 - minutes, "retweet_count": 3}
    return {"id": own, "text": text, "author_id": author, "public_metrics": likes} | fields


def others(day: dt.date) -> list[dict[str, Any]]:
    """Tweets about the same invented launch."""
    words = "Introducing Quokka 9: Tangram Labs releases its open model with {} languages in {} sizes"
    return [tweet(day, number, words.format(number + 7, number + 2)) for number in range(1, TWEETS + 1)]


def victim() -> dict[str, Any]:
    """The tweet that goes."""
    return tweet(DAYS[0], 0, TEXT)


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Writes a page into a file outside of the home."""

    def write(name: str, *data: Any, included: tuple[Any, ...] = ()) -> Path:
        page = {"data": list(data), "includes": {"users": USERS, "tweets": list(included)}}
        (tmp_path / name).write_text(json.dumps(page))
        return tmp_path / name

    return write


def refer(kind: str) -> dict[str, Any]:
    """Fields of a tweet that refers to the victim."""
    return {"referenced_tweets": [{"type": kind, "id": str(VICTIM)}]}


@pytest.fixture
def published(database: sa.Engine, plant: Plant, home: Path) -> sa.Engine:
    """Two days on the blog, and the word in every place that a day's work can bring it to."""
    repeat = tweet(DAYS[1], 0, f"RT @tester_501: {TEXT}", **refer("retweeted"))
    quote = tweet(DAYS[1], 11, "Tangram Labs surprises us again with Quokka 9 and its languages", **refer("quoted"))
    broken = tweet(DAYS[0], 12, TEXT, author_id="999")
    first = plant("first.json", victim(), victim(), *others(DAYS[0]), broken)
    second = plant("second.json", repeat, quote, *others(DAYS[1]), included=(victim(),))
    pipeline.land(CHANNEL, [first, second])
    for day in DAYS:
        views.write_preview(pipeline.run_window(CHANNEL, Window(day, day), until="report").run_id)
        pipeline.run_window(CHANNEL, Window(day, day))
    waiting = incoming_path(settings().landing, CHANNEL.name)
    waiting.parent.mkdir()
    waiting.write_bytes(second.read_bytes())
    copy = settings().landing / "incoming" / f"{CHANNEL.name}.objects.k1lled" / "1" / "object"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(first.read_bytes())
    (copy.parent / "cut").write_bytes(gzip.compress(first.read_bytes())[:-9])
    left = settings().landing / "ab" / f"{'ab' * 32}.77.part"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(first.read_bytes())
    return database


def contents(home: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the home; of the blog's repository its present files, of git's cache the objects unpacked."""
    git = ["git", "-c", "safe.directory=*", "-C"]
    for path in sorted(each for each in home.rglob("*") if each.is_file()):
        if "objects" not in path.parts:
            yield str(path), path.read_bytes()
    for cache in (home / "git").glob("*.git"):
        everything = [*git, str(cache), "cat-file", "--batch", "--batch-all-objects"]
        yield str(cache), subprocess.run(everything, capture_output=True, check=True).stdout
    names = subprocess.run([*git, str(home / "blog.git"), "ls-tree", "-r", "--name-only", "main"], **CAPTURED).stdout
    for name in names.decode().split():
        yield name, subprocess.run([*git, str(home / "blog.git"), "show", f"main:{name}"], **CAPTURED).stdout


CAPTURED: dict[str, Any] = {"capture_output": True, "check": True}


def rows(database: sa.Engine) -> Iterator[tuple[str, bytes]]:
    """Every row of every table as text, bytes in it decoded."""
    with database.connect() as connection:
        tables = "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('facts', 'results')"
        for table in connection.scalars(sa.text(tables)).all():
            for (row,) in connection.execute(sa.text(f"SELECT to_jsonb(t)::text FROM {table} AS t")):
                hexed = [part for part in str(row).replace('"', " ").split() if part.startswith("\\\\x")]
                yield table, str(row).encode() + b"".join(bytes.fromhex(part[3:]) for part in hexed)


def places(home: Path, database: sa.Engine) -> set[str]:
    """Where the word is."""
    found = [*contents(home), *rows(database)]
    return {
        where.replace(str(home), "") for where, content in found if WORD in content.decode(errors="replace").lower()
    }


def test_the_word_of_a_forgotten_tweet_is_nowhere(home: Path, published: sa.Engine) -> None:
    before = places(home, published)
    kinds = ("/landing/", "incoming", ".objects.", ".part", "/preview/", "/git/", "_posts/")
    for kind in (*kinds, "facts.tweets", "facts.quarantine", "results.report_files", "results.reports"):
        assert any(kind in place for place in before), (
            f"the word must have been in {kind} for this test to tell anything"
        )

    forget(CHANNEL, [VICTIM], "deleted by its author", settings().landing)
    pipeline.refresh(CHANNEL)

    assert places(home, published) == set()
    assert not list((home / "landing" / "incoming").rglob("cut")), "nobody can tell what is in it"
    with published.connect() as connection:
        tombstoned = "SELECT day, tombstoned FROM facts.day_ledger ORDER BY day"
        assert [tuple(row) for row in connection.execute(sa.text(tombstoned))] == [(DAYS[0], 2), (DAYS[1], 1)]
        quote = "SELECT count(*) FROM facts.tweets WHERE kind = 'quote'"
        assert connection.scalar(sa.text(quote)) == 1


def test_no_later_file_brings_it_back_not_even_into_landing(home: Path, published: sa.Engine, plant: Plant) -> None:
    forget(CHANNEL, [VICTIM], "deleted by its author", settings().landing)
    late = plant("late.json", victim(), tweet(DAYS[0], 20, "Quokka 9 by Tangram Labs sings well"))
    same = plant("again.json", *json.loads(plant("x.json", victim(), victim()).read_text())["data"])
    pipeline.land(CHANNEL, [late, same])
    pipeline.land(CHANNEL, [late, same])
    pipeline.refresh(CHANNEL)
    assert places(home, published) == set()
    with published.connect() as connection:
        row = connection.execute(sa.text(f"SELECT records, tombstoned FROM facts.day_ledger WHERE day = '{DAYS[0]}'"))
        assert tuple(row.one()) == (2 + TWEETS + 1 + 2 + 2, 2 + 1 + 2)


def test_superseded_runs_can_be_made_again(published: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    other = CHANNEL.model_copy(update={"title": "另一个"})
    window = Window(DAYS[1], DAYS[1])
    with transaction("reader") as connection:
        first = runs.current_run(connection, CHANNEL, window)
    monkeypatch.setattr(pipeline, "load_channel", lambda _: other)
    second = pipeline.run_window(other, window)
    forget(CHANNEL, [5], "unknown", settings().landing)
    pipeline.refresh(other)
    monkeypatch.undo()
    assert first is not None
    assert first.run_id < second.run_id
    assert pipeline.run_window(CHANNEL, window).run_id == first.run_id
    with transaction("reader") as connection:
        assert runs.is_done(connection, first.run_id, "report")


@pytest.mark.parametrize("seconds", [-60, 60])
def test_previews_of_before_go_and_those_of_afterwards_stay(published: sa.Engine, seconds: int) -> None:
    forget(CHANNEL, [5], "unknown", settings().landing)
    preview = next(settings().preview.glob("*.html"))
    moment = dt.datetime.now(dt.UTC).timestamp() + seconds
    os.utime(preview, (moment, moment))
    pipeline.refresh(CHANNEL)
    assert preview.exists() is (seconds > 0)
