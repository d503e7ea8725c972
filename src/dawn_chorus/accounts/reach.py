"""Reach: how many different accounts engage with an author, recent days first, where a bought crowd adds nothing.

A farm is cheap in accounts and poor in anything else: fresh accounts, all of which engage with one author while nobody
else engages with them. Many real readers look like that too, so their votes are not thrown away: they may amplify what
accounts of standing say, but not replace it. On four days of timed events this costs nothing in predicting the next
day's most retweeted twenty (benchmarks/accounts.py). What it does not stop is a ring whose members engage with each
other or with a second author; that takes endorsers who are known.
"""

import numpy as np
import pandas as pd

HALF_LIFE_DAYS = 1.0  # best of 0.33, 0.5, 1 and 2 days at ordering the next day's authors
CROWD_PER_ESTABLISHED = 2  # votes of the crowd that one established vote lets count; 1 to 4 measured alike


def measure_reach(votes: pd.DataFrame) -> pd.DataFrame:
    """Reach of every author with a vote: one row each, indexed and sorted by ``author``.

    ``votes`` is what ``cast_votes`` returns; ``day_no`` 0 is the window's first day, days before it are negative.
    Columns: ``score``, decayed votes of established engagers plus at most ``CROWD_PER_ESTABLISHED`` times as many of
    others; ``crowd``, decayed votes of all others; ``engagers``, distinct accounts that engaged within the window.
    """
    pairs = votes[["author", "engager"]].drop_duplicates()
    established = votes.merge(pairs.assign(is_established=is_established(pairs)))["is_established"].to_numpy()
    in_window = votes.loc[votes["day_no"] >= 0, ["author", "engager"]].drop_duplicates()
    columns = {
        "vouched": _decayed(votes[established]),
        "crowd": _decayed(votes[~established]),
        "engagers": in_window.groupby("author").size(),
    }
    reach = pd.DataFrame(columns, index=pd.Index(pairs["author"].unique(), name="author")).fillna(0).sort_index()
    reach["score"] = reach["vouched"] + np.minimum(reach["crowd"], CROWD_PER_ESTABLISHED * reach["vouched"])
    return reach.astype({"engagers": "int64"})[["score", "crowd", "engagers"]]


def is_established(pairs: pd.DataFrame) -> pd.Series:
    """For each distinct pair ``author, engager``: whether the engager has a standing that the author did not give it.

    It has when it engages with a second author too, or when somebody but this author engages with it.
    """
    engages = pairs.groupby("engager").size()
    is_engaged = pairs.groupby("author").size()
    back = pairs.rename(columns={"author": "engager", "engager": "author"}).assign(answered=1)
    answered = pairs.merge(back, how="left")["answered"].fillna(0).to_numpy()
    others = pairs["engager"].map(is_engaged).astype("float64").fillna(0) - answered  # of no pairs the map is text
    return (pairs["engager"].map(engages) >= 2) | (others >= 1)


def _decayed(votes: pd.DataFrame) -> pd.Series:
    """Votes per author, each day before the window worth half of the next.

    Whole tenths are summed by day first, and the days from old to new, so that equal votes give equal bits.
    """
    by_day = votes.groupby(["author", "day_no"], sort=True)["tenths"].sum().reset_index()
    age_days = (-by_day["day_no"]).clip(lower=0)
    by_day["votes"] = by_day["tenths"] / 10 * 0.5 ** (age_days / HALF_LIFE_DAYS)
    return by_day.groupby("author")["votes"].sum()
