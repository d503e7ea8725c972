"""Ranking: the authors of a window by reach or, where the input does not tell who engages with them, by followers.

An export of a timeline has no retweets, quotes or replies. The few mentions that its texts hold are mostly of companies
by their customers; ranking by them alone put whoever was named twice in a week first.
"""

import numpy as np
import pandas as pd

from dawn_chorus.accounts.reach import measure_reach
from dawn_chorus.accounts.votes import cast_votes

COLUMNS = ["author_key", "rank", "score", "basis", "engagers", "followers", "tweets"]


def rank_authors(authors: pd.DataFrame, interactions: pd.DataFrame) -> pd.DataFrame:
    """Every author once, best first, with the columns ``COLUMNS``; rank 1 is the highest, and no two share one.

    ``authors``: ``author_key`` (unique), ``tweets``, ``followers`` (missing where unknown).
    ``interactions`` as for ``cast_votes``; those with anybody else only show the standing of who engages.
    """
    reach = measure_reach(cast_votes(interactions))
    ranked = authors.join(reach, on="author_key").fillna({"score": 0.0, "crowd": 0.0, "engagers": 0})
    ranked["followers"] = ranked["followers"].astype("Int64")
    is_engaged_with = bool((ranked["score"] + ranked["crowd"]).any())
    if is_engaged_with and bool((interactions["kind"] != "mention").any()):
        ranked["basis"] = "engagers"
    else:
        ranked = ranked.assign(basis="followers", score=_size(ranked["followers"]), crowd=0.0)
    return _in_order(ranked).astype({"engagers": "int64"})[COLUMNS]


def _size(followers: pd.Series) -> pd.Series:
    """Orders of magnitude of followers; unknown counts as none."""
    return pd.Series(np.log10(1.0 + followers.fillna(0).astype("float64")), index=followers.index)


def _in_order(ranked: pd.DataFrame) -> pd.DataFrame:
    """Sort by score; what breaks ties, from the crowd's votes to the key, only ever breaks ties."""
    order = ["score", "crowd", "followers", "tweets", "author_key"]
    ranked = ranked.sort_values(order, ascending=[False, False, False, False, True], na_position="last")
    return ranked.assign(rank=np.arange(1, len(ranked) + 1)).reset_index(drop=True)
