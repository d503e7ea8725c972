"""The accounts stage: rank the authors of a run's window, watch those that the gate keeps out, and keep both."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dawn_chorus.accounts.established import find_established
from dawn_chorus.accounts.graph import Graph
from dawn_chorus.accounts.keeping import first_day_of, read_graph, read_roster
from dawn_chorus.accounts.ranking import measure_authors, rank_authors
from dawn_chorus.accounts.watching import Answers, find_candidates, watch_authors
from dawn_chorus.channel import Channel
from dawn_chorus.database.runs import Run, context_run_ids
from dawn_chorus.database.sql import statement
from dawn_chorus.text.analysis import analyse
from dawn_chorus.text.lexicon import known_names

MOST_ACCOUNTS = 200  # rows kept of a run; reports name at most 50, rank moves want some depth below that
MOST_READ = 400  # authors whose tweets are read for their focus


def rank_accounts(connection: sa.Connection, channel: Channel, run: Run) -> None:
    """Replace the run's rows of ``results.account_scores`` and ``results.watched_accounts``.

    Reads the facts of the window and of the history days before it, and the ranks in the current runs of these days.
    """
    graph = read_graph(connection, channel, run)
    established = find_established(graph, read_roster(connection, channel, run))
    authors = _read_authors(connection, channel, run)
    measured = measure_authors(authors, graph, established.members, len(run.window.days))
    watched = _watch(connection, run, measured, graph)
    suspicious = set(watched.loc[watched["reason"] == "suspicious", "author_key"])
    measured["in_field"] = _count_in_field(connection, run, measured)
    ranking = rank_authors(measured, graph, channel.analysis.score_weights.model_dump(), suspicious)
    _replace(connection, run, "scores", _with_history(connection, channel, run, ranking))
    _replace(connection, run, "watched", watched)


def _watch(connection: sa.Connection, run: Run, measured: pd.DataFrame, graph: Graph) -> pd.DataFrame:
    candidates = find_candidates(measured)
    texts = defaultdict(list)
    for row in _of_authors(connection, run, "accounts/read_answers", candidates["author_key"]):
        texts[row.author_key].append(row.text)
    answers = {key: Answers.compare(said) for key, said in texts.items()}
    return watch_authors(candidates, graph, len(run.window.days), answers)


def _count_in_field(connection: sa.Connection, run: Run, measured: pd.DataFrame) -> "pd.Series[int]":
    """Own tweets of each author that name something of the field; counted for those that may be ranked high."""
    order = ["reach", "votes", "followers"]
    may_be_high = measured.sort_values(order, ascending=False, na_position="last").head(MOST_READ)
    naming: Counter[str] = Counter()
    for row in _of_authors(connection, run, "accounts/read_texts", may_be_high["author_key"]):
        naming[row.author_key] += bool(row.cashtags) or names_the_field(row.text)
    return measured["author_key"].map(naming).fillna(0).astype("int64")


def names_the_field(text: str) -> bool:
    """Whether a text holds a name that the lexicons know."""
    return any(phrase.key in known_names() for phrase in analyse(text).phrases)


def _of_authors(connection: sa.Connection, run: Run, name: str, keys: Collection[str]) -> "Sequence[sa.Row[Any]]":
    days = {"channel": run.channel, "first_day": run.window.first_day, "last_day": run.window.last_day}
    return connection.execute(statement(name), {**days, "author_keys": list(keys)}).all()


def _read_authors(connection: sa.Connection, channel: Channel, run: Run) -> pd.DataFrame:
    """The accounts that wrote a tweet of their own in the window, as ``measure_authors`` takes them."""
    parameters = {
        "channel": run.channel,
        "from_day": first_day_of(channel, run),
        "first_day": run.window.first_day,
        "last_day": run.window.last_day,
    }
    result = connection.execute(statement("accounts/read_authors"), parameters)
    frame = pd.DataFrame.from_records([tuple(row) for row in result], columns=list(result.keys()))
    return frame.astype({"author_key": "str", "followers": "Int64", "responses": "float64"})


def _with_history(connection: sa.Connection, channel: Channel, run: Run, ranking: pd.DataFrame) -> pd.DataFrame:
    """The ranked accounts to keep, with ``previous_rank`` and ``is_new`` from the current runs of the days before.

    Ranks on another basis are left out: a move from followers to engagers is not one of the account.
    """
    kept = ranking.loc[ranking["rank"].notna()].head(MOST_ACCOUNTS)
    run_ids = context_run_ids(connection, run.channel, run.window.days_before(max(1, channel.analysis.history_days)))
    basis = kept["basis"].iloc[0] if len(kept) else ""
    rows = connection.execute(
        statement("accounts/read_ranks"), {"run_ids": list(run_ids.values()), "basis": basis}
    ).all()
    yesterday = run_ids.get(run.window.days_before(1)[0])
    previous = {row.author_key: row.rank for row in rows if row.run_id == yesterday}
    known = {row.author_key for row in rows}
    return kept.assign(
        previous_rank=kept["author_key"].map(previous).astype("Int64"),
        is_new=~kept["author_key"].isin(known) if known else None,
    )


def _replace(connection: sa.Connection, run: Run, what: str, table: pd.DataFrame) -> None:
    """Replace the run's rows of a table; unknown values become null."""
    connection.execute(statement(f"accounts/delete_{what}"), {"run_id": run.run_id})
    plain = table.astype(object).where(table.notna(), None)
    rows = [dict(zip(plain.columns, row, strict=True)) for row in plain.itertuples(index=False, name=None)]
    if rows:
        connection.execute(statement(f"accounts/insert_{what}"), [{**row, "run_id": run.run_id} for row in rows])
