"""The leaderboard: the accounts of a day by score, and for the operator those that rise or look bought."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.ui.reading import Row, Rows, rows

MOST_ACCOUNTS = 50  # rows


@dataclass(frozen=True)
class Leaderboard:
    """The day whose run is shown, rows of ``ui/show_ranking``, and of ``accounts/show_watched`` by reason."""

    day: dt.date
    ranking: Rows
    rising: Rows
    suspicious: Rows


def read_leaderboard(connection: sa.Connection, channel: Channel, day: dt.date) -> Leaderboard:
    """The accounts of a day, or of the last one before it that was analysed; nobody where none was."""
    found = rows(connection, "find_last_run", channel=channel.name, day=day)
    if not found:
        return Leaderboard(day, (), (), ())
    last, own = found[0].day, {"channel": channel.name, "run_id": found[0].run_id}
    watched = rows(connection, "accounts/show_watched", **own, first_day=last, last_day=last)
    return Leaderboard(
        last,
        rows(connection, "show_ranking", **own, day=last, most=MOST_ACCOUNTS),
        [row for row in watched if row.reason == "rising"],
        [row for row in watched if row.reason == "suspicious"],
    )


def change_of(row: Row) -> str:
    """How a rank differs from that of the day before."""
    if row.previous_rank is None:
        return "new" if row.is_new else "back" if row.is_new is False else ""
    places = row.previous_rank - row.rank
    return f"▲ {places}" if places > 0 else f"▼ {-places}" if places < 0 else "="
