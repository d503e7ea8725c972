"""A run's report on a real blog: committed once, verified, recorded; and taken off again."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.integration.publish.conftest import Server

from dawn_chorus.channel import Blog, Channel, Source
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import ChorusError, PublishError
from dawn_chorus.publish import publication
from dawn_chorus.publish.approval import Approval
from dawn_chorus.publish.change import Commit
from dawn_chorus.publish.git import init_remote
from dawn_chorus.window import Window

WINDOW = Window(dt.date(2026, 3, 2), dt.date(2026, 3, 2))
SLUG = "twitter_test_20260302_20260302"
POST, DATA = f"_posts/2026-03-02-{SLUG}.md", f"assets/data/{SLUG}.json"
NOTICE = f"_data/withdrawn/{SLUG}.json"

_REPORT = """
INSERT INTO results.reports (run_id, slug, title, document, statements, dropped)
VALUES (:run_id, :slug, 'Quokkas sing', '{}', 17, 2)
"""
_FILE = """
INSERT INTO results.report_files VALUES (:run_id, :path, :content)
ON CONFLICT (run_id, path) DO UPDATE SET content = excluded.content
"""


@pytest.fixture
def channel(home: Path) -> Channel:
    """A channel whose blog is a repository under its home."""
    return Channel(
        name="twitter_test",
        title="测试",
        short_title="Twitter Test",
        start_date="2026-03-01",
        sources=(Source(name="inbox", path="nowhere"),),
        blog=Blog(author_name="Dawn", author_email="dawn@blog.example"),
    )


@pytest.fixture
def blog(home: Path) -> Server:
    """The channel's blog, looked at with plain git; not made yet."""
    return Server(home / "blog.git")


@pytest.fixture
def run(database: sa.Engine, channel: Channel) -> runs.Run:
    """A run with a report of two files."""
    with transaction("analyst") as connection:
        run = runs.open_run(connection, channel, WINDOW)
        connection.execute(sa.text(_REPORT), {"run_id": run.run_id, "slug": SLUG})
    write(run, {POST: b"Quokkas sing.\n", DATA: b"{}\n"})
    return run


def write(run: runs.Run, files: dict[str, bytes]) -> None:
    """Render the files of a run anew."""
    rows = [{"run_id": run.run_id, "path": path, "content": content} for path, content in files.items()]
    with transaction("analyst") as connection:
        connection.execute(sa.text(_FILE), rows)


def recorded() -> list[dict[str, Any]]:
    """The recorded publications, in order."""
    with transaction("reader") as connection:
        rows = connection.execute(sa.text("SELECT * FROM publications ORDER BY publication_id")).mappings()
        return [dict(row) for row in rows]


def test_a_picture_that_a_post_has_no_more_leaves_the_blog(channel: Channel, run: runs.Run, blog: Server) -> None:
    trends = f"assets/images/2026/03/trends_{SLUG}.png"
    write(run, {trends: b"bars"})
    publication.publish(channel, run)
    assert trends in blog.files()
    with transaction("analyst") as connection:
        connection.execute(sa.text("DELETE FROM results.report_files WHERE path = :path"), {"path": trends})
    write(run, {POST: b"Quokkas sing without bars.\n"})
    publication.publish(channel, run)
    assert trends not in blog.files()
    assert DATA in blog.files()


def test_a_report_is_one_commit_that_is_verified_and_recorded(channel: Channel, run: runs.Run, blog: Server) -> None:
    made = publication.publish(channel, run)
    assert made.is_new
    assert blog.git("rev-parse", "main").strip() == made.commit_sha
    assert blog.files()[POST] == "Quokkas sing.\n"
    (row,) = recorded()
    assert (row["run_id"], row["slug"], row["commit_sha"]) == (run.run_id, SLUG, made.commit_sha)
    assert row["remote"] == str(blog.folder)
    event = made.as_event()
    assert (event["slug"], event["commit"], event["url"]) == (SLUG, made.commit_sha, "")
    assert (event["channel"], event["statements"], event["tweets"]) == ("twitter_test", 17, 0)


def test_the_commit_says_what_it_is_and_whose(channel: Channel, run: runs.Run, blog: Server) -> None:
    publication.publish(channel, run)
    message = blog.git("log", "-1", "--format=%an <%ae>%n%B", "main").strip().splitlines()
    assert message[:2] == ["Dawn <dawn@blog.example>", "twitter_test: 2026-03-02 · Quokkas sing"]
    assert "17 statements on 0 tweets, 2 dropped by the checker." in message
    assert f"Run: {run.run_id}" in message


