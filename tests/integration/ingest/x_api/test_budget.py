"""The budget: what is booked, that no cap is ever passed, and what an estimate says beforehand."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.errors import BudgetError
from dawn_chorus.ingest.x_api.estimate import estimate
from dawn_chorus.ingest.x_api.fetch import fetch, fetched_days

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
NOW = dt.datetime(2030, 5, 5, 4, 0, tzinfo=dt.UTC)
TWEETS = 230
BOOKED = "SELECT kind, count(*), sum(cost_usd) FROM facts.api_reads GROUP BY kind ORDER BY kind"
SPENT = "SELECT coalesce(sum(cost_usd), 0) FROM facts.api_reads WHERE billed_day = '{}'"
PRICES = {"post_read": "0.005", "user_read": "0.01", "count_request": "0.005"}

pytestmark = pytest.mark.usefixtures("database")


def test_posts_and_accounts_are_booked_once_a_day_at_their_price(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    fetch(channel, [DAY], landing, world(stand_in("duplicate@2-3")))
    assert ask(BOOKED) == [("post", TWEETS, Decimal("1.150000")), ("user", 3, Decimal("0.030000"))]


def test_the_same_tweets_cost_again_on_another_day(
    asking: Maker, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    for number, query in enumerate(("tangram", "tangram OR quokka", "quokka OR tangram")):
        now = NOW + dt.timedelta(days=max(0, number - 1))
        fetch(asking({"per_day": 100}, query=query), [DAY], landing, world(stand_in(now=now), now))
    days = "SELECT billed_day, count(*) FROM facts.api_reads WHERE kind = 'post' GROUP BY 1 ORDER BY 1"
    assert ask(days) == [(dt.date(2030, 5, 5), TWEETS), (dt.date(2030, 5, 6), TWEETS)]


@pytest.mark.parametrize(("cap", "key"), [("per_day", "per_day"), ("per_month", "per_month")])
@pytest.mark.parametrize("dollars", ["0.4", "0.45", "0.7", "1.1"])
def test_no_cap_is_passed_and_what_stopped_the_fetch_is_one_line(
    asking: Maker, landing: Path, stand_in: Maker, world: Maker, ask: Maker, cap: str, key: str, dollars: str
) -> None:
    channel = asking({"per_day": 100, "per_month": 100} | PRICES | {cap: dollars}, query="tangram")
    server = stand_in()
    with pytest.raises(BudgetError, match=rf"could cost \$0.45, and \$0\.\d\d of budget.{key}") as caught:
        fetch(channel, [DAY], landing, world(server))
    assert "\n" not in caught.value.message
    assert f"Raise budget.{key} in the channel file" in caught.value.remedy
    (spent,) = ask(SPENT.format("2030-05-05"))[0]
    assert spent <= Decimal(dollars)
    assert bool(server.requests) is (Decimal(dollars) >= Decimal("0.45"))


def test_a_fetch_that_the_budget_stopped_goes_on_the_next_day(
    asking: Maker, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    channel = asking({"per_day": "1.4"} | PRICES, query="tangram")
    server = stand_in(now=NOW + dt.timedelta(days=1))
    with pytest.raises(BudgetError):
        fetch(channel, [DAY], landing, world(server))
    ((first_day,),) = ask("SELECT tweets FROM facts.fetches")
    fetch(channel, [DAY], landing, world(server, NOW + dt.timedelta(days=1)))
    assert 0 < first_day < TWEETS
    assert ask("SELECT tweets, outcome FROM facts.fetches") == [(TWEETS, "complete")]
    assert [asked.get("next_token") for _, asked in server.requests].count(f"t{first_day}") == 1


def test_looking_up_accounts_is_held_against_the_budget_too(
    asking: Maker, landing: Path, stand_in: Maker, world: Maker
) -> None:
    server = stand_in()
    with pytest.raises(BudgetError, match=r"looking up 2 accounts could cost \$0.02"):
        fetch(asking({"per_day": "0.01"}, users=["ada_tester", "bo_tester"]), [DAY], landing, world(server))
    assert server.requests == []


def test_the_days_that_the_budget_paid_for_are_told_from_the_others(
    asking: Maker, landing: Path, stand_in: Maker, world: Maker
) -> None:
    channel = asking({"per_day": "1.3"} | PRICES, query="tangram")
    days = [DAY + dt.timedelta(days=-1), DAY]
    with pytest.raises(BudgetError):
        fetch(channel, days, landing, world(stand_in()))
    assert fetched_days(channel, days) == [DAY + dt.timedelta(days=-1)]


# --- estimates ---


def test_recent_days_are_counted_by_the_api_for_the_price_of_one_request(
    asking: Maker, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    channel = asking({"per_day": 100} | PRICES, query="tangram")
    server = stand_in()
    expected = estimate(channel, [DAY, DAY - dt.timedelta(days=1)], world(server))
    assert (expected.days, expected.tweets, expected.counted, expected.basis) == (2, TWEETS, TWEETS, "")
    assert expected.cost == TWEETS * Decimal("0.015")
    ((path, asked),) = server.requests
    assert path == "/2/tweets/counts/recent"
    assert (asked["start_time"], asked["end_time"]) == ("2030-05-02T16:00:00Z", "2030-05-04T16:00:00Z")
    assert ask(BOOKED) == [("count", 1, Decimal("0.005000"))]


def test_each_request_for_counts_is_booked(asking: Maker, stand_in: Maker, world: Maker, ask: Maker) -> None:
    channel, there = asking({"per_day": 100} | PRICES, query="tangram"), world(stand_in())
    estimate(channel, [DAY], there)
    estimate(channel, [DAY], there)
    assert ask(BOOKED) == [("count", 2, Decimal("0.010000"))]


def test_days_out_of_reach_are_taken_to_be_like_the_counted_ones(asking: Maker, stand_in: Maker, world: Maker) -> None:
    days = [DAY - dt.timedelta(days=back) for back in (0, 20, 21)]
    expected = estimate(asking({"per_day": 100}, query="tangram"), days, world(stand_in()))
    assert (expected.tweets, expected.counted, expected.is_bound) == (3 * TWEETS, TWEETS, False)
    assert "as many a day as counted" in expected.basis


def test_days_out_of_reach_are_taken_to_be_like_those_fetched_before(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker
) -> None:
    later = NOW + dt.timedelta(days=30)
    server = stand_in(now=later)
    fetch(channel, [DAY], landing, world(server, later))
    expected = estimate(channel, [DAY, DAY - dt.timedelta(days=1)], world(server, later))
    assert (expected.days, expected.days_before, expected.tweets, expected.counted) == (1, 1, TWEETS, 0)
    assert expected.cost == pytest.approx(Decimal("1.18"))
    assert "fetched before" in expected.basis


def test_where_nothing_is_known_the_limit_is_the_bound_and_forbids_nothing(
    asking: Maker, stand_in: Maker, world: Maker
) -> None:
    channel = asking({"per_day": 1}, query="tangram", most_tweets=500)
    expected = estimate(channel, [DAY], world(stand_in(), NOW + dt.timedelta(days=30)))
    assert (expected.tweets, expected.is_bound) == (500, True)
    expected.check(channel)


def test_a_backfill_that_the_budget_cannot_pay_is_refused_before_it_spends(
    asking: Maker, stand_in: Maker, world: Maker
) -> None:
    channel = asking({"per_day": 3} | PRICES, query="tangram")
    expected = estimate(channel, [DAY], world(stand_in()))
    with pytest.raises(BudgetError, match=r"1 days would cost about \$3.45") as caught:
        expected.check(channel)
    assert "fewer days" in caught.value.remedy


@pytest.mark.parametrize("fault", ["403@1", "500@1-99"])
def test_counts_that_are_refused_leave_an_estimate_all_the_same(
    channel: Channel, stand_in: Maker, world: Maker, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    expected = estimate(channel, [DAY], world(stand_in(fault)))
    assert expected.is_bound
    assert "Nothing was counted" in caplog.text


@pytest.mark.parametrize(
    ("asked", "query"),
    [({"users": ["ada_tester", "bo_tester"]}, "from:ada_tester OR from:bo_tester"), ({"list_id": "77"}, "list:77")],
)
def test_lists_and_accounts_are_counted_by_a_search_for_them(
    asking: Maker, stand_in: Maker, world: Maker, asked: dict[str, Any], query: str
) -> None:
    server = stand_in()
    assert estimate(asking(**asked), [DAY], world(server)).counted > 0
    assert server.requests[0][1]["query"] == query


def test_more_accounts_than_a_query_can_name_are_not_counted(asking: Maker, stand_in: Maker, world: Maker) -> None:
    server = stand_in()
    handles = [f"tester_{number:08}" for number in range(40)]
    assert estimate(asking(users=handles, most_tweets=10), [DAY], world(server)).tweets == 400
    assert server.requests == []


def test_what_was_fetched_costs_nothing_more(channel: Channel, landing: Path, stand_in: Maker, world: Maker) -> None:
    server = stand_in()
    fetch(channel, [DAY], landing, world(server))
    expected = estimate(channel, [DAY], world(server))
    assert (expected.days, expected.days_before, expected.cost, expected.requests) == (0, 1, 0, 0)
