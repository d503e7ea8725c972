"""Fetching from the X API: what is asked, what is landed, where it ends, and that nothing is asked twice."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.errors import FetchDelayedError, FetchError, InputError
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.x_api.fetch import fetch

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
TWEETS = 230
FETCHES = "SELECT target, endpoint, pages, tweets, problems, outcome, next_token FROM facts.fetches ORDER BY target"
FILES = "SELECT name, format, records, rejected FROM facts.landing_files ORDER BY name"
SEARCH = "/2/tweets/search/recent"

pytestmark = pytest.mark.usefixtures("database")


def paths(server: Any) -> list[str]:
    """The endpoints that were asked, in order."""
    return [path for path, _ in server.requests]


def test_a_day_is_landed_page_by_page(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    server = stand_in()
    summary = fetch(channel, [DAY], landing, world(server))
    assert (summary.questions, summary.pages, summary.tweets) == (1, 3, TWEETS)
    assert ask(FETCHES) == [("query", SEARCH, 3, TWEETS, 0, "complete", None)]
    assert ask(FILES) == [
        (f"{DAY}/query/{page:04}.json", "x_api_v2", size, 0) for page, size in enumerate((100, 100, 30), 1)
    ]


def test_the_window_is_the_local_day(channel: Channel, landing: Path, stand_in: Maker, world: Maker) -> None:
    server = stand_in()
    fetch(channel, [DAY], landing, world(server))
    _, asked = server.requests[0]
    assert (asked["start_time"], asked["end_time"]) == ("2030-05-03T16:00:00Z", "2030-05-04T16:00:00Z")
    assert (asked["query"], asked["max_results"]) == ("tangram", "100")


@pytest.mark.parametrize("dialect", ["tweet", "post"])
def test_both_dialects_bring_the_rows_of_the_files(
    asking: Maker,
    landing: Path,
    stand_in: Maker,
    world: Maker,
    pages: Path,
    state: Maker,
    make_database: Maker,
    ask: Maker,
    dialect: str,
) -> None:
    channel = asking(query="tangram", dialect=dialect)
    fetch(channel, [DAY], landing, world(stand_in()))
    load_day(channel, DAY, landing)
    rows = "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM facts.tweets AS t"
    fetched = ask(rows)
    land(channel, [pages], landing)
    ledger = load_day(channel, DAY, landing)
    assert ask(rows) == fetched
    assert (ledger.loaded, ledger.duplicate, ledger.changed) == (TWEETS, TWEETS, False)


def test_what_is_complete_is_not_asked_again(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    fetch(channel, [DAY], landing, world(stand_in()))
    before = ask(FETCHES)
    server = stand_in()
    assert fetch(channel, [DAY], landing, world(server)).questions == 0
    assert server.requests == []
    assert ask(FETCHES) == before


def test_a_changed_query_is_another_question(asking: Maker, landing: Path, stand_in: Maker, world: Maker) -> None:
    server = stand_in()
    fetch(asking(query="tangram"), [DAY], landing, world(server))
    fetch(asking(query="tangram OR quokka"), [DAY], landing, world(server))
    assert len(server.requests) == 6


def test_an_older_day_is_asked_of_the_full_archive_once_a_second(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, slept: list[float]
) -> None:
    later = dt.datetime(2030, 6, 1, tzinfo=dt.UTC)
    server = stand_in(now=later)
    fetch(channel, [DAY], landing, world(server, later))
    assert set(paths(server)) == {"/2/tweets/search/all"}
    assert slept == [1.0, 1.0]


def test_the_newest_tweets_of_a_list_are_read_until_they_are_older_than_the_day(
    asking: Maker, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    server = stand_in()
    next_day = DAY + dt.timedelta(days=1)
    channel = asking(list_id="77")
    fetch(channel, [DAY], landing, world(server))
    assert paths(server) == ["/2/lists/77/tweets"] * 3
    fetch(channel, [next_day], landing, world(server, dt.datetime(2030, 5, 5, 17, tzinfo=dt.UTC)))
    assert len(server.requests) == 4, "the first page already holds a tweet of the day before"


def test_a_day_further_back_of_a_list_is_a_search(asking: Maker, landing: Path, stand_in: Maker, world: Maker) -> None:
    later = dt.datetime(2030, 5, 7, tzinfo=dt.UTC)
    server = stand_in(now=later)
    fetch(asking(list_id="77"), [DAY], landing, world(server, later))
    assert set(paths(server)) == {SEARCH}
    assert server.requests[0][1]["query"] == "list:77"


def test_accounts_are_looked_up_once_and_asked_one_by_one(
    asking: Maker, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    server = stand_in()
    channel = asking(users=["Ada_Tester", "bo_tester"])
    fetch(channel, [DAY], landing, world(server))
    assert paths(server) == ["/2/users/by", "/2/users/501/tweets", "/2/users/502/tweets"]
    assert [(row[0], row[3]) for row in ask(FETCHES)] == [("@Ada_Tester", 77), ("@bo_tester", 77)]
    fetch(channel, [DAY - dt.timedelta(days=1)], landing, world(server))
    assert paths(server)[3:] == ["/2/users/501/tweets", "/2/users/502/tweets"]


def test_an_account_that_is_gone_is_left_out_with_a_warning(
    asking: Maker, landing: Path, stand_in: Maker, world: Maker, caplog: pytest.LogCaptureFixture
) -> None:
    server = stand_in()
    summary = fetch(asking(users=["ada_tester", "gone_tester"]), [DAY], landing, world(server))
    assert summary.tweets == 77
    assert "@gone_tester" in caplog.text


def test_most_tweets_ends_a_fetch_and_a_higher_limit_goes_on(
    asking: Maker, landing: Path, stand_in: Maker, world: Maker, ask: Maker, caplog: pytest.LogCaptureFixture
) -> None:
    server = stand_in()
    fetch(asking(query="tangram", most_tweets=120), [DAY], landing, world(server))
    assert ask(FETCHES)[0][2:6] == (2, 120, 0, "limit")
    assert "there are more" in caplog.text
    fetch(asking(query="tangram", most_tweets=2000), [DAY], landing, world(server))
    assert ask(FETCHES)[0][3:6] == (TWEETS, 0, "complete")
    assert [asked.get("next_token") for _, asked in server.requests] == [None, "t100", "t120", "t220"]


def test_days_are_asked_in_the_order_given(channel: Channel, landing: Path, stand_in: Maker, world: Maker) -> None:
    server = stand_in()
    days = [DAY, DAY - dt.timedelta(days=1), DAY - dt.timedelta(days=2)]
    fetch(channel, days, landing, world(server))
    starts = [asked["start_time"] for _, asked in server.requests]
    assert starts == sorted(starts, reverse=True)
    assert len(set(starts)) == 3


def test_a_day_that_is_not_over_is_refused_before_anything_is_asked(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker
) -> None:
    server = stand_in()
    with pytest.raises(InputError, match="2030-05-05 is not over in Asia/Shanghai"):
        fetch(channel, [DAY, DAY + dt.timedelta(days=1)], landing, world(server))
    assert server.requests == []


def test_a_day_that_ended_this_second_is_given_time_to_settle(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, slept: list[float]
) -> None:
    fetch(channel, [DAY], landing, world(stand_in(), dt.datetime(2030, 5, 4, 16, 0, 3, tzinfo=dt.UTC)))
    assert slept == [10]


def test_a_channel_of_files_asks_nobody(asking: Maker, landing: Path) -> None:
    channel = asking(kind="files", path="{home}/inbox")
    assert fetch(channel, [DAY], landing).questions == 0


def test_two_at_once_do_not_pay_twice(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dawn_chorus.ingest.x_api import progress

    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(progress, "PAUSE_SECONDS", 0)
    server = stand_in()
    with progress.only_fetch(channel), pytest.raises(FetchDelayedError, match="Another process"):
        fetch(channel, [DAY], landing, world(server))
    assert server.requests == []
    assert fetch(channel, [DAY], landing, world(server)).tweets == TWEETS


def test_fields_that_did_not_arrive_stop_the_fetch_at_its_first_page(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    server = stand_in("bare@1")
    with pytest.raises(FetchError, match="left out what was asked for: created_at, author_id") as caught:
        fetch(channel, [DAY], landing, world(server))
    assert "dialect" in caught.value.remedy
    assert len(server.requests) == 1
    assert ask(FILES) == []
    assert ask("SELECT kind, count(*) FROM facts.api_reads GROUP BY kind") == [("post", 100)], "it was paid for"


def test_fields_that_stop_arriving_stop_a_fetch_that_goes_on(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    with pytest.raises(FetchError, match="left out what was asked for"):
        fetch(channel, [DAY], landing, world(stand_in("bare@2")))
    assert ask("SELECT pages, outcome FROM facts.fetches") == [(1, None)]
    assert fetch(channel, [DAY], landing, world(stand_in())).tweets == TWEETS - 100, "it goes on with the second page"
