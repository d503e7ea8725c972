"""Ranking: the authors of a window by a score of named parts, or by size where the input does not tell who engages.

An export of a timeline has no retweets, quotes or replies. The few mentions that its texts hold are mostly of companies
by their customers; ranking by them alone put whoever was named twice in a week first.
"""

from collections.abc import Collection, Mapping
from itertools import repeat

import numpy as np
import pandas as pd

from dawn_chorus.accounts.graph import Graph, Mask
from dawn_chorus.accounts.parts import PARTS, measure_parts
from dawn_chorus.accounts.reach import DECIMALS, is_endorsed, measure_reach
from dawn_chorus.accounts.votes import VOTE_TENTHS

LEAST_ENDORSED = 3  # accounts that pass the gate; with fewer the graph is too thin to rank by
FOCUS_ORDERS = 1.0  # as much as ten times the followers
WEIGHED = ("reach", *PARTS, "focus")
COLUMNS = (
    "author_key", "rank", "score", "basis", "reach", "votes", "endorsers", "engagers", *PARTS, "focus", "followers",
    "responses", "tweets",
)  # fmt: skip
# What is taken for an author of whom no more than the key is known.
_UNKNOWN = {
    "tweets": 0, "retweets": 0, "in_field": 0, "active_days": 0, "loaded_days": 0, "followers": np.nan,
    "responses": np.nan,
}  # fmt: skip


def measure_authors(authors: pd.DataFrame, graph: Graph, members: Mask, window_days: int = 1) -> pd.DataFrame:
    """The authors with reach and parts beside what was known of them, one row each in the order of keys.

    ``authors``: ``author_key`` (unique) and, where known, ``tweets`` of its own and ``retweets`` in the window,
    ``in_field`` (own tweets that name something of the field), ``active_days`` of ``loaded_days``, ``followers``, and
    ``responses`` (mean retweets, quotes and replies of a tweet, as the platform counts them). ``members`` are the
    graph's established accounts.
    """
    known = authors.assign(**{name: value for name, value in _UNKNOWN.items() if name not in authors})
    keys = known["author_key"].tolist()
    numbers = np.fromiter(map(graph.index.get, keys, repeat(-1)), np.int64, len(keys))
    reach = measure_reach(graph, members, window_days).reindex(numbers, fill_value=0).set_axis(known.index)
    known = pd.concat([known.assign(number=numbers), reach], axis=1)
    measured = pd.concat([known, measure_parts(known, graph, window_days)], axis=1)
    return measured.astype({"followers": "Int64", "author_key": "str"}).sort_values("author_key", ignore_index=True)


def rank_authors(
    measured: pd.DataFrame, graph: Graph, weights: Mapping[str, float], suspicious: Collection[str] = ()
) -> pd.DataFrame:
    """Every author once, with ``COLUMNS``, best first; ``rank`` is missing where the gate is shut.

    ``measured`` is what ``measure_authors`` gives; ``weights`` say for each of ``WEIGHED`` how many doublings of reach
    it is worth. Where too few pass the gate all are ranked by size, but for the ``suspicious``: followers are for sale
    where engagers are.
    """
    ranked = measured.assign(focus=measured["in_field"] / measured["tweets"].clip(lower=1))
    is_ranked = is_endorsed(ranked)
    if _tells_who_engages(graph) and int(is_ranked.sum()) >= LEAST_ENDORSED:
        return _in_order(ranked.assign(basis="engagers", score=score(ranked, weights).where(is_ranked, 0.0)), is_ranked)
    by_size = ranked.assign(basis=_basis(ranked), score=_size(ranked), reach=0.0)
    return _in_order(by_size, ~ranked["author_key"].isin(list(suspicious)))


def score(ranked: pd.DataFrame, weights: Mapping[str, float]) -> "pd.Series[float]":
    """The weighted sum of the parts, in doublings of reach."""
    total = pd.Series(weights["reach"] * np.log2(1.0 + ranked["reach"]), index=ranked.index)
    for part in WEIGHED[1:]:
        total = total + weights[part] * ranked[part]
    return total.round(DECIMALS)


def _tells_who_engages(graph: Graph) -> bool:
    """Whether there is more than mentions."""
    return any(bool((day.votes.tenths != VOTE_TENTHS["mention"]).any()) for day in graph.days)


def _basis(ranked: pd.DataFrame) -> str:
    return "responses" if bool((ranked["responses"] > 0).any()) else "followers"


def _size(ranked: pd.DataFrame) -> "pd.Series[float]":
    """Orders of magnitude of followers and of responses to a tweet, and one for speaking of the field only.

    Unknown counts as none. Without the last, whoever is famous for something else came first.
    """
    followers, responses = (ranked[name].astype("Float64").fillna(0) for name in ("followers", "responses"))
    size = np.log10(1.0 + followers) + np.log10(1.0 + responses)
    return pd.Series(size + FOCUS_ORDERS * ranked["focus"], dtype="float64").round(DECIMALS)


def _in_order(ranked: pd.DataFrame, is_ranked: "pd.Series[bool]") -> pd.DataFrame:
    """Sort by score; what breaks ties, from the votes to the key, only ever breaks ties.

    The rows come in the order of keys, and sorting by several columns keeps that of equals.
    """
    order = ["is_ranked", "score", "votes", "endorsers", "followers", "tweets"]
    known = ranked.assign(is_ranked=is_ranked)
    columns = [known[name].to_numpy("float64", na_value=-1.0) for name in order]
    ranked = known.iloc[np.lexsort([-column for column in columns[::-1]])]
    numbers = pd.Series(np.arange(1, len(ranked) + 1), index=ranked.index, dtype="Int64")
    return ranked.assign(rank=numbers.where(ranked["is_ranked"])).reset_index(drop=True)[list(COLUMNS)]
