"""``chorus``: the whole path without a scheduler, one subcommand per stage, and the tools of its operator."""

import sys
from typing import Annotated

import typer

from dawn_chorus import console, pipeline, views
from dawn_chorus.channel import load_channel, load_channels
from dawn_chorus.commands import accounts, blog, quarantine, report, topics
from dawn_chorus.commands.options import Accept, Approve, AsOne, ChannelName, Data, First, Last
from dawn_chorus.commands.steps import land, posts, take, through
from dawn_chorus.database.prepare import prepare
from dawn_chorus.destination import Mode
from dawn_chorus.errors import ChorusError
from dawn_chorus.publish.approval import Approval
from dawn_chorus.settings import settings
from dawn_chorus.window import Window

INTERRUPTED = 130  # what typer ends with after Ctrl-C, as shells do

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="""Listens to a day of tweets about a field and publishes one cited post about it.

    Start here: `chorus run twitter_ai --from 2026-03-02 --to 2026-03-08 --data include/sample/twitter_ai`

    Every command is safe to run again: what is done is skipped, what changed is replaced. State lives under
    `CHORUS_HOME` (default `.local`); the database is an embedded Postgres unless `CHORUS_DATABASE_URL` names one.""",
)
app.add_typer(topics.app, name="topics")
app.add_typer(accounts.app, name="accounts")
app.add_typer(report.app, name="report")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(blog.app, name="blog")


@app.command()
def run(
    channel: ChannelName,
    first: First,
    last: Last = None,
    data: Data = None,
    one_post: AsOne = False,
    accept: Accept = None,
    approve: Approve = None,
) -> None:
    """Take days of tweets all the way to posts on the blog.

    `chorus run twitter_ai --from 2025-11-25 --to 2025-11-27 --data ~/tweets` writes three daily posts.
    """
    chosen, window = load_channel(channel), Window.parse(first, last)
    land(chosen, data, window)
    take(chosen, posts(window, one_post), "publish", views.show_publication, accept, approve)


@app.command()
def backfill(
    channel: ChannelName,
    first: First,
    last: Last = None,
    estimate: Annotated[bool, typer.Option("--estimate", help="Only say what it will bring and cost")] = False,
    oldest_first: Annotated[bool, typer.Option("--oldest-first", help="Fetch the oldest day first")] = False,
    accept: Accept = None,
    approve: Approve = None,
) -> None:
    """Fetch days that were missed and take them to posts; says first what that will cost.

    Fetches the newest day first, as far as the budget goes, then makes the posts in order of time, so that each has
    its context. `chorus backfill twitter_ai --from 2025-11-01 --to 2025-11-30 --estimate` only asks for counts.
    """
    chosen, window = load_channel(channel), Window.parse(first, last)
    prepare()
    days = window.days if oldest_first else window.days[::-1]
    expected = pipeline.estimate(chosen, days)
    views.show_estimate(chosen, window, expected)
    if estimate:
        return
    expected.check(chosen)
    fetched, stopped = pipeline.fetch_payable(chosen, days)
    land(chosen, None)
    if fetched:
        take(chosen, [Window(day, day) for day in fetched], "publish", views.show_publication, accept, approve)
    if stopped is not None:
        raise stopped


@app.command()
def ingest(channel: ChannelName, first: First, last: Last = None, data: Data = None) -> None:
    """Land what the sources hold and rebuild the days from landing; prints the ledger, and how each day is judged."""
    chosen, window = load_channel(channel), Window.parse(first, last)
    land(chosen, data, window)
    ledgers, judged = [], []
    with console.steps(len(window.days)) as progress:
        for day in window.daily():
            progress.begin_step(str(day), "load")
            ledgers += pipeline.load(chosen, day)
            if pipeline.is_over(chosen, day):
                judged.append((day, pipeline.judge(chosen, day)))
            progress.finish()
    views.show_ledgers(ledgers)
    views.show_judgements(judged)


@app.command()
def publish(
    channel: ChannelName,
    first: First,
    last: Last = None,
    one_post: AsOne = False,
    mode: Annotated[Mode | None, typer.Option(help="Instead of the channel's own blog.mode")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Short for --mode dry_run")] = False,
    approve: Approve = None,
) -> None:
    """Put the report on the blog: one commit, or none when it is there already.

    `--mode pull_request` proposes it on a branch of its own; `--dry-run` commits nothing and prints the difference.
    """
    chosen, window = load_channel(channel), Window.parse(first, last)
    other: Mode | None = "dry_run" if dry_run else mode
    if other is None:
        through(chosen, window, one_post, "publish", views.show_publication, approve=approve)
    else:
        approval = None if approve is None else Approval.now(approve)
        told = lambda run: console.say(pipeline.publish_report(run, other, approval).told)  # noqa: E731
        through(chosen, window, one_post, "report", told)


@app.command()
def refresh(channel: ChannelName) -> None:
    """Recompute and republish days whose input changed: late files, forgotten tweets, earlier days loaded later."""
    chosen = load_channel(channel)
    land(chosen, None)
    refreshed = pipeline.refresh(chosen, lambda window: console.say(f"{window}: input changed, recomputing"))
    console.say(f"{len(refreshed)} days recomputed.")


@app.command()
def revoke(channel: ChannelName, first: First, last: Last = None, one_post: AsOne = False) -> None:
    """Take back that poor input was accepted (`--accept`): the days are judged as they are again.

    `chorus refresh CHANNEL` then makes a thin day's post short. A blocked day keeps the post that it has, until what
    is missing comes or somebody removes it on the blog.
    """
    chosen, window = load_channel(channel), Window.parse(first, last)
    prepare()
    views.show_revoked([(each, pipeline.revoke(chosen, each)) for each in posts(window, one_post)])


@app.command()
def forget(
    channel: ChannelName,
    tweet_ids: Annotated[list[int], typer.Argument(metavar="TWEET_ID...", help="Ids of the tweets")],
    reason: Annotated[str, typer.Option(help="Kept with the tombstone")] = "deleted by its author",
) -> None:
    """Forget tweets for good: no reload brings them back, and posts that quoted them are made again."""
    from dawn_chorus.ingest.forget import forget as forget_tweets

    chosen = load_channel(channel)
    prepare()
    forgotten = forget_tweets(chosen, tweet_ids, reason, settings().landing)
    refreshed = pipeline.refresh(chosen)
    views.show_forgotten(forgotten, len(refreshed))


@app.command()
def comply(
    channel: ChannelName,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day to check")] = None,
    last: Last = None,
    sure: Annotated[bool, typer.Option("--sure", help="Believe an answer by which most tweets are gone")] = False,
) -> None:
    """Ask the X API which tweets are gone, and forget them: deleted, protected or suspended ones.

    Without days: those of the last four weeks, as `maintenance` does every day. A compliance job costs nothing; where
    the credential may not ask for one, the tweets that posts cite are asked for again, each for the price of a read.
    """
    chosen = load_channel(channel)
    if last is not None and first is None:
        raise typer.BadParameter("--to needs --from.")
    window = Window.parse(first, last) if first else None
    views.show_complied(chosen, pipeline.comply(chosen, window, is_sure=sure))


@app.command()
def channels() -> None:
    """List the channels and check their files."""
    views.show_channels(load_channels())


app.command()(blog.doctor)


def main() -> None:
    """Run the command line; expected failures become one line, what to do, and exit code 1."""
    console.follow_log()
    try:
        app()
    except ChorusError as error:
        console.complain(error)
        sys.exit(1)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            console.ERR.print("Stopped. Run the same command again to go on.")
        raise
