"""Small graphs of invented accounts."""

from collections.abc import Callable, Iterable

import pandas as pd
import pytest

Event = tuple[str, str, str, int]  # who, with whom, how, day (0 = the window's first)


def _interactions(events: Iterable[Event]) -> pd.DataFrame:
    return pd.DataFrame(list(events), columns=["from_key", "to_key", "kind", "day_no"])


@pytest.fixture
def interactions() -> Callable[[Iterable[Event]], pd.DataFrame]:
    """Interactions as the stage reads them, from ``(from, to, kind, day_no)``."""
    return _interactions
