"""Three writers on one blog, killed again and again: every post is there once, and the ledger knows its commit."""

import datetime as dt
import os
import random
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests import workers

from dawn_chorus.channel import Blog, Channel, Source
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.publish.git import init_remote
from dawn_chorus.window import Window

WRITERS, POSTS = 3, 20
KILLS = 6  # of each writer
FIRST_DAY = dt.date(2026, 3, 2)
SEED = 60

_REPORT = """
INSERT INTO results.reports (run_id, slug, title, document, statements, dropped)
VALUES (:run_id, :slug, :slug, '{}', 1, 0)
"""
_FILE = "INSERT INTO results.report_files VALUES (:run_id, :path, :content)"


@dataclass(frozen=True)
class Writer:
    """A channel with written reports, in a home of its own. ``posts``: path and content by run."""

    channel: Channel
    home: Path
    posts: dict[int, tuple[str, bytes]]
    chance: random.Random

    def publish_under_fire(self) -> int:
        """Publish everything; the number of times it was killed on the way."""
        killed = 0
        while True:
            worker = workers.start(
                workers.publish_all,
                self.channel,
                list(self.posts),
                env={**os.environ, "CHORUS_HOME": str(self.home)},
            )
            worker.wait_for("work")
            if killed < KILLS:
                time.sleep(self.chance.uniform(0.05, 1.5))
                worker.process.kill()
            code = worker.end()
            worker.close()
            if code == 0:
                return killed
            assert code == -9
            killed += 1


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The blog that all write to."""
    init_remote(tmp_path / "shared.git", "main")
    return tmp_path / "shared.git"


@pytest.fixture
def writers(database: sa.Engine, repository: Path, tmp_path: Path) -> list[Writer]:
    """Each with its reports."""
    made = []
    for number in range(WRITERS):
        channel = Channel(
            name=f"twitter_writer{number}",
            title="测试",
            short_title="Twitter Test",
            start_date="2026-03-01",
            sources=(Source(name="inbox", path="nowhere"),),
            blog=Blog(remote=str(repository)),
        )
        posts = dict(write(channel, FIRST_DAY + dt.timedelta(day)) for day in range(POSTS))
        made.append(Writer(channel, tmp_path / channel.name, posts, random.Random(SEED + number)))
    return made


def write(channel: Channel, day: dt.date) -> tuple[int, tuple[str, bytes]]:
    """A run with a report of one file."""
    window = Window(day, day)
    slug = window.slug(channel.name)
    path, content = f"_posts/{day}-{slug}.md", f"{slug}\n".encode()
    with transaction("analyst") as connection:
        run = runs.open_run(connection, channel, window)
        connection.execute(sa.text(_REPORT), {"run_id": run.run_id, "slug": slug})
        connection.execute(sa.text(_FILE), {"run_id": run.run_id, "path": path, "content": content})
    return run.run_id, (path, content)


def test_sixty_posts_of_three_killed_writers_are_there_once(repository: Path, writers: list[Writer]) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        killed = list(pool.map(Writer.publish_under_fire, writers))
    assert min(killed) >= 1
    posts = {run_id: post for writer in writers for run_id, post in writer.posts.items()}
    assert len(posts) == WRITERS * POSTS

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(repository), *arguments], capture_output=True, text=True, check=True
        ).stdout

    touched = Counter(git("log", "--format=", "--name-only", "main", "--", "_posts").split())
    assert touched == Counter(path for path, _ in posts.values())
    assert git("fsck", "--full", "--strict", "--no-dangling") == ""
    assert git("rev-list", "--count", "main").strip() == str(len(posts))
    with transaction("reader") as connection:
        ledger = connection.execute(sa.text("SELECT run_id, commit_sha FROM publications")).all()
    assert sorted(row.run_id for row in ledger) == sorted(posts)
    for row in ledger:
        path, content = posts[row.run_id]
        assert git("show", f"{row.commit_sha}:{path}").encode() == content
        git("merge-base", "--is-ancestor", row.commit_sha, "main")
