"""Rows as statements give them, without a database."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

DAY = dt.date(2026, 3, 4)
BLANK = dict.fromkeys(
    ("loaded", "verdict", "reasons", "accepted_reason", "run_id", "title", "statements", "dropped", "commit_sha")
)


def row(**columns: Any) -> Any:
    """A row with these columns."""
    return SimpleNamespace(**columns)


def day_row(day: dt.date = DAY, **columns: Any) -> Any:
    """A row of ``ui/show_days``: nothing is known of the day but what is given."""
    return row(**(BLANK | {"day": day} | columns))
