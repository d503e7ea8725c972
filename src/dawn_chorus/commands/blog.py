"""``chorus blog`` and ``chorus doctor``: the site that posts go to, and what would go wrong at dawn."""

from pathlib import Path
from typing import Annotated

import typer

from dawn_chorus import console
from dawn_chorus.channel import load_channel, load_channels

app = typer.Typer(no_args_is_help=True, help="The Jekyll site that posts go to.")


@app.callback()
def blog() -> None:
    """The Jekyll site that posts go to."""


@app.command()
def init(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A folder, new or with a checkout of the blog")],
    channels: Annotated[
        list[str] | None, typer.Argument(metavar="[CHANNEL]...", help="Whose posts it shows; left out: all")
    ] = None,
) -> None:
    """Write a Jekyll site ready for GitHub Pages; in one that is there, only what is missing.

    The first channel gives the site its time zone, base URL and language. Nothing is committed: that is the owner's.
    """
    from dawn_chorus.publish.blog import init_blog

    chosen = [load_channel(name) for name in channels] if channels else load_channels()
    written = init_blog(path, chosen)
    console.say(f"{len(written)} files written to {path}; what was there is as it was.")
    console.say(f"Look at it: jekyll serve --source {path} --destination {path}/_site, then http://127.0.0.1:4000")


def doctor(
    channel: Annotated[str | None, typer.Argument(metavar="[CHANNEL]", help="Left out: every channel")] = None,
    blog: Annotated[
        Path | None, typer.Option("--blog", metavar="PATH", help="Look at this checkout, not at the remote branch")
    ] = None,
) -> None:
    """Look for what would go wrong at dawn: one line for each finding, with what to do; exit code 1 where one is wrong.

    Git, font, disk, Postgres and its roles, credentials, and the blog's time zone, addresses, permalinks and plugins.
    """
    from dawn_chorus.doctor.installation import examine

    channels = [load_channel(channel)] if channel else load_channels()
    states = []
    for finding in examine(channels, blog):
        console.say(finding.line)
        states.append(finding.state)
    raise typer.Exit(int("wrong" in states))
