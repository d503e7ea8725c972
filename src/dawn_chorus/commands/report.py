"""``chorus report``: write the report of days without publishing it; show it in other templates; check one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dawn_chorus import console, views
from dawn_chorus.channel import load_channel
from dawn_chorus.commands.default import FirstByDefault
from dawn_chorus.commands.options import AsOne, ChannelName, First, Last
from dawn_chorus.commands.steps import posts, through
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.prepare import prepare
from dawn_chorus.errors import InputError
from dawn_chorus.window import Window

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dawn_chorus.report.finished import Finding

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    cls=FirstByDefault,
    help="`chorus report CHANNEL --from DAY` writes the report of days; or preview or check a finished one.",
)


@app.command()
def write(channel: ChannelName, first: First, last: Last = None, one_post: AsOne = False) -> None:
    """Write, check and render the report without publishing it; prints the path of its HTML preview.

    `write` may be left out: `chorus report twitter_ai --from 2026-03-02`.
    """
    through(load_channel(channel), Window.parse(first, last), one_post, "report", views.show_report)


@app.command()
def preview(
    channel: ChannelName,
    first: First,
    last: Last = None,
    one_post: AsOne = False,
    opens: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Show it in the browser; by itself only from a terminal")
    ] = None,
) -> None:
    """Render written reports again with the templates as they are now, and open the HTML: for who edits templates.

    Nothing is computed, stored or published, and pictures stay as they were drawn.
    """
    import sys
    import webbrowser

    from dawn_chorus.report.stored import find_run, render_page

    prepare()
    for window in posts(Window.parse(first, last), one_post):
        with transaction("reader") as connection:
            path = render_page(connection, find_run(connection, load_channel(channel), window))
        console.say(f"Preview: {path}")
        if sys.stdout.isatty() if opens is None else opens:
            webbrowser.open(path.absolute().as_uri())


@app.command()
def check(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="A report's JSON file, the id of a run, or a CHANNEL")],
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First local day of a CHANNEL")] = None,
    last: Last = None,
    one_post: AsOne = False,
) -> None:
    """Check finished reports against the database: every statement cited, quotations verbatim, names and counts right.

    `chorus report check twitter_ai --from 2026-03-02 --to 2026-03-08`, `chorus report check REPORT.json`. Exit code 1
    where a statement may not stand.
    """
    if (first is None) and not (what.isdecimal() or what.endswith(".json")):
        raise typer.BadParameter("A channel needs --from; a file ends in .json.")
    prepare()
    violations = 0
    with transaction("analyst") as connection:
        for finding in _findings(connection, what, first, last, one_post):
            views.show_finding(finding)
            violations += len(finding.violations)
    raise typer.Exit(int(violations > 0))


def _findings(
    connection: "sa.Connection", what: str, first: str | None, last: str | None, one_post: bool
) -> "Iterator[Finding]":
    from dawn_chorus.report.finished import check_document, check_run
    from dawn_chorus.report.stored import find_run

    if first is not None:
        channel = load_channel(what)
        for window in posts(Window.parse(first, last), one_post):
            yield check_run(connection, find_run(connection, channel, window))
    elif what.isdecimal():
        yield check_run(connection, runs.read_run(connection, int(what)))
    else:
        yield check_document(connection, _read(Path(what)))


def _read(path: Path) -> object:
    """The document of a file. Raises InputError."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read as JSON: {error}", remedy="Give a report's JSON file.") from None
