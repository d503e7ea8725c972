"""The checker's rejects: how many statements it let stand, and why it dropped others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.ui.reading import Rows, rows
from dawn_chorus.window import Window

MEANINGS: Mapping[str, str] = {
    "unknown_tweet": "it cites a tweet that is not of the window",
    "wrong_link": "a link or a handle is not that of the tweet",
    "altered_quote": "a quotation is not the tweet's own words",
    "unknown_number": "a number is neither in a cited tweet nor counted from rows",
    "unknown_name": "a name, product or ticker is in no cited tweet",
}


@dataclass(frozen=True)
class Checked:
    """One report: its window, statements that stand, and those dropped by reason."""

    window: Window
    statements: int
    dropped: int
    reasons: Mapping[str, int]


@dataclass(frozen=True)
class Rejects:
    """The reports of a span, newest first, and their sums."""

    reports: tuple[Checked, ...]
    reasons: Sequence[tuple[str, int]]
    statements: int
    dropped: int

    @property
    def share(self) -> float:
        """Dropped statements of all that were written, 0 to 1."""
        return self.dropped / max(1, self.dropped + self.statements)


def read_rejects(connection: sa.Connection, channel: Channel, span: Window) -> Rejects:
    """What the checker did to the current reports that end in a span."""
    own = {"channel": channel.name, "first_day": span.first_day, "last_day": span.last_day}
    return rejects_of(rows(connection, "show_rejects", **own))


def rejects_of(found: Rows) -> Rejects:
    """Rows of ``ui/show_rejects`` summed; reasons by how often they were given."""
    reports = tuple(
        Checked(Window(row.first_day, row.last_day), row.statements, row.dropped, row.reasons) for row in found
    )
    sums: Counter[str] = sum((Counter(each.reasons) for each in reports), Counter())
    ordered = sorted(sums.items(), key=lambda each: (-each[1], each[0]))
    return Rejects(reports, ordered, sum(each.statements for each in reports), sum(each.dropped for each in reports))
