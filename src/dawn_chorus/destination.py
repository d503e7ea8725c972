"""The ``blog`` and ``notices`` blocks of a channel: where its posts go, how to see that they arrived, who is told."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from dawn_chorus.source import Strict

_BRANCH = re.compile(r"(?!-)(?!.*\.lock(/|$))[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*")  # what git takes, and less
_ADDRESS = r"^https?://[A-Za-z0-9.\[\]:_-]+(/[A-Za-z0-9._~/-]+)*/?$"

MailAddress = Annotated[str, Field(pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$", max_length=254)]
Mode = Literal["push", "pull_request", "dry_run"]


def _branch_name(name: str) -> str:
    if not _BRANCH.fullmatch(name):
        raise ValueError("git takes no such branch; write it like main or gh-pages")
    return name


class Blog(Strict):
    """The Jekyll repository that posts go to, and the page on which readers find them."""

    remote: Annotated[str, Field(min_length=1, description="Any git remote: path, ssh or https")] = "{home}/blog.git"
    branch: Annotated[str, AfterValidator(_branch_name)] = "main"
    mode: Annotated[Mode, Field(description="push, pull_request, or dry_run: only show the difference")] = "push"
    connection: Annotated[str | None, Field(pattern=r"^[a-z][a-z0-9_]*$", description="Airflow Connection")] = None
    forge: Annotated[Literal["github", "gitea"], Field(description="Whose API opens pull requests")] = "github"
    api: Annotated[str | None, Field(pattern=_ADDRESS, description="Its address, where it is not the usual")] = None
    signing_key: Annotated[str | None, Field(min_length=1, description="File of an ssh key, or a GnuPG key id")] = None
    base_url: Annotated[str, Field(pattern=r"^(/[A-Za-z0-9._-]+)*$", description="Jekyll's baseurl, e.g. /news")] = ""
    url: Annotated[str | None, Field(pattern=_ADDRESS, description="The site's address without base_url")] = None
    permalink: Annotated[str, Field(pattern=r"^/[A-Za-z0-9_:./-]*:title[A-Za-z0-9_:./-]*$")] = "/posts/:title.html"
    verify_seconds: Annotated[int, Field(ge=0, le=3600, description="How long a page may take to appear")] = 600
    author_name: str = "Dawn Chorus"
    author_email: str = "dawn-chorus@localhost"

    @model_validator(mode="after")
    def _pull_requests_need_a_token(self) -> Self:
        """Fail at once, not at dawn."""
        if self.mode == "pull_request" and self.connection is None:
            raise ValueError("pull requests need a token: name the Airflow Connection that holds it in `connection`")
        return self


class Notices(Strict):
    """Who is told when a channel fails, is blocked or late: by Airflow Connections, silent where there are none."""

    webhook: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="Connection of a chat's webhook")] = (
        "chorus_webhook"
    )
    smtp: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="Connection of a mail server")] = "chorus_smtp"
    mail_to: Annotated[tuple[MailAddress, ...], Field(description="Who gets mail")] = ()
    deadline_hours: Annotated[int | None, Field(ge=1, le=72, description="Later is told as late")] = None
