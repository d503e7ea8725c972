"""Votes: what an engagement counts for, however often it is repeated on a day."""

import pandas as pd

# Tenths of a vote by kind. Passing a tweet on stakes more of one's own name than a mention does, and a mention more
# than a reply; predicting the next day's distinct retweeters on a week of timed events gave these weights. Tenths,
# because sums of whole numbers do not depend on the order of the rows.
VOTE_TENTHS = {"retweet": 10, "quote": 10, "mention": 6, "reply": 4}


def cast_votes(interactions: pd.DataFrame) -> pd.DataFrame:
    """One vote per engager, author and day, of the strongest kind; what an account does with itself counts nothing.

    ``interactions`` has the columns ``from_key``, ``to_key``, ``kind`` and ``day_no``, in any order and with repeats;
    the result ``author``, ``engager``, ``day_no`` and ``tenths``, sorted. Raises ValueError for an unknown kind.
    """
    others = interactions.loc[interactions["from_key"] != interactions["to_key"]]
    unknown = set(others["kind"].unique()) - set(VOTE_TENTHS)
    if unknown:
        raise ValueError(f"unknown kinds of interaction: {', '.join(sorted(unknown))}")
    cast = pd.DataFrame(
        {
            "author": others["to_key"],
            "engager": others["from_key"],
            "day_no": others["day_no"],
            "tenths": others["kind"].map(VOTE_TENTHS).astype("int64"),
        }
    )
    return cast.groupby(["author", "engager", "day_no"], sort=True)["tenths"].max().reset_index()
