"""What else may still hold a forgotten tweet when every post was made again.

Former runs, answers of language models, previews, git's cache: all can be made again or counts no more. The blog's own
history is not ours to rewrite: see docs/runbook.md.
"""

import datetime as dt

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.publish.publication import clear_cache
from dawn_chorus.settings import settings
from dawn_chorus.window import parse_slug


def clear(channel: Channel) -> None:
    """Remove the remains of a channel that has forgotten tweets; call it when no published window is stale.

    Each part by itself is safe to do again: killed half-way, the next call does the rest. Raises PublishError.
    """
    parameters = {"channel": channel.name}
    with transaction("analyst") as connection:
        forgotten_at = connection.execute(statement("runs/read_last_forgotten"), parameters).scalar()
        if forgotten_at is None:
            return
        connection.execute(statement("runs/delete_superseded"), parameters)
        connection.execute(statement("runs/delete_stories"), parameters)
        connection.execute(statement("runs/delete_answers"), parameters)
    _remove_previews(channel, forgotten_at)
    clear_cache(channel, forgotten_at)


def _remove_previews(channel: Channel, before: dt.datetime) -> None:
    """Remove the channel's previews that were written before that moment."""
    for path in settings().preview.glob("*.html"):
        is_old = path.stat().st_mtime < before.timestamp()
        if is_old and _channel_of(path.stem) == channel.name:
            path.unlink(missing_ok=True)


def _channel_of(slug: str) -> str | None:
    """The channel of a report; None where it is no slug."""
    try:
        return parse_slug(slug)[0]
    except ChorusError:
        return None
