"""A run's report by every mode of its channel, and what a report that changes leaves behind."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.integration.publish.conftest import Server
from tests.integration.publish.forge_server import TOKEN, StandIn, stand_in
from tests.integration.publish.test_publication import NOTICE, POST, SLUG, WINDOW, blog, channel, recorded, run, write

from dawn_chorus.channel import Blog, Channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import PublishError
from dawn_chorus.publish import publication
from dawn_chorus.publish.git import init_remote

__all__ = ["blog", "channel", "run"]
HEAD = f"dawn-chorus/{SLUG}"

_OTHER_RUN = """
INSERT INTO results.runs (channel, first_day, last_day, input_hash, config_hash, code_version)
SELECT channel, first_day, last_day, input_hash || :input, config_hash || :settings, code_version || :code
FROM results.runs WHERE run_id = :run_id RETURNING run_id
"""
_COPY = "INSERT INTO results.reports SELECT :new, slug, title, document, statements, dropped FROM results.reports"

Another = Callable[..., runs.Run]


def post(words: str) -> bytes:
    return f'---\ntitle: "quokkas"\n---\n\nQuokkas {words}.\n'.encode()


@pytest.fixture
def another(run: runs.Run) -> Another:
    """Make another run of the same window, with another post."""

    def make(words: str, **differs: str) -> runs.Run:
        values = {"input": "", "settings": "", "code": "", **differs, "run_id": run.run_id}
        with transaction("analyst") as connection:
            new = connection.execute(sa.text(_OTHER_RUN), values).scalar_one()
            connection.execute(sa.text(f"{_COPY} WHERE run_id = :old"), {"new": new, "old": run.run_id})
        made = runs.Run(new, run.channel, WINDOW, run.opened_at)
        write(made, {POST: post(words)})
        return made

    return make


# --- corrected afterwards ---


@pytest.mark.parametrize("why", ["input", "settings", "code"])
def test_a_changed_report_says_when_and_why(
    channel: Channel, run: runs.Run, blog: Server, another: Another, why: str
) -> None:
    write(run, {POST: post("sing")})
    publication.publish(channel, run)
    assert "revis" not in blog.files()[POST]
    publication.publish(channel, another("dance", **{why: "+"}))
    text = blog.files()[POST]
    assert f' {why}"]' in text
    assert "last_modified_at:" in text
    assert "*修订*：" in text
    assert len(recorded()) == 2


def test_a_changed_report_again_commits_nothing(
    channel: Channel, run: runs.Run, blog: Server, another: Another
) -> None:
    publication.publish(channel, run)
    changed = another("dance", input="+")
    first = publication.publish(channel, changed)
    again = publication.publish(channel, changed)
    assert (again.is_new, again.commit_sha) == (False, first.commit_sha)


def test_a_run_that_changes_no_word_changes_no_post(
    channel: Channel, run: runs.Run, blog: Server, another: Another
) -> None:
    write(run, {POST: post("sing")})
    publication.publish(channel, run)
    assert not publication.publish(channel, another("sing", code="+")).is_new
    assert "revisions" not in blog.files()[POST]


def test_a_report_that_comes_back_is_on_top_of_the_ledger_again(
    channel: Channel, run: runs.Run, blog: Server, another: Another
) -> None:
    write(run, {POST: post("sing")})
    publication.publish(channel, run)
    publication.publish(channel, another("dance", input="+"))
    back = publication.publish(channel, run)
    assert back.is_new
    assert blog.files()[POST].count("input") == 2
    newest = max(recorded(), key=lambda row: row["published_at"])
    assert (newest["run_id"], newest["commit_sha"]) == (run.run_id, back.commit_sha)
    assert len(recorded()) == 2


def test_a_post_that_comes_after_a_withdrawal_takes_its_notice_away(
    channel: Channel, run: runs.Run, blog: Server
) -> None:
    publication.publish(channel, run)
    publication.withdraw(channel, run)
    assert NOTICE in blog.files()
    publication.publish(channel, run)
    assert NOTICE not in blog.files()


# --- a dry run ---


def test_a_dry_run_tells_the_difference_and_neither_commits_nor_records(
    channel: Channel, run: runs.Run, blog: Server
) -> None:
    made = publication.publish(channel, run, "dry_run")
    assert "+Quokkas sing." in made.told
    assert (made.commit_sha, made.is_new, recorded()) == ("", False, [])
    assert blog.git("for-each-ref") == ""
    publication.publish(channel, run)
    assert "Nothing would change" in publication.publish(channel, run, "dry_run").told


# --- pull requests ---


@pytest.fixture
def proposing(channel: Channel, blog: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Channel, StandIn]]:
    """The channel, whose posts are proposed, and the host of its blog."""
    init_remote(blog.folder, "main")
    monkeypatch.setenv("AIRFLOW_CONN_BLOG", f"https://:{TOKEN}@")
    with stand_in(blog, "gitea") as there:
        settings = {"mode": "pull_request", "connection": "blog", "forge": "gitea", "api": f"{there.address}/api/v1"}
        settings["remote"] = "blog.example:ada/news.git"
        yield channel.model_copy(update={"blog": Blog.model_validate(settings)}), there


@pytest.fixture
def ssh(blog: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every ssh address leads to the blog."""
    script = tmp_path / "ssh"
    script.write_text(f'#!/bin/sh\nfor last; do :; done\nset -- $last\nexec "$1" {blog.folder}\n')
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(script))


@pytest.mark.usefixtures("ssh")
def test_a_proposed_report_is_one_branch_one_request_and_one_record(
    proposing: tuple[Channel, StandIn], run: runs.Run, blog: Server
) -> None:
    channel, there = proposing
    publication.publish(channel, run, "push")
    write(run, {POST: b"Quokkas dance.\n"})
    made = publication.publish(channel, run)
    assert (made.branch, made.address) == (HEAD, f"{there.address}/ada/news/pulls/1")
    again = publication.publish(channel, run)
    assert (again.is_new, again.commit_sha, again.address) == (False, made.commit_sha, made.address)
    assert len(there.requests) == 1
    assert there.requests[0]["title"].startswith("twitter_test: 2026-03-02")
    assert "Quokkas dance." in blog.git("show", f"{HEAD}:{POST}")
    assert blog.files()[POST] == "Quokkas sing.\n"
    assert [row["branch"] for row in recorded()] == ["main", HEAD]


@pytest.mark.usefixtures("ssh")
def test_killed_between_the_branch_and_the_request_the_next_call_opens_it(
    proposing: tuple[Channel, StandIn], run: runs.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, there = proposing
    publication.publish(channel, run, "push")
    write(run, {POST: b"Quokkas dance.\n"})
    there.faults = [403]
    with pytest.raises(PublishError, match="403"):
        publication.publish(channel, run)
    assert there.requests == []
    assert not publication.publish(channel, run).is_new
    assert len(there.requests) == 1


@pytest.mark.usefixtures("ssh")
def test_a_withdrawal_takes_the_place_of_a_proposed_post(
    proposing: tuple[Channel, StandIn], run: runs.Run, blog: Server
) -> None:
    channel, there = proposing
    publication.publish(channel.model_copy(update={"blog": Blog()}), run)
    write(run, {POST: b"Quokkas dance.\n"})
    publication.publish(channel, run)
    assert publication.withdraw(channel, run)
    names = blog.git("ls-tree", "-r", "--name-only", HEAD).split()
    assert NOTICE in names
    assert POST not in names
    assert json.loads(blog.git("show", f"{HEAD}:{NOTICE}"))["slug"] == SLUG
    assert len(there.requests) == 1
