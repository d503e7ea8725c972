"""The words that several commands take."""

from typing import Annotated

import typer

ChannelName = Annotated[str, typer.Argument(metavar="CHANNEL", help="A file in include/channels, without .yaml")]


def _path(text: str) -> str:
    """A path or address as it was written; an unset variable of a shell script is not the present folder."""
    if not text:
        raise typer.BadParameter("The path is empty.")
    return text


First = Annotated[str, typer.Option("--from", metavar="DAY", help="First local day, as 2025-11-27")]
Last = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last local day; left out: the same day")]
Data = Annotated[
    list[str] | None,
    typer.Option(
        "--data",
        metavar="PATH",
        parser=_path,
        help="File, folder or address (s3://…) to read instead of the channel's sources; may be repeated",
    ),
]
Accept = Annotated[
    str | None,
    typer.Option(
        "--accept",
        metavar="REASON",
        help="Take input that is thin or blocked as it is, and keep why; for these days and their present faults only",
    ),
]
Approve = Annotated[
    str | None,
    typer.Option("--approve", metavar="NAME", help="Approve as this person, where the channel asks somebody first"),
]
AsOne = Annotated[bool, typer.Option("--one-post", help="One post about the whole span instead of one for each day")]
