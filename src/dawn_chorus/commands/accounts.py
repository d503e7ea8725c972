"""``chorus accounts``: who is notable, why, and who should be known."""

from typing import Annotated

import typer

from dawn_chorus import views
from dawn_chorus.channel import load_channel, load_channels
from dawn_chorus.commands.default import FirstByDefault
from dawn_chorus.commands.options import AsOne, ChannelName, First, Last
from dawn_chorus.commands.steps import through
from dawn_chorus.database.prepare import prepare
from dawn_chorus.window import Window, parse_day

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    cls=FirstByDefault,
    help="`chorus accounts CHANNEL --from DAY` ranks the accounts of days; or explain a rank, suggest a roster.",
)


@app.command()
def rank(channel: ChannelName, first: First, last: Last = None, one_post: AsOne = False) -> None:
    """Rank the accounts of loaded days; prints the first twenty, what their score is made of, and who is watched.

    `rank` may be left out: `chorus accounts twitter_ai --from 2026-03-02`.
    """
    through(load_channel(channel), Window.parse(first, last), one_post, "accounts", views.show_accounts)


@app.command()
def explain(
    handle: Annotated[str, typer.Argument(metavar="@HANDLE", help="The account")],
    day: Annotated[str, typer.Option("--day", metavar="DAY", help="Local day that was analysed, as 2025-11-27")],
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="CHANNEL", help="Where it is not the only one")
    ] = None,
) -> None:
    """Say why an account has its rank: who endorsed it, which tweets carried it, its rank without each part."""
    from dawn_chorus.accounts.explaining import explain_account

    prepare()
    chosen = [load_channel(channel)] if channel else load_channels()
    views.show_explanation(explain_account(chosen, handle, Window.parse(day)))


@app.command("suggest-roster")
def suggest_roster(
    channel: ChannelName,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Days from here on; left out: all")
    ] = None,
) -> None:
    """List accounts that are ranked again and again and that the channel's roster does not know, with the evidence."""
    chosen = load_channel(channel)
    prepare()
    views.show_suggestions(chosen, parse_day(since or chosen.start_date))
