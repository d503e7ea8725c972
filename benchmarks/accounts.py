"""How well a day's ranking of accounts predicts whom others will retweet on the next day.

    python benchmarks/accounts.py EVENTS...

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

from dawn_chorus.accounts.ranking import rank_authors
from dawn_chorus.accounts.votes import cast_votes

KINDS = {"RT": "retweet", "MT": "mention", "RE": "reply", "QT": "quote"}
DAY_SECONDS = 86_400
DEPTH = 20  # ranks that NDCG looks at
DAMPING = 0.85  # PageRank's usual
FIGURES = 4  # decimals
HITS_ROUNDS = 50  # the order of the first hundred no longer changes

Method = Callable[[pd.DataFrame], pd.Series]


def read_events(path: Path) -> pd.DataFrame:
    """Events as the accounts stage reads them: ``from_key, to_key, kind, day_no`` (0 = the first day), no self edges.

    Raises SystemExit with one line where the file is not such a list.
    """
    try:
        events = pd.read_csv(path, sep=r"\s+", names=["from_key", "to_key", "time", "kind"], dtype={"kind": "str"})
        events["day_no"] = (events["time"] - events["time"].min()) // DAY_SECONDS
        events["kind"] = events["kind"].map(KINDS)
    except (OSError, ValueError, TypeError) as error:
        raise SystemExit(f"{path}: cannot be read: {error}") from None
    if events.empty or events["kind"].isna().any():
        raise SystemExit(f"{path}: every line must read: from to unix_time kind, kind one of {', '.join(KINDS)}")
    return events.loc[events["from_key"] != events["to_key"], ["from_key", "to_key", "kind", "day_no"]]


def dawn_chorus(events: pd.DataFrame) -> pd.Series:
    """The product's own ranking of everybody engaged with; a higher number is a better rank."""
    authors = pd.DataFrame({"author_key": events["to_key"].unique(), "tweets": 1, "followers": np.nan})
    ranking = rank_authors(authors, events)
    return pd.Series(-ranking["rank"].to_numpy(dtype="float64"), index=ranking["author_key"])


def distinct_engagers(events: pd.DataFrame) -> pd.Series:
    """The same votes and decay without telling established engagers from a crowd."""
    votes = cast_votes(events)
    weight = votes["tenths"] * 0.5 ** (-votes["day_no"])
    return weight.groupby(votes["author"]).sum()


def raw_retweets(events: pd.DataFrame) -> pd.Series:
    """Retweets received on the last day, every one counted."""
    last = events.loc[(events["day_no"] == 0) & (events["kind"] == "retweet")]
    return last.groupby("to_key").size().astype("float64")


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


def _days(events: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, pd.Series]]:
    """For each day but the last: the events up to it (it is their day 0), and distinct retweeters of the next day."""
    for day in range(int(events["day_no"].max())):
        past = events.loc[events["day_no"] <= day]
        following = events.loc[(events["day_no"] == day + 1) & (events["kind"] == "retweet")]
        truth = following.groupby("to_key")["from_key"].nunique().astype("float64")
        if len(past) and len(truth):
            yield past.assign(day_no=past["day_no"] - day), truth


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
    parser.add_argument("events", nargs="+", type=Path, metavar="EVENTS")
    for path in parser.parse_args(arguments).events:
        events = read_events(path)
        if events["day_no"].max() < 1:
            raise SystemExit(f"{path}: holds one day only; there is no next day to predict")
        for name, method in METHODS.items():
            sys.stdout.write(json.dumps({"file": path.name, "method": name, **measure(events, method)}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
