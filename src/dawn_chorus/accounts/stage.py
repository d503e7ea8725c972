"""The accounts stage: rank the authors of a run's window and keep the ranking."""

from typing import Any

import pandas as pd
import sqlalchemy as sa

from dawn_chorus.accounts.ranking import rank_authors
from dawn_chorus.channel import Channel
from dawn_chorus.database.runs import Run, context_run_ids
from dawn_chorus.database.sql import statement

MOST_ACCOUNTS = 200  # rows kept of a run; reports name at most 50, rank moves want some depth below that


def rank_accounts(connection: sa.Connection, channel: Channel, run: Run) -> None:
    """Replace the run's rows of ``results.account_scores``.

    Reads the tweets and interactions of the window and of the history days before it, and the ranks of the day before.
    """
    ranking = rank_authors(_read_authors(connection, run), _read_interactions(connection, channel, run))
    notable = ranking.loc[(ranking["basis"] == "followers") | (ranking["score"] > 0)].head(MOST_ACCOUNTS)
    previous = _previous_ranks(connection, run, basis=ranking["basis"].iloc[0] if len(ranking) else "")
    rows = [
        {**row, "run_id": run.run_id, "previous_rank": previous.get(row["author_key"])} for row in _records(notable)
    ]
    connection.execute(statement("accounts/delete_scores"), {"run_id": run.run_id})
    if rows:
        connection.execute(statement("accounts/insert_scores"), rows)


def _read_authors(connection: sa.Connection, run: Run) -> pd.DataFrame:
    """The accounts that wrote a tweet in the window, as ``rank_authors`` takes them."""
    parameters = {
        "channel": run.channel,
        "first_day": run.window.first_day,
        "last_day": run.window.last_day,
    }
    return _frame(connection.execute(statement("accounts/read_authors"), parameters))


def _read_interactions(connection: sa.Connection, channel: Channel, run: Run) -> pd.DataFrame:
    """Who engaged with whom in the window and on its history days, as ``cast_votes`` takes it."""
    history = run.window.days_before(channel.analysis.history_days)
    parameters = {
        "channel": run.channel,
        "from_day": history[0] if history else run.window.first_day,
        "first_day": run.window.first_day,
        "last_day": run.window.last_day,
    }
    return _frame(connection.execute(statement("accounts/read_interactions"), parameters))


def _previous_ranks(connection: sa.Connection, run: Run, basis: str) -> dict[str, int]:
    """Ranks in the current run of the day before the window, by account; empty where there is none.

    Ranks on another basis are left out: a move from followers to engagers is not one of the account.
    """
    run_ids = context_run_ids(connection, run.channel, run.window.days_before(1))
    parameters = {"run_ids": list(run_ids.values()), "basis": basis}
    return {row.author_key: row.rank for row in connection.execute(statement("accounts/read_ranks"), parameters)}


def _frame(result: sa.CursorResult[Any]) -> pd.DataFrame:
    """A result's rows under its column names, also when there are none."""
    return pd.DataFrame.from_records([tuple(row) for row in result], columns=list(result.keys()))


def _records(ranking: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python values, unknown followers as None."""
    plain = ranking.astype(object).where(ranking.notna(), None)
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.itertuples(index=False, name=None)]
