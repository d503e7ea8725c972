"""``chorus topics``: what days are about, and why tweets are together."""

from typing import Annotated

import typer

from dawn_chorus import views
from dawn_chorus.channel import load_channel, load_channels
from dawn_chorus.commands.default import FirstByDefault
from dawn_chorus.commands.options import AsOne, ChannelName, First, Last
from dawn_chorus.commands.steps import through
from dawn_chorus.database.prepare import prepare
from dawn_chorus.window import Window

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    cls=FirstByDefault,
    help="`chorus topics CHANNEL --from DAY` finds the topics of days; or explain one of them.",
)


@app.command()
def find(channel: ChannelName, first: First, last: Last = None, one_post: AsOne = False) -> None:
    """Find the topics of loaded days and the stories they continue; prints them.

    `find` may be left out: `chorus topics twitter_ai --from 2026-03-02`.
    """
    through(load_channel(channel), Window.parse(first, last), one_post, "topics", views.show_topics)


@app.command()
def explain(
    topic_id: Annotated[
        str, typer.Argument(metavar="TOPIC_ID", help="As `chorus topics CHANNEL` lists it: RUN:NUMBER")
    ],
) -> None:
    """Say why a topic's tweets are together: their terms, what ties which pairs, its story, what was set aside near."""
    from dawn_chorus.topics.explaining import explain_topic

    prepare()
    views.show_topic(explain_topic(load_channels(), topic_id))
