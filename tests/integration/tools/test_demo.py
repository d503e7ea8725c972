"""What the demo says at its end, about a small blog of its own."""

import datetime as dt
import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from rich.console import Console

import demo
from dawn_chorus import console
from dawn_chorus.channel import load_channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.publish import publication
from dawn_chorus.window import Window

FIRST = dt.date(2026, 3, 2)

_REPORT = "INSERT INTO results.reports VALUES (:run_id, :slug, 'Dawn', '{}', 17, 0)"
_FILE = "INSERT INTO results.report_files VALUES (:run_id, :path, :content)"
_TWEET = "INSERT INTO results.run_tweets VALUES (:run_id, :number, :day, 'single', NULL, NULL, 0, 0, 0)"


def publish(day: dt.date) -> runs.Run:
    """Publish a report of three tweets and no statement about a day; it becomes the current one."""
    channel, window = load_channel(demo.CHANNEL), Window(day, day)
    slug = window.slug(channel.name)
    files = {
        f"_posts/{day}-{slug.replace('_', '-')}.md": b"---\ntitle: Dawn\n---\n\nQuokkas sing.\n",
        f"assets/data/{slug}.json": json.dumps({"slug": slug, "statements": []}).encode(),
    }
    with transaction("analyst") as connection:
        run = runs.open_run(connection, channel, window)
        own = {"run_id": run.run_id, "slug": slug, "day": day}
        connection.execute(sa.text(_REPORT), own)
        connection.execute(sa.text(_FILE), [{**own, "path": path, "content": files[path]} for path in files])
        connection.execute(sa.text(_TWEET), [{**own, "number": number} for number in (1, 2, 3)])
        runs.make_current(connection, run)
    publication.publish(channel, run)
    return run


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is printed."""
    text = io.StringIO()
    monkeypatch.setattr(console, "OUT", Console(file=text, width=200, highlight=False))
    return text


@pytest.mark.usefixtures("database")
def test_a_published_day_is_one_line_of_figures_and_its_commit() -> None:
    run = publish(FIRST)
    with transaction("reader") as connection:
        sha = connection.scalar(sa.text("SELECT commit_sha FROM publications"))
    assert demo._summary("2026-03-02").split() == [
        *("2026-03-02", "3", "tweets", "0", "topics", "17", "statements"), str(sha)[:10],
    ]  # fmt: skip
    assert demo._current_run("_posts/2026-03-02-anything.md") == run.run_id


@pytest.mark.usefixtures("database")
def test_the_end_says_how_much_was_found_and_where_everything_is(
    home: Path, screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(demo.SAMPLE)
    for day in (FIRST, FIRST + dt.timedelta(days=1)):
        publish(day)
    demo._tell(home, 61.4)
    *score, posts, last, preview = screen.getvalue().splitlines()
    assert any(line.split()[:1] == ["2026-03-03"] for line in score), "each published day has its score"
    assert posts == f"2 posts in 2 commits: {home / 'blog.git'}   (61 s)"
    assert last.endswith("show main:_posts/2026-03-03-twitter-ai-20260303-20260303.md")
    assert "Quokkas sing." in Path(preview.removeprefix("Preview:").strip()).read_text(encoding="utf-8")
