"""How well a day's ranking of accounts predicts whom others will retweet on the next day.

    python benchmarks/accounts.py EVENTS...
    python benchmarks/accounts.py --edges 1000000

Each file holds lines ``from to unix_time kind`` (kind: RT, MT, RE or QT), .gz or not. Days are 24 hours from the first
event. From the events up to a day every method scores the accounts engaged with so far; the truth is the number of
distinct retweeters of the next day. Spearman is taken over these accounts, NDCG@20 over all; both are means over the
days. One JSON line per file and method; ``cpu_seconds`` is for scoring all days, without reading. Ours is
``dawn_chorus``, in the order that the product stores: score first, then what breaks its ties.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import igraph as ig
import numpy as np
import pandas as pd
from scipy import sparse

from dawn_chorus.accounts.graph import join_days
from dawn_chorus.accounts.keeping import pack_votes, unpack_votes
from dawn_chorus.accounts.reach import HALF_LIFE_WINDOWS
from dawn_chorus.accounts.votes import TICKS_PER_DAY, VOTE_TENTHS, Interactions, cast_votes
from events import HISTORY_DAYS, ROSTER, cast_by_day, graph_until, rank, read_events, roster_before
from metering import peak_mb

DEPTH = 20  # ranks that NDCG looks at
DAMPING = 0.85  # PageRank's usual
FIGURES = 4  # decimals
HITS_ROUNDS = 50  # the order of the first hundred no longer changes
TUNKRANK_ROUNDS, PASSED_ON = 30, 0.2  # chance that a reader passes on what it reads: changes no order of note

Method = Callable[[pd.DataFrame], pd.Series]


def dawn_chorus(events: pd.DataFrame) -> pd.Series:
    """The product's own ranking of everybody engaged with; a higher number is a better rank."""
    last = int(events["day_no"].max())
    ranking = rank(graph_until(cast_by_day(events), last), roster_before(events, last))
    return pd.Series(-np.arange(len(ranking), dtype="float64"), index=ranking["author_key"])


def distinct_engagers(events: pd.DataFrame) -> pd.Series:
    """The same votes and decay without a gate: one vote per engager, author and day, of the strongest kind."""
    votes = events.assign(weight=events["kind"].map(VOTE_TENTHS))
    votes = votes.sort_values(["weight", "tick"]).drop_duplicates(["from_key", "to_key", "day_no"], keep="last")
    age_days = events["day_no"].max() + 1 - votes["day_no"] - (votes["tick"] + 0.5) / TICKS_PER_DAY
    decayed: pd.Series[float] = votes["weight"] * 0.5 ** (age_days / HALF_LIFE_WINDOWS)
    return decayed.groupby(votes["to_key"]).sum()


def raw_retweets(events: pd.DataFrame) -> pd.Series:
    """Retweets received on the last day, every one counted."""
    last = events.loc[(events["day_no"] == events["day_no"].max()) & (events["kind"] == "retweet")]
    counts: pd.Series[int] = last.groupby("to_key").size()
    return counts.astype("float64")


def followers(events: pd.DataFrame) -> pd.Series:
    """How many accounts ever engaged, which stands for followers: events do not tell who follows whom."""
    pairs = events[["from_key", "to_key"]].drop_duplicates()
    return pairs.groupby("to_key").size().astype("float64")


def tunkrank(events: pd.DataFrame) -> pd.Series:
    """TunkRank: each engager's attention, its own influence passed on in part, split among those it engages with."""
    pairs, accounts = _pairs(events)
    splits = 1 / np.bincount(pairs[:, 0], minlength=len(accounts))[pairs[:, 0]]
    attention = sparse.coo_array((splits, pairs.T), shape=(len(accounts), len(accounts))).tocsr()
    influence = np.zeros(len(accounts))
    for _ in range(TUNKRANK_ROUNDS):
        influence = attention.T @ (1 + PASSED_ON * influence)
    return pd.Series(influence, index=accounts)


def pagerank(events: pd.DataFrame) -> pd.Series:
    """PageRank on the distinct pairs of all days."""
    pairs, accounts = _pairs(events)
    graph = ig.Graph(n=len(accounts), edges=pairs, directed=True)
    return pd.Series(graph.pagerank(damping=DAMPING), index=accounts)


def hits(events: pd.DataFrame) -> pd.Series:
    """HITS authority on the distinct pairs of all days."""
    pairs, accounts = _pairs(events)
    engages = sparse.coo_array((np.ones(len(pairs)), pairs.T), shape=(len(accounts), len(accounts))).tocsr()
    authority = np.ones(len(accounts))
    for _ in range(HITS_ROUNDS):
        authority = engages.T @ (engages @ authority)
        authority /= authority.sum()
    return pd.Series(authority, index=accounts)


METHODS: dict[str, Method] = {
    "dawn_chorus": dawn_chorus,
    "distinct_engagers": distinct_engagers,
    "raw_retweets": raw_retweets,
    "followers": followers,
    "tunkrank": tunkrank,
    "pagerank": pagerank,
    "hits": hits,
}


