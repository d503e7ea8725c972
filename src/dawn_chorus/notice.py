"""What is told when a channel needs somebody: plain words without a tweet's text or a secret.

Errors of other programs may repeat anything, so of them only the kind is told; the log has the rest. What a blocked
window, a thin one and a budget say is made of counts, names of sources and money alone.
"""

from dataclasses import dataclass
from typing import Literal

from dawn_chorus.errors import BlockedWindowError, BudgetError, ChorusError

Kind = Literal["failed", "blocked", "budget", "stale", "late", "waiting"]

_HEADS: dict[Kind, str] = {
    "failed": "{where} failed",
    "blocked": "{where} is blocked; nothing was published",
    "budget": "{where}: the budget is used up",
    "stale": "{where}: input is missing",
    "late": "{where} is late",
    "waiting": "{where} waits for approval",
}


@dataclass(frozen=True)
class Notice:
    """One thing to tell. ``title``: one line; ``text``: what more there is to know; ``link``: where to look."""

    kind: Kind
    title: str
    text: str
    link: str

    @property
    def body(self) -> str:
        """All of it, in lines."""
        return "\n".join(part for part in (self.title, self.text, self.link) if part)


def kind_of(error: BaseException | None) -> Kind:
    """What an error is to who gets the notice; the cause counts where the scheduler has wrapped it."""
    told = _told(error)
    if isinstance(told, BudgetError):
        return "budget"
    return "blocked" if isinstance(told, BlockedWindowError) else "failed"


def make_notice(kind: Kind, channel: str, day: str, link: str, *, task: str = "", text: str = "") -> Notice:
    """Put a notice together; ``day``: of what, as the run says it; ``text``: our own words only."""
    where = " ".join(part for part in (channel, day, task) if part)
    return Notice(kind, _HEADS[kind].format(where=where), text, link)


def words_of(error: BaseException | None) -> str:
    """What may be repeated of an error: our own words about counts and money, else only its kind."""
    told = _told(error)
    if isinstance(told, BlockedWindowError | BudgetError):
        return told.message
    return f"{type(told).__name__}; the task's log says why and what to do." if told else ""


def _told(error: BaseException | None) -> BaseException | None:
    """Our own error behind the one that the scheduler was given."""
    cause = error.__cause__ if error is not None else None
    return cause if isinstance(cause, ChorusError) else error
