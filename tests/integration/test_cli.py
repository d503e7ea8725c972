"""The command line as a person meets it: what it writes, and one clear line for each expected failure."""

import datetime as dt
import gzip
import json
import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from dawn_chorus.publish.git import init_remote

CHORUS = str(Path(sys.executable).parent / "chorus")
DAY = "2026-03-02"
FIRST_ID = 2_028_258_985_374_646_272  # within that day in Shanghai


@dataclass(frozen=True)
class Outcome:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


def chorus(*arguments: str, **variables: str) -> Outcome:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [CHORUS, *arguments], env={**os.environ, **variables}, capture_output=True, text=True, timeout=120, check=False
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def failed(outcome: Outcome) -> Sequence[str]:
    """The two lines of an expected failure: what happened, and what to do."""
    assert outcome.code == 1, outcome
    lines = outcome.err.strip().splitlines()
    assert len(lines) == 2, outcome.err
    assert lines[0].startswith("error: ")
    assert lines[1].startswith("  → ")
    assert "Traceback" not in outcome.err
    return lines


def tweets(count: int = 12) -> list[dict[str, object]]:
    """Rows of an invented timeline on ``DAY``: one launch told by many, and small talk."""
    people = ["ada_tester", "bo_tester", "cy_tester", "di_tester"]
    rows = []
    for number in range(count):
        tweet_id = FIRST_ID + number * 4_000_000_000_000
        who = people[number % len(people)]
        launch = f"Introducing Quokka 3.{number % 2}: Tangram Labs releases its open model with {number + 7} languages"
        rows.append(
            {
                "user": {"screenName": who, "name": who.title(), "followersCount": 100 + number},
                "tweetUrl": f"https://x.com/{who}/status/{tweet_id}",
                "fullText": launch if number % 3 else "Good morning everyone, coffee first",
            }
        )
    return rows


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A file of invented tweets."""
    path = tmp_path / "tweets.json"
    path.write_text(json.dumps(tweets()))
    return path


def counts(database: sa.Engine) -> dict[str, int]:
    """Rows of the tables that a run writes."""
    tables = ("facts.landing_files", "facts.tweets", "results.runs", "results.reports", "results.publications")
    with database.connect() as connection:
        return {table: connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0 for table in tables}


def posts(home: Path) -> list[str]:
    """Paths of the posts on the local blog."""
    command = ["git", "-c", "safe.directory=*", "-C", str(home / "blog.git"), "ls-tree", "-r", "--name-only", "main"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return [name for name in names if name.startswith("_posts/")]


def test_a_day_of_tweets_becomes_a_post_once(database: sa.Engine, home: Path, data: Path) -> None:
    first = chorus("run", "twitter_ai", "--from", DAY, "--data", str(data))
    assert first.code == 0, first
    assert posts(home) == [f"_posts/{DAY}-twitter-ai-20260302-20260302.md"]
    preview = next(line for line in first.out.splitlines() if line.startswith("Preview: ")).removeprefix("Preview: ")
    assert "Quokka" in Path(preview).read_text()
    before = counts(database)

    again = chorus("run", "twitter_ai", "--from", DAY, "--data", str(data))

    assert again.code == 0, again
    assert counts(database) == before


@pytest.mark.parametrize("stage", ["ingest", "topics", "accounts", "report"])
def test_each_stage_shows_its_outcome_and_publishes_nothing(
    database: sa.Engine, home: Path, data: Path, stage: str
) -> None:
    assert chorus("ingest", "twitter_ai", "--from", DAY, "--data", str(data)).code == 0
    shown = chorus(stage, "twitter_ai", "--from", DAY)
    assert shown.code == 0, shown
    assert {"ingest": "12", "topics": "Quokka", "accounts": "@ada_tester", "report": "Preview"}[stage] in shown.out
    assert not (home / "blog.git").exists()
    assert counts(database)["results.publications"] == 0


def test_a_topic_is_explained_by_the_id_that_is_listed(database: sa.Engine, home: Path, data: Path) -> None:
    assert chorus("ingest", "twitter_ai", "--from", DAY, "--data", str(data)).code == 0
    listed = chorus("topics", "twitter_ai", "--from", DAY).out
    (topic_id,) = {line.split()[0] for line in listed.splitlines() if line.partition(" ")[0].endswith(":1")}
    told = chorus("topics", "explain", topic_id)
    assert told.code == 0, told
    assert told.out.startswith(f"twitter_ai {DAY}: Introducing Quokka")
    assert "\nExemplars:\n  https://x.com/" in told.out
    what, todo = failed(chorus("topics", "explain", "404:1"))
    assert "no topic 404:1" in what
    assert "chorus topics CHANNEL" in todo


def test_an_unknown_channel_is_told_with_the_known_ones(home: Path) -> None:
    what, todo = failed(chorus("run", "twitter_cats", "--from", DAY))
    assert "twitter_cats" in what
    assert "twitter_ai" in todo


def test_a_day_that_is_none_is_told(home: Path) -> None:
    what, _ = failed(chorus("run", "twitter_ai", "--from", "yesterday"))
    assert "yesterday" in what


def test_a_day_without_tweets_publishes_nothing(database: sa.Engine, home: Path, data: Path) -> None:
    what, _ = failed(chorus("run", "twitter_ai", "--from", "2026-03-01", "--data", str(data)))
    assert "no tweets on 2026-03-01" in what
    assert not (home / "blog.git").exists()
    assert counts(database)["results.runs"] == 0


def test_the_other_days_of_a_span_are_published_all_the_same(database: sa.Engine, home: Path, data: Path) -> None:
    outcome = chorus("run", "twitter_ai", "--from", "2026-03-01", "--to", DAY, "--data", str(data))
    failed(outcome)
    assert len(posts(home)) == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("notes.txt", b"Dear diary", "format"),
        ("cats.json", b'[{"cat": "Mog", "lives": 9}]', "format"),
        ("cut.json.gz", gzip.compress(json.dumps(tweets()).encode())[:200], "gzip"),
    ],
)
def test_a_file_that_is_not_ours_leaves_nothing(
    database: sa.Engine, home: Path, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    what, _ = failed(chorus("run", "twitter_ai", "--from", DAY, "--data", str(tmp_path / name)))
    assert told in what
    assert counts(database)["results.runs"] == 0
    assert not (home / "blog.git").exists()


def test_a_file_that_is_not_there_is_told(database: sa.Engine, home: Path) -> None:
    what, _ = failed(chorus("run", "twitter_ai", "--from", DAY, "--data", "/nowhere/tweets.json"))
    assert "/nowhere/tweets.json" in what


def test_a_file_that_cannot_be_read_is_told(database: sa.Engine, home: Path, tmp_path: Path) -> None:
    circle = tmp_path / "circle.json"  # not even root can read this one
    circle.symlink_to(circle)
    what, _ = failed(chorus("run", "twitter_ai", "--from", DAY, "--data", str(circle)))
    assert circle.name in what
    assert counts(database)["results.runs"] == 0


def test_a_postgres_that_is_down_is_told(home: Path, data: Path) -> None:
    address = "postgresql://nobody@127.0.0.1:1/nothing"
    what, todo = failed(chorus("run", "twitter_ai", "--from", DAY, "--data", str(data), CHORUS_DATABASE_URL=address))
    assert "Postgres cannot be reached" in what
    assert "CHORUS_DATABASE_URL" in todo


def test_a_blog_that_refuses_is_told_and_tried_again_later(database: sa.Engine, home: Path, data: Path) -> None:
    init_remote(home / "blog.git", "main")
    hook = home / "blog.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho closed for the night >&2\nexit 1\n")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    what, _ = failed(chorus("run", "twitter_ai", "--from", DAY, "--data", str(data)))
    assert "closed for the night" in what
    assert counts(database)["results.publications"] == 0

    hook.unlink()

    assert chorus("run", "twitter_ai", "--from", DAY, "--data", str(data)).code == 0
    assert len(posts(home)) == 1


def test_forgotten_tweets_leave_the_post(database: sa.Engine, home: Path, data: Path) -> None:
    assert chorus("run", "twitter_ai", "--from", DAY, "--data", str(data)).code == 0
    name = f"main:assets/data/twitter_ai_{DAY}_{DAY}.json".replace("-", "")
    show = ["git", "-c", "safe.directory=*", "-C", str(home / "blog.git"), "show", name]
    report = json.loads(subprocess.run(show, capture_output=True, text=True, check=True).stdout)
    cited = {citation["tweet_id"] for each in report["statements"] for citation in each["citations"]}
    victim = sorted(cited)[0]

    assert chorus("forget", "twitter_ai", victim).code == 0
    chorus("run", "twitter_ai", "--from", DAY, "--data", str(data))

    assert victim not in subprocess.run(show, capture_output=True, text=True, check=True).stdout
    assert chorus("forget", "twitter_ai", victim).code == 0


def test_quarantine_lists_and_shows_what_was_refused(database: sa.Engine, home: Path, tmp_path: Path) -> None:
    rows = tweets(3)
    rows[1]["user"] = None
    (tmp_path / "some.json").write_text(json.dumps(rows))
    assert chorus("ingest", "twitter_ai", "--from", DAY, "--data", str(tmp_path / "some.json")).code == 0

    listed = chorus("quarantine", "list", "twitter_ai", COLUMNS="200")
    record = next(word for word in listed.out.split() if word.endswith(":2"))
    shown = chorus("quarantine", "show", "twitter_ai", record)

    assert "missing_author" in listed.out
    assert json.loads(shown.out.splitlines()[-1])["user"] is None
    failed(chorus("quarantine", "show", "twitter_ai", "nonsense:1"))


def test_help_teaches_every_command() -> None:
    overview = chorus("--help")
    assert overview.code == 0
    for command in (
        "run",
        "backfill",
        "ingest",
        "topics",
        "accounts",
        "report",
        "publish",
        "refresh",
        "forget",
        "quarantine list",
        "quarantine show",
        "quarantine retry",
    ):
        assert f" {command.split()[0]} " in overview.out
        text = chorus(*command.split(), "--help").out
        assert "CHANNEL" in text
        assert len(text.splitlines()) > 8


def test_days_are_days_of_the_channel(database: sa.Engine, home: Path, data: Path) -> None:
    outcome = chorus("run", "twitter_ai", "--from", DAY, "--data", str(data), TZ="America/Los_Angeles")
    assert outcome.code == 0, outcome
    with database.connect() as connection:
        days = connection.scalars(sa.text("SELECT DISTINCT day FROM facts.tweets")).all()
    assert days == [dt.date.fromisoformat(DAY)]
