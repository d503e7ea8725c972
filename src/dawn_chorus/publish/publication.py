"""Put a run's report on its channel's blog, make sure that it is there, and record the commit."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.runs import Run
from dawn_chorus.database.sql import statement
from dawn_chorus.destination import Mode
from dawn_chorus.errors import ChorusError, PublishError
from dawn_chorus.publish.approval import Approval
from dawn_chorus.publish.approval import check as check_approval
from dawn_chorus.publish.blog import blog_files, neighbours
from dawn_chorus.publish.change import Author, Change, Commit
from dawn_chorus.publish.credential import Credential, read_credential
from dawn_chorus.publish.git import init_remote, missing_files, propose_files, publish_files, show_difference
from dawn_chorus.publish.repository import DEADLINE_SECONDS, Remote, made_before, open_repository
from dawn_chorus.publish.revision import MOMENT, Reviser
from dawn_chorus.report.paths import Paths
from dawn_chorus.settings import settings

Head = sa.Row[tuple[str, str, int, int, int]]


@dataclass(frozen=True)
class Publication:
    """A report on a blog. ``is_new``: this call made the commit; False when the blog had the same files already.

    ``address``: the page, or the pull request, where there is one. Of a dry run there is no commit, but a
    ``difference``: what a commit would have changed, as git shows it.
    """

    channel: str
    slug: str
    remote: str
    branch: str
    commit_sha: str
    is_new: bool
    statements: int
    tweets: int = 0
    address: str = ""
    difference: str = ""

    @property
    def told(self) -> str:
        """What was done, for a person."""
        if not self.commit_sha:
            return f"{self.slug}: a dry run; nothing was committed.\n{self.difference or 'Nothing would change.'}"
        where = f"{self.slug}: {self.commit_sha[:10]} on {self.branch} of {self.remote}"
        return f"{where}{'' if self.is_new else ', as before'}{self.address and f' · {self.address}'}"

    def as_event(self) -> dict[str, str | int]:
        """What the asset event of a published report carries."""
        return {
            "channel": self.channel,
            "slug": self.slug,
            "commit": self.commit_sha,
            "url": self.address,
            "statements": self.statements,
            "tweets": self.tweets,
        }


def publish(channel: Channel, run: Run, mode: Mode | None = None, approval: Approval | None = None) -> Publication:
    """Bring the run's files to the blog by the channel's mode, or ``mode``; see that they are there; record the commit.

    Safe to run again: killed between commit and record, the next call finds the same files there, commits nothing, and
    records. Raises PublishError when the remote refuses, or does not show the files or the page afterwards, ChorusError
    without the ``approval`` that the channel asks for.
    """
    mode, credential = mode or channel.blog.mode, read_credential(channel.blog.connection)
    if mode != "dry_run":
        check_approval(channel, approval)
    with transaction("reader") as connection:
        report, files = _read(connection, run)
    remote = remote_of(channel, credential)
    change = _change(channel, run, report, files, remote.shown)
    about = partial(
        Publication,
        channel.name,
        report.slug,
        remote.shown,
        statements=report.statements,
        tweets=report.tweets,
    )
    if mode == "dry_run":
        return about(remote.branch, "", False, difference=show_difference(remote, change))
    if mode == "pull_request":
        commit = propose_files(remote, _proposal(report.slug), change)
    else:
        commit = publish_files(remote, change)
        _verify_commit(remote, commit)
    publication = about(commit.branch, commit.sha, commit.created)
    with transaction("analyst") as connection:
        _record(connection, run, publication, approval)
    address = _open_request(channel, credential, remote, change, commit) or _verify_page(channel, mode, commit)
    return about(commit.branch, commit.sha, commit.created, address=address)


def withdraw(channel: Channel, run: Run) -> bool:
    """Take the run's files off the blog, and say so there; False when none was there. Raises PublishError.

    Where posts are proposed so is this, and in an open proposal it takes the place of the post.
    """
    with transaction("reader") as connection:
        report, files = _read(connection, run)
    mode, credential = channel.blog.mode, read_credential(channel.blog.connection)
    remote = remote_of(channel, credential)
    nothing: dict[str, bytes | None] = dict.fromkeys(files)
    if mode == "dry_run" or (mode == "push" and not missing_files(remote, nothing)):
        return False
    change = _withdrawal(channel, run, report, nothing)
    if mode == "push":
        publish_files(remote, change)
    else:
        commit = propose_files(remote, _proposal(report.slug), change)
        _open_request(channel, credential, remote, change, commit)
    return True


def _withdrawal(channel: Channel, run: Run, report: Head, nothing: Mapping[str, bytes | None]) -> Change:
    """One commit: the files are gone, and a notice says so."""
    now = dt.datetime.now(channel.zone)
    notice = {"channel": channel.name, "slug": report.slug, "window": str(run.window), "at": now.strftime(MOMENT)}
    whole = {**nothing, _notice_path(report.slug): json.dumps(notice, indent=1).encode() + b"\n"}
    message = f"{channel.name}: {run.window} withdrawn\n\nNo tweet of it is left.\nRun: {run.run_id}\n"
    return Change(whole, message, _author(channel), now)


def _proposal(slug: str) -> str:
    """The branch on which a post is proposed."""
    return f"dawn-chorus/{slug}"


def clear_cache(channel: Channel, before: dt.datetime) -> None:
    """Begin the git cache of the channel's blog anew if it was made before that moment: it holds what was pushed since.

    Raises PublishError when others keep it busy.
    """
    remote = Remote(settings().expand(channel.blog.remote), channel.blog.branch, settings().git_cache)
    if made_before(remote, before):
        with open_repository(remote, DEADLINE_SECONDS, anew=True):
            pass


def _read(connection: sa.Connection, run: Run) -> tuple[Head, dict[str, bytes]]:
    """The report's head and its files by path."""
    parameters = {"run_id": run.run_id}
    report = connection.execute(statement("publish/read_report"), parameters).one_or_none()
    if report is None:
        raise ChorusError(f"Run {run.run_id} has no report yet.", remedy="Run the report stage first.")
    rows = connection.execute(statement("publish/read_files"), parameters)
    return report, {row.path: bytes(row.content) for row in rows}


