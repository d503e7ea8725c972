"""``chorus backfill`` without a database or network: what it says first, what it fetches, what it posts."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dawn_chorus import cli, pipeline
from dawn_chorus.channel import Channel
from dawn_chorus.errors import BudgetError
from dawn_chorus.ingest.landing import LandingSummary
from dawn_chorus.ingest.x_api.budget import Room
from dawn_chorus.ingest.x_api.estimate import Estimate
from dawn_chorus.window import Window

SPAN = ("--from", "2026-03-02", "--to", "2026-03-04")
DAYS = [dt.date(2026, 3, day) for day in (2, 3, 4)]
STOPPED = BudgetError("The next page could cost too much.", remedy="Raise it.")


class Trace:
    """What was fetched and posted; ``expected`` is the estimate, ``stopped`` what the budget ends the fetch with."""

    def __init__(self) -> None:
        self.fetched: list[dt.date] = []
        self.posted: list[str] = []
        self.landed: list[Window | None] = []
        self.accepted: str | None = None
        self.approved: str | None = None
        self.stopped: BudgetError | None = None
        self.expected = estimate_of(cost="1.5")

    def estimate(self, channel: Channel, days: Sequence[dt.date]) -> Estimate:
        """The estimate."""
        return self.expected

    def fetch_payable(self, channel: Channel, days: Sequence[dt.date]) -> tuple[list[dt.date], BudgetError | None]:
        """Fetch all, or only the first."""
        self.fetched = list(days[:1] if self.stopped else days)
        return sorted(self.fetched), self.stopped

    def land(self, channel: Channel, paths: Any = None, window: Window | None = None) -> LandingSummary:
        """Land files."""
        self.landed.append(window)
        return LandingSummary(0, 0, 0, 0, 0)

    def take(
        self,
        channel: Channel,
        windows: Sequence[Window],
        until: str,
        show: Any,
        accept: str | None,
        approve: str | None,
    ) -> None:
        """Take windows through the stages."""
        self.accepted, self.approved = accept, approve
        self.posted += [f"{window} to {until}" for window in windows]


def estimate_of(**changes: Any) -> Estimate:
    """An estimate of three days; keywords replace its values."""
    values = {
        "days": 3,
        "days_before": 0,
        "tweets": 1234,
        "counted": 400,
        "basis": "as many a day as counted",
        "is_bound": False,
        "room": Room(Decimal(10), Decimal(150)),
    } | changes
    return Estimate(**values | {"cost": Decimal(values["cost"])})  # type: ignore[arg-type]


@pytest.fixture
def trace(monkeypatch: pytest.MonkeyPatch) -> Trace:
    """Nothing is really done, and everything written down."""
    trace = Trace()
    monkeypatch.setattr(cli, "prepare", lambda: None)
    monkeypatch.setattr(cli, "take", trace.take)
    for name in ("estimate", "fetch_payable", "land"):
        monkeypatch.setattr(pipeline, name, getattr(trace, name))
    return trace


def backfill(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(cli.app, ["backfill", "twitter_ai", *SPAN, *arguments])


def test_the_newest_day_is_fetched_first_and_posts_are_made_in_order_of_time(trace: Trace) -> None:
    assert backfill().exit_code == 0
    assert trace.fetched == DAYS[::-1]
    assert trace.posted == [f"{day} to publish" for day in DAYS]


def test_a_reason_to_accept_and_who_approves_go_with_the_days(trace: Trace) -> None:
    backfill("--accept", "the list was empty then", "--approve", "Nadia")
    assert (trace.accepted, trace.approved) == ("the list was empty then", "Nadia")


def test_the_oldest_day_is_fetched_first_on_request(trace: Trace) -> None:
    backfill("--oldest-first")
    assert trace.fetched == DAYS


def test_the_cost_is_said_before_anything_is_fetched(trace: Trace) -> None:
    said = backfill("--estimate")
    assert said.exit_code == 0
    assert trace.fetched == trace.posted == trace.landed == []
    assert "twitter_ai 2026-03-02..2026-03-04: 3 days to fetch, 0 fetched before." in said.output
    assert "about 1,234 (400 counted by the API; the other days: as many a day as counted), 13 requests" in said.output
    assert "Cost: about $1.50. Left of the budget: $10.00 of $10.00 today, $150.00 of $150.00 this month" in said.output
    assert backfill().output.startswith(said.output)


def test_a_bound_is_called_one(trace: Trace) -> None:
    trace.expected = estimate_of(cost="60", is_bound=True)
    said = backfill()
    assert "Cost: at most $60.00" in said.output
    assert trace.fetched, "a bound forbids nothing"


def test_what_the_budget_cannot_pay_is_refused_before_it_spends(trace: Trace) -> None:
    trace.expected = estimate_of(cost="10.01")
    refused = backfill()
    assert isinstance(refused.exception, BudgetError)
    assert trace.fetched == []


def test_a_fetch_that_the_budget_stops_posts_the_days_it_has_and_says_so(trace: Trace) -> None:
    trace.stopped = STOPPED
    stopped = backfill()
    assert stopped.exception is STOPPED
    assert trace.posted == ["2026-03-04 to publish"]


def test_files_are_landed_too_and_nobody_is_asked_twice(trace: Trace) -> None:
    backfill()
    assert trace.landed == [None]


def test_nothing_to_fetch_is_said_in_short(trace: Trace) -> None:
    trace.expected = estimate_of(cost="0", days=0, days_before=3, tweets=0, counted=0, basis="")
    said = backfill()
    assert "0 days to fetch, 3 fetched before" in said.output
    assert "Tweets:" not in said.output


@pytest.mark.parametrize(("days", "tweets", "requests"), [(0, 0, 0), (3, 0, 3), (3, 301, 4), (1, 100, 1)])
def test_requests_are_at_least_one_a_day_and_one_a_hundred_tweets(days: int, tweets: int, requests: int) -> None:
    assert estimate_of(cost="0", days=days, tweets=tweets).requests == requests


def test_the_help_says_what_it_costs_to_ask() -> None:
    shown = CliRunner().invoke(cli.app, ["backfill", "--help"]).output
    assert "--estimate" in shown
    assert "--oldest-first" in shown