def _pairs(events: pd.DataFrame) -> tuple[np.ndarray, pd.Index]:
    """Who engaged with whom, each pair once, as rows of two numbers, and the accounts that the numbers stand for."""
    pairs = events[["from_key", "to_key"]].drop_duplicates()
    codes, accounts = pd.factorize(pairs.to_numpy().ravel(), sort=True)
    return codes.reshape(-1, 2), pd.Index(accounts)


def measure(events: pd.DataFrame, method: Method) -> dict[str, float]:
    """Means over the days that have a next day: ``spearman``, ``ndcg_at_20``, ``cpu_seconds`` (their sum)."""
    spearman, ndcg, cpu = [], [], 0.0
    for past, truth in _days(events):
        started = time.process_time()
        scores = method(past)
        cpu += time.process_time() - started
        seen = pd.Index(past["to_key"].unique())
        scores, known = scores.reindex(seen).fillna(scores.min() - 1), truth.reindex(seen).fillna(0)
        spearman.append(scores.rank().corr(known.rank()))
        ndcg.append(_ndcg(scores, truth))
    return {
        "spearman": round(float(np.mean(spearman)), FIGURES),
        "ndcg_at_20": round(float(np.mean(ndcg)), FIGURES),
        "cpu_seconds": round(cpu, FIGURES),
    }


def measure_speed(edges: int) -> dict[str, float]:
    """CPU seconds to cast a day's votes and to score it with a week of such days behind it, and this process's peak.

    ``read`` is what it takes beside that to turn the bytes that Postgres keeps of the week, and the day, into a graph.
    """
    week = {day_no: pack_votes(cast_votes(make_day(edges, day_no))) for day_no in range(-HISTORY_DAYS, 0)}
    today, roster = make_day(edges, 0), [f"{account}" for account in range(ROSTER)]
    moments = [time.process_time()]
    votes = cast_votes(today)
    pack_votes(votes)
    moments.append(time.process_time())
    graph = join_days([*((day_no, unpack_votes(kept)) for day_no, kept in week.items()), (0, votes)])
    moments.append(time.process_time())
    ranked = int(rank(graph, roster)["rank"].notna().sum())
    moments.append(time.process_time())
    update, read, score = np.diff(moments).round(FIGURES)
    figures = {"read_cpu_seconds": read, "update_cpu_seconds": update, "score_cpu_seconds": score}
    total = {"cpu_seconds": round(update + score, FIGURES), "peak_mb": peak_mb()}
    return {"edges": edges, "history_days": HISTORY_DAYS, "ranked": ranked, **figures, **total}


def make_day(edges: int, day_no: int) -> Interactions:
    """A day of made-up engagements: a few accounts get most of them, and most accounts come again on other days."""
    random = np.random.default_rng(abs(day_no))
    size = max(ROSTER + 1, edges // 5)
    authors = np.minimum(random.pareto(1.0, edges) * size / 1_000, size - 1).astype(np.int64)
    kinds = np.array(list(VOTE_TENTHS.values()))[random.choice(len(VOTE_TENTHS), edges, p=[0.6, 0.1, 0.2, 0.1])]
    ticks = random.integers(0, TICKS_PER_DAY, edges)
    return Interactions(
        [f"{account}" for account in range(size)], random.integers(0, size, edges), authors, kinds, ticks
    )


def _days(events: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, pd.Series]]:
    """For each day but the last: the events up to it (it is their day 0), and distinct retweeters of the next day."""
    for day in range(int(events["day_no"].max())):
        past = events.loc[events["day_no"] <= day]
        following = events.loc[(events["day_no"] == day + 1) & (events["kind"] == "retweet")]
        truth = following.groupby("to_key")["from_key"].nunique().astype("float64")
        if len(past) and len(truth):
            yield past, truth


def _ndcg(scores: pd.Series, truth: pd.Series) -> float:
    """Discounted gain of the best twenty over that of the ideal twenty; equal scores in the order of keys."""
    best = scores.sort_index().sort_values(ascending=False, kind="stable").index[:DEPTH]
    ideal = np.sort(truth.to_numpy())[::-1][:DEPTH]
    return _gain(truth.reindex(best).fillna(0).to_numpy()) / _gain(ideal)


def _gain(relevance: np.ndarray) -> float:
    """Sum of relevance over the log of the rank (Järvelin and Kekäläinen 2002)."""
    return float((relevance / np.log2(np.arange(2, len(relevance) + 2))).sum())


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one JSON line per file and method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", nargs="*", type=Path, metavar="EVENTS")
    parser.add_argument("--edges", type=int, metavar="N", help="measure speed and memory on N made-up edges a day")
    options = parser.parse_args(arguments)
    if not options.events and not options.edges:
        parser.error("give EVENTS or --edges N")
    if options.edges:
        sys.stdout.write(json.dumps(measure_speed(options.edges)) + "\n")
    for path in options.events:
        events = read_events(path)
        if events["day_no"].max() < 1:
            raise SystemExit(f"{path}: holds one day only; there is no next day to predict")
        for name, method in METHODS.items():
            sys.stdout.write(json.dumps({"file": path.name, "method": name, **measure(events, method)}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