def remote_of(channel: Channel, credential: Credential | None) -> Remote:
    """The channel's remote; a repository under our own home is made when it is not there yet."""
    blog = channel.blog
    address = settings().expand(blog.remote)
    if blog.remote.startswith("{home}"):
        init_remote(Path(address), blog.branch)
    # Over ssh the token of a blog that takes pull requests is for the API alone.
    if credential is None or (blog.mode == "pull_request" and not address.startswith("http")):
        return Remote(address, blog.branch, settings().git_cache)
    return Remote(address, blog.branch, settings().git_cache, credential.token.reveal(), credential.login)


def _change(channel: Channel, run: Run, report: Head, files: Mapping[str, bytes], shown: str) -> Change:
    """One commit: the report's files, revised where they replace others, and the blog itself where there is none."""
    message = (
        f"{channel.name}: {run.window} · {report.title}\n\n"
        f"{report.statements} statements on {report.tweets} tweets, {report.dropped} dropped by the checker.\n"
        f"Run: {run.run_id}\n"
    )
    now = dt.datetime.now(channel.zone)
    reviser = Reviser(channel.language, now, _reason(run, report.slug, shown))
    revise = {path: partial(reviser.revise, post) for path, post in files.items() if path.startswith("_posts/")}
    gone = dict.fromkeys(path for path in Paths.of(report.slug).pictures if path not in files)
    whole = {**files, **gone, _notice_path(report.slug): None}
    return Change(whole, message, _author(channel), now, founding=blog_files(*neighbours(channel)), revise=revise)


def _notice_path(slug: str) -> str:
    """Where the blog keeps that a post was taken off it."""
    return f"_data/withdrawn/{slug}.json"


def _reason(run: Run, slug: str, shown: str) -> str:
    """Why the run's report may differ from the one on the blog."""
    parameters = {"run_id": run.run_id, "slug": slug, "remote": shown}
    with transaction("reader") as connection:
        row = connection.execute(statement("publish/read_reason"), parameters).one_or_none()
    if row is None:
        return "other"
    differs = {"input": row.has_other_input, "settings": row.has_other_settings, "code": row.has_other_code}
    return next((why for why, does in differs.items() if does), "other")


def _author(channel: Channel) -> Author:
    return Author(channel.blog.author_name, channel.blog.author_email, channel.blog.signing_key)


def _verify_commit(remote: Remote, commit: Commit) -> None:
    """Ask the branch whether it has every file byte for byte. Raises PublishError."""
    lost = missing_files(remote, commit.files)
    if lost:
        raise PublishError(
            f"The blog has other bytes than ours at {lost[0]} after the push.",
            remedy="Somebody else may have pushed in the same second: run it again.",
        )


def _open_request(
    channel: Channel, credential: Credential | None, remote: Remote, change: Change, commit: Commit
) -> str:
    """The pull request of a commit that proposes; empty where there is nothing to propose."""
    if commit.branch == remote.branch or credential is None:
        return ""
    from dawn_chorus.publish.forge import Forge

    title, _, body = change.message.partition("\n\n")
    return Forge.of(channel.blog, remote.address, credential.token).request(commit, remote.branch, title, body)


def _verify_page(channel: Channel, mode: Mode, commit: Commit) -> str:
    """The page of a post that was pushed, once it can be read; empty where the blog has no URL."""
    if mode != "push" or channel.blog.url is None:
        return ""
    from dawn_chorus.publish.page import Visitor

    return Visitor(channel.blog).verify(commit.files)


def _record(connection: sa.Connection, run: Run, publication: Publication, approval: Approval | None) -> None:
    """Append the publication unless it is recorded."""
    row = {
        "run_id": run.run_id,
        "channel": publication.channel,
        "slug": publication.slug,
        "remote": publication.remote,
        "branch": publication.branch,
        "commit_sha": publication.commit_sha,
        "approved_by": approval and approval.by,
        "approved_at": approval and approval.at,
    }
    connection.execute(statement("publish/insert_publication"), row)
