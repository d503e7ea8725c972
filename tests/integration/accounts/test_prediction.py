"""On four days of real events the score foretells whom others retweet tomorrow, and a farm cannot buy a place."""

import importlib
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

TOP = 20


@pytest.fixture(scope="module")
def farm() -> ModuleType:
    """benchmarks/farm.py."""
    return importlib.import_module("farm")


@pytest.fixture(scope="module")
def accounts() -> ModuleType:
    """benchmarks/accounts.py."""
    return importlib.import_module("accounts")


@pytest.fixture(scope="module")
def events(shared_data: Path) -> pd.DataFrame:
    """The events of the first three days, and of the day after."""
    found: pd.DataFrame = importlib.import_module("events").read_events(
        shared_data / "interactions" / "higgs_days_0_3.txt.gz"
    )
    return found


def test_behind_the_gate_it_foretells_nearly_as_well_as_the_best_without(
    events: pd.DataFrame, accounts: ModuleType
) -> None:
    methods = ("dawn_chorus", "distinct_engagers", "raw_retweets", "pagerank")
    gain = {name: accounts.measure(events, accounts.METHODS[name])["ndcg_at_20"] for name in methods}
    assert gain["dawn_chorus"] >= 0.97 * gain["distinct_engagers"]
    assert gain["dawn_chorus"] > gain["raw_retweets"]
    assert gain["dawn_chorus"] > gain["pagerank"]


@pytest.mark.parametrize("shape", ["ring", "camouflage"])
@pytest.mark.parametrize("compromised", [2, 3])
def test_a_large_aged_farm_with_help_from_inside_stays_below_the_top(
    events: pd.DataFrame, farm: ModuleType, shape: str, compromised: int
) -> None:
    quiet_day = events.loc[events["day_no"] <= 2]
    field = farm.prepare(quiet_day if compromised < 3 else events)
    assert farm.best_rank(field, farm.Attack(5_000, "aged", shape, compromised), seed=1) > TOP
