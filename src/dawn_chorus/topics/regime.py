"""Regime: how many of a window's texts have others like them, which decides how topics are found.

``alone``: on a real timeline most tweets stand alone, and similarity means little. ``mixed``: most tweets have one or
some like them. ``dense``: most have many, as in a feed about few events. The regime is read off the texts' nearest
neighbours, never off their number.

A small day of a feed about many events has few texts of each. So company counts also when it is of the days just
before; but not for voices that were heard before, whose habits tell what a timeline is about (decision 0024). A long
window has the regime of its days: held against a whole month, almost every tweet has some like it.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt
from sparse_dot_topn import sp_matmul_topn

from dawn_chorus.topics.vectors import Matrix

Regime = Literal["alone", "mixed", "dense"]

NEIGHBOURS = 30  # looked at
# Texts of a large window whose neighbours are looked for; a share of them is right to .01.
LOOKED_AT = 2_500
SIMILARITY = 0.1  # from here on a text is like another
# A window is dense when at least this share of the texts has SEVERAL others like it: .52 to .99 in labelled sets of
# headlines and tweets, .40 at most in the sample week, .24 at most on real timelines. Or when so many are strangers'
# and have such company in the days before: .59 to .98 in days cut from the labelled sets, of 50 texts and of 1,800;
# .25 at most on real timelines, .17 in the sample week.
SEVERAL = 3
DENSE_SHARE = 0.45
# Where a text is like so large a share of all the others, on average, the window is about one thing, not about many.
ONE_THING = 0.25
# Days that are looked at together; a longer window is looked at in parts. As a whole, a month of a real timeline would
# be taken for dense, with .58.
SPAN_DAYS = 4
# Share of the texts with a neighbour: .23 to .50 on real timelines after a week or more, .65 to .78 in the sample week.
MIXED_SHARE = 0.6


def regime_of(rows: Matrix, days: npt.NDArray[np.int64], has_company: npt.NDArray[np.bool_]) -> Regime:
    """The regime of a window's `rows` (see vectors); a pair counts when either is near the other.

    Of each row: `days`, the number of its day; `has_company`, whether it is a stranger's and like SEVERAL of the window
    and of the days just before.
    """
    if not rows.shape[0]:
        return "alone"
    span = (days - days.min()) // SPAN_DAYS
    parts = [rows[span == number] for number in np.unique(span)]
    shares = [_shares(part) for part in parts]
    some, several, all_others = np.average(shares, axis=0, weights=[part.shape[0] for part in parts])
    if max(several, has_company.mean()) >= DENSE_SHARE and all_others < ONE_THING:
        return "dense"
    return "mixed" if some >= MIXED_SHARE else "alone"


def _shares(rows: Matrix) -> tuple[float, float, float]:
    """Shares of rows that are like any other and like SEVERAL; and of all rows, how many one is like."""
    others = _others(rows) if rows.shape[0] <= LOOKED_AT else _others_of_some(rows)
    return float(np.mean(others > 0)), float(np.mean(others >= SEVERAL)), float(np.mean(others) / rows.shape[0])


def _others(rows: Matrix) -> npt.NDArray[np.int64]:
    """How many others each row is like."""
    near = sp_matmul_topn(rows, rows.T.tocsr(), top_n=NEIGHBOURS + 1, threshold=SIMILARITY)
    either = near.maximum(near.T).tocoo()
    return np.bincount(either.row[either.row != either.col], minlength=rows.shape[0])


def _others_of_some(rows: Matrix) -> npt.NDArray[np.int64]:
    """The same for LOOKED_AT rows at even distances, up to NEIGHBOURS."""
    some = np.linspace(0, rows.shape[0] - 1, LOOKED_AT).astype(np.int64)
    near = sp_matmul_topn(rows[some], rows.T.tocsr(), top_n=NEIGHBOURS + 1, threshold=SIMILARITY).tocoo()
    return np.bincount(near.row[some[near.row] != near.col], minlength=len(some))
