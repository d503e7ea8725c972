"""Put a run's report on its channel's blog, make sure that it is there, and record the commit."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.runs import Run
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError, PublishError
from dawn_chorus.publish.blog import blog_files
from dawn_chorus.publish.git import Author, Change, init_remote, missing_files, publish_files
from dawn_chorus.publish.repository import Remote
from dawn_chorus.settings import settings


@dataclass(frozen=True)
class Publication:
    """A report on a blog. ``is_new``: this call made the commit; False when the blog had the same files already."""

    channel: str
    slug: str
    remote: str
    branch: str
    commit_sha: str
    is_new: bool
    statements: int

    def as_event(self) -> dict[str, str | int]:
        """What the asset event of a published report carries."""
        return {"slug": self.slug, "commit": self.commit_sha, "statements": self.statements}


def publish(channel: Channel, run: Run) -> Publication:
    """Commit the run's files, verify them on the remote, record the publication. Safe to run again.

    Killed between commit and record, the next call finds the same files there, commits nothing, and records.
    Raises PublishError when the remote refuses or does not show the files afterwards.
    """
    with transaction("reader") as connection:
        report, files = _read(connection, run)
    remote = _remote(channel)
    commit = publish_files(remote, _change(channel, run, report, files))
    lost = missing_files(remote, files)
    if lost:
        raise PublishError(
            f"The blog has other bytes than ours at {lost[0]} after the push.",
            remedy="Somebody else may have pushed in the same second: run it again.",
        )
    publication = Publication(
        channel.name,
        report.slug,
        remote.shown,
        remote.branch,
        commit.sha,
        commit.created,
        report.statements,
    )
    with transaction("analyst") as connection:
        _record(connection, run, publication)
    return publication


def withdraw(channel: Channel, run: Run) -> bool:
    """Take the run's files off the blog; False when none of them was there. Raises PublishError."""
    with transaction("reader") as connection:
        _, files = _read(connection, run)
    nothing = dict.fromkeys(files)
    remote = _remote(channel)
    if not missing_files(remote, nothing):
        return False
    message = f"{channel.name}: {run.window} withdrawn\n\nNo tweet of it is left.\nRun: {run.run_id}\n"
    publish_files(remote, Change(nothing, message, _author(channel), dt.datetime.now(channel.zone)))
    return True


def _read(connection: sa.Connection, run: Run) -> tuple[sa.Row[tuple[str, str, int]], dict[str, bytes]]:
    """The report's head and its files by path."""
    parameters = {"run_id": run.run_id}
    report = connection.execute(statement("publish/read_report"), parameters).one_or_none()
    if report is None:
        raise ChorusError(f"Run {run.run_id} has no report yet.", remedy="Run the report stage first.")
    rows = connection.execute(statement("publish/read_files"), parameters)
    return report, {row.path: bytes(row.content) for row in rows}


def _remote(channel: Channel) -> Remote:
    """The channel's remote; a repository under our own home is made when it is not there yet."""
    address = settings().expand(channel.blog.remote)
    if channel.blog.remote.startswith("{home}"):
        init_remote(Path(address), channel.blog.branch)
    return Remote(address, channel.blog.branch, settings().git_cache)


def _change(channel: Channel, run: Run, report: sa.Row[tuple[str, str, int]], files: dict[str, bytes]) -> Change:
    """One commit: the report's files, and the blog itself where there is none yet."""
    message = (
        f"{channel.name}: {run.window} · {report.title}\n\n"
        f"{report.statements} statements on {report.tweets} tweets, {report.dropped} dropped by the checker.\n"
        f"Run: {run.run_id}\n"
    )
    now = dt.datetime.now(channel.zone)
    return Change(files, message, _author(channel), now, founding=blog_files(channel))


def _author(channel: Channel) -> Author:
    return Author(channel.blog.author_name, channel.blog.author_email)


def _record(connection: sa.Connection, run: Run, publication: Publication) -> None:
    """Append the publication unless it is recorded."""
    row = {
        "run_id": run.run_id,
        "channel": publication.channel,
        "slug": publication.slug,
        "remote": publication.remote,
        "branch": publication.branch,
        "commit_sha": publication.commit_sha,
    }
    connection.execute(statement("publish/insert_publication"), row)
