"""Who let a post out: where a channel says ``approval: required``, nothing is published without one of these."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dawn_chorus.channel import Channel
from dawn_chorus.errors import ChorusError
from dawn_chorus.report.escape import plain

MOST_NAME = 100  # characters


@dataclass(frozen=True)
class Approval:
    """That a post may go out. ``by``: who said so; None where the channel's own rule did. ``at``: an aware moment."""

    by: str | None
    at: dt.datetime

    @classmethod
    def now(cls, by: str | None = None) -> "Approval":
        """Approve at this moment. Raises ChorusError for a name without a letter."""
        name = None if by is None else _name(by)
        return cls(name, dt.datetime.now(dt.UTC))

    @classmethod
    def answered(cls, answer: Mapping[str, Any]) -> "Approval":
        """Read the answer of Airflow's approval task: ``responded_by_user`` (None: nobody did) and ``responded_at``."""
        who, when = answer["responded_by_user"], answer["responded_at"]
        at = dt.datetime.fromisoformat(when) if isinstance(when, str) else when
        return cls(_name(who["name"] or who["id"]) if who else None, at)


def check(channel: Channel, approval: Approval | None) -> None:
    """Raise ChorusError where the channel asks for an approval and there is none."""
    if channel.approval == "required" and approval is None:
        raise ChorusError(
            f"{channel.name} publishes only what somebody approved.",
            remedy=f"Approve it in the UI; or look at `chorus report {channel.name} --from DAY`, and then"
            f" `chorus publish {channel.name} --from DAY --approve 'YOUR NAME'`.",
        )


def _name(text: str) -> str:
    """A person's name on one line. Raises ChorusError for one that says nothing."""
    name = " ".join(plain(text).split())[:MOST_NAME]
    if not name:
        raise ChorusError("An approval needs a name.", remedy="Say who you are: --approve 'YOUR NAME'.")
    return name