def test_the_first_report_brings_the_blog_and_the_second_leaves_it_alone(
    channel: Channel, run: runs.Run, blog: Server
) -> None:
    publication.publish(channel, run)
    assert {"_config.yml", "_layouts/post.html"} <= blog.files().keys()
    write(run, {POST: b"Quokkas sing at dawn.\n"})
    publication.publish(channel, run)
    changed = blog.git("show", "--format=", "--name-only", "main").split()
    assert changed == [POST]


@pytest.mark.parametrize("by", ["Ada Quokka", None])
def test_who_approved_and_when_is_recorded_once(channel: Channel, run: runs.Run, blog: Server, by: str | None) -> None:
    asking = channel.model_copy(update={"approval": "required"})
    with pytest.raises(ChorusError, match="publishes only what somebody approved"):
        publication.publish(asking, run)
    assert not blog.folder.exists()
    assert publication.publish(asking, run, "dry_run").commit_sha == ""
    approval = Approval.now(by)
    publication.publish(asking, run, approval=approval)
    publication.publish(asking, run, approval=Approval.now("Somebody Later"))
    ((who, when),) = [(row["approved_by"], row["approved_at"]) for row in recorded()]
    assert (who, when) == (by, approval.at)


def test_publishing_again_finds_it_there_and_records_nothing(channel: Channel, run: runs.Run, blog: Server) -> None:
    first = publication.publish(channel, run)
    assert publication.publish(channel, run) == replace(first, is_new=False)
    assert len(recorded()) == len(blog.log()) == 1


def test_killed_between_commit_and_record_the_next_call_records(
    channel: Channel, run: runs.Run, blog: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publication, "_record", killed)
        with pytest.raises(KeyboardInterrupt):
            publication.publish(channel, run)
    assert recorded() == []
    again = publication.publish(channel, run)
    assert not again.is_new
    assert [row["commit_sha"] for row in recorded()] == blog.git("rev-list", "main").split()


def test_a_blog_that_shows_something_else_afterwards_is_not_recorded(
    channel: Channel, run: runs.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        publication, "publish_files", lambda *_: Commit("0" * 40, True, 1, "main", {POST: b"Quokkas sing.\n"})
    )
    with pytest.raises(PublishError, match=f"other bytes than ours at {POST}") as caught:
        publication.publish(channel, run)
    assert "run it again" in caught.value.remedy
    assert recorded() == []


def test_a_run_without_a_report_is_told_what_is_missing(channel: Channel, database: sa.Engine, blog: Server) -> None:
    with transaction("analyst") as connection:
        run = runs.open_run(connection, channel, WINDOW)
    with pytest.raises(ChorusError, match="has no report yet") as caught:
        publication.publish(channel, run)
    assert "report stage" in caught.value.remedy
    assert not blog.folder.exists()


def test_a_repository_elsewhere_is_used_and_never_made(channel: Channel, run: runs.Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.git"
    other = channel.model_copy(update={"blog": Blog(remote=str(elsewhere), branch="posts")})
    with pytest.raises(PublishError, match="elsewhere"):
        publication.publish(other, run)
    assert not elsewhere.exists()
    init_remote(elsewhere, "posts")
    made = publication.publish(other, run)
    assert (made.remote, made.branch) == (str(elsewhere), "posts")
    assert Server(elsewhere).git("rev-parse", "posts").strip() == made.commit_sha


# --- taken off again ---


def test_a_withdrawn_report_leaves_the_blog_and_nothing_else_does(
    channel: Channel, run: runs.Run, blog: Server
) -> None:
    publication.publish(channel, run)
    before = blog.files()
    assert publication.withdraw(channel, run)
    after = blog.files()
    notice = json.loads(after.pop(NOTICE))
    assert (notice["channel"], notice["slug"], notice["window"]) == (channel.name, SLUG, "2026-03-02")
    assert after == {name: text for name, text in before.items() if name not in (POST, DATA)}
    assert blog.log()[0] == "twitter_test: 2026-03-02 withdrawn"


def test_withdrawing_again_commits_nothing(channel: Channel, run: runs.Run, blog: Server) -> None:
    publication.publish(channel, run)
    publication.withdraw(channel, run)
    assert not publication.withdraw(channel, run)
    assert len(blog.log()) == 2


def test_what_was_never_published_needs_no_withdrawal(channel: Channel, run: runs.Run, blog: Server) -> None:
    assert not publication.withdraw(channel, run)
    assert blog.git("for-each-ref") == ""


def test_a_branch_that_git_refuses_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"Cannot make .*branch") as caught:
        init_remote(tmp_path / "blog.git", "a..b")
    assert "\n" not in caught.value.message
