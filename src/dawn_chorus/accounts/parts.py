"""The parts of a score besides reach: what an account does for its reach, each with a unit of its own."""

import numpy as np
import pandas as pd

from dawn_chorus.accounts.graph import Amounts, Graph

# A lift speaks of doublings; more than three of them are a matter of small numbers.
MOST_DOUBLINGS = 3.0

PARTS = ("lift", "size_lift", "originality", "consistency")


def measure_parts(known: pd.DataFrame, graph: Graph, window_days: int) -> pd.DataFrame:
    """``PARTS`` of each author, indexed as ``known``; 0 where the input does not tell.

    ``known``: authors as ``measure_authors`` takes them, with ``number`` in the graph (-1: not in it) and ``engagers``.
    ``lift``: doublings of a day's engagers against the account's own days before; ``size_lift``: doublings of engagers
    against what is usual for so many followers; ``originality``: share of tweets that are no retweets;
    ``consistency``: share of the loaded days on which it wrote.
    """
    baseline = np.append(_usual_engagers(graph, window_days), 0.0)[known["number"]]
    engagers = known["engagers"].astype("float64")
    has_before = bool(graph.days) and graph.days[0].day_no <= -window_days
    return pd.DataFrame(
        {
            "lift": _doublings((1 + engagers / window_days) / (1 + baseline)) if has_before else 0.0,
            "size_lift": _size_lift(engagers, known["followers"].astype("float64")),
            "originality": share(known["tweets"], known["tweets"] + known["retweets"]),
            "consistency": share(known["active_days"], known["loaded_days"]),
        },
        index=known.index,
    )


def _usual_engagers(graph: Graph, window_days: int) -> Amounts:
    """Mean number of engagers per account on the days before the window."""
    before = [day for day in graph.days if day.day_no <= -window_days]
    total = np.zeros(len(graph.index))
    for day in before:
        total += np.bincount(day.numbers, day.engaged, minlength=len(total))
    return total / max(1, len({day.day_no for day in before}))


def _size_lift(engagers: "pd.Series[float]", followers: "pd.Series[float]") -> "pd.Series[float]":
    """Engagers against the usual for the size: engagement grows about as the square root of followers.

    The usual is the median of those who have both; so most accounts are near 0 in any channel.
    """
    known = (followers > 0) & (engagers > 0)
    rate: pd.Series[float] = engagers / followers.where(known) ** 0.5
    return _doublings(rate / rate.median()).where(known, 0.0).fillna(0.0)


def _doublings(ratio: "pd.Series[float]") -> "pd.Series[float]":
    doublings = pd.Series(np.log2(ratio), index=ratio.index)
    return doublings.clip(-MOST_DOUBLINGS, MOST_DOUBLINGS)


def share(part: "pd.Series[float]", whole: "pd.Series[float]") -> "pd.Series[float]":
    """A part of a whole, 0 to 1; of nothing 0."""
    return (part / whole.where(whole > 0)).fillna(0.0).clip(0.0, 1.0)
