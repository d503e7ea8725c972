"""``chorus quarantine``: the records that were refused can be counted, read, explained and tried again."""

from typing import Annotated

import typer

from dawn_chorus import views
from dawn_chorus.channel import load_channel
from dawn_chorus.commands.options import ChannelName
from dawn_chorus.database.prepare import prepare
from dawn_chorus.errors import ChorusError
from dawn_chorus.settings import settings
from dawn_chorus.window import parse_day

app = typer.Typer(no_args_is_help=True, help="Read, explain and retry the records that were refused.")

Day = Annotated[str | None, typer.Option("--day", metavar="DAY", help="Only those booked to this local day")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="REASON", help="Only those refused for it, as listed")]
Source = Annotated[str | None, typer.Option("--source", metavar="SOURCE", help="Only those of this source, as listed")]


@app.command("list")
def list_(
    channel: ChannelName,
    day: Day = None,
    reason: Reason = None,
    source: Source = None,
    records: Annotated[bool, typer.Option("--records", help="One by one, the newest days first")] = False,
) -> None:
    """Count the refused records by day, reason and source; with --records list them.

    `chorus quarantine list twitter_ai --day 2025-11-27 --reason bad_id --records`
    """
    from dawn_chorus.ingest.retry import Chosen

    load_channel(channel)
    prepare()
    chosen = Chosen(parse_day(day) if day else None, _known(reason), source)
    views.show_quarantine(channel, chosen, one_by_one=records)


@app.command()
def show(
    channel: ChannelName,
    record: Annotated[str, typer.Argument(metavar="RECORD", help="HASH:NUMBER as listed")],
) -> None:
    """Show one record: why it was refused, where it came from, and its bytes, harmless to a terminal.

    `chorus quarantine show twitter_ai 1f2e3d4c5b6a:17`
    """
    load_channel(channel)
    prepare()
    views.show_quarantined(channel, record)


@app.command()
def retry(channel: ChannelName, day: Day = None, reason: Reason = None, source: Source = None) -> None:
    """Read the files of refused records again, after a mapping was mended or with newer code, and reload their days.

    What is accepted now leaves quarantine. `chorus refresh CHANNEL` then makes the posts of these days again.
    """
    from dawn_chorus.ingest.retry import Chosen
    from dawn_chorus.ingest.retry import retry as retry_files

    chosen_channel = load_channel(channel)
    prepare()
    chosen = Chosen(parse_day(day) if day else None, _known(reason), source)
    views.show_retried(retry_files(chosen_channel, settings().landing, chosen))


def _known(reason: str | None) -> str | None:
    """A reason that there is. Raises ChorusError: a misspelt one would look like an empty quarantine."""
    from dawn_chorus.ingest.rejection import Reason

    if reason is not None and reason not in {each.value for each in Reason}:
        raise ChorusError(f"There is no reason {reason!r}.", remedy=f"Reasons: {', '.join(sorted(Reason))}.")
    return reason
