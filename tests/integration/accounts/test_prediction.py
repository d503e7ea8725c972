"""On four days of real events the score foretells whom others retweet tomorrow, and a farm cannot buy a place."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dawn_chorus.accounts.ranking import rank_authors

DAY_SECONDS = 86_400
TOP = 20


@pytest.fixture(scope="module")
def events(shared_data: Path) -> pd.DataFrame:
    """Three days of events as the stage reads them, the last being the window."""
    path = shared_data / "interactions" / "higgs_days_0_3.txt.gz"
    frame = pd.read_csv(path, sep=" ", names=["from_key", "to_key", "time", "kind"])
    frame["day_no"] = (frame["time"] - frame["time"].min()) // DAY_SECONDS - 2
    frame["kind"] = frame["kind"].map({"RT": "retweet", "MT": "mention", "RE": "reply"})
    return frame


def _rank(events: pd.DataFrame) -> pd.DataFrame:
    past = events.loc[events["day_no"] <= 0]
    authors = pd.DataFrame({"author_key": past["to_key"].unique(), "tweets": 1, "followers": np.nan})
    return rank_authors(authors, past)


def _hits(top: "pd.Series[int]", events: pd.DataFrame) -> int:
    """How many of ``top`` are among the most retweeted of the next day."""
    following = events.loc[(events["day_no"] == 1) & (events["kind"] == "retweet")]
    best = following.groupby("to_key")["from_key"].nunique().nlargest(TOP).index
    return int(top.isin(best).sum())


def test_it_foretells_more_of_tomorrows_most_retweeted_than_counting_retweets(events: pd.DataFrame) -> None:
    today = events.loc[(events["day_no"] == 0) & (events["kind"] == "retweet")]
    by_count = today.groupby("to_key").size().nlargest(TOP).index.to_series()
    assert _hits(_rank(events).head(TOP)["author_key"], events) > _hits(by_count, events)


@pytest.mark.parametrize("size", [200, 5_000])
def test_a_farm_of_fresh_accounts_gets_no_account_near_the_top(events: pd.DataFrame, size: int) -> None:
    target = -1
    farm = pd.DataFrame({"from_key": range(-size - 2, -2), "to_key": target, "kind": "retweet", "day_no": 0})
    ranking = _rank(pd.concat([events, farm]))
    bought = ranking.loc[ranking["author_key"] == target]
    assert bought["score"].tolist() == [0]
    assert bought["rank"].item() > 1_000
