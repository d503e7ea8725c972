"""Everything that goes wrong between the X API and us: what may pass is tried again, what may not is one clear line."""

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.errors import FetchDelayedError, FetchError
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.x_api.fetch import fetch

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
TWEETS = 230
WHOLE = "SELECT count(*), count(DISTINCT tweet_id) FROM facts.tweets"
FETCH = "SELECT pages, tweets, problems, outcome FROM facts.fetches"
LEDGER = "SELECT records = loaded + duplicate + rejected + tombstoned FROM facts.day_ledger"

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def clean(channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker) -> Callable[[Any], None]:
    """Fetches from a stand-in, loads the day, and checks that it is as whole as from a network without faults."""

    def check(server: Any) -> None:
        fetch(channel, [DAY], landing, world(server))
        load_day(channel, DAY, landing)
        assert ask(WHOLE) == [(TWEETS, TWEETS)]
        assert ask(LEDGER) == [(True,)]

    return check


@pytest.mark.parametrize(
    ("fault", "requests"),
    [
        ("500@2", 4),
        ("503@1-3", 6),
        ("reset@2", 4),
        ("truncated@2", 4),
        ("cut@3", 4),
        ("html@1", 4),
        ("slow@2", 3),
        ("duplicate@2-3", 3),
        ("new-field@1-3", 3),
    ],
)
def test_what_may_pass_is_tried_again_until_the_day_is_whole(
    clean: Callable[[Any], None], stand_in: Maker, fault: str, requests: int
) -> None:
    server = stand_in(fault)
    clean(server)
    assert len(server.requests) == requests


@pytest.mark.parametrize("fault", ["500", "reset", "truncated", "cut", "html"])
def test_what_goes_on_failing_is_given_up_and_goes_on_later_where_it_was(
    clean: Callable[[Any], None], channel: Channel, landing: Path, stand_in: Maker, world: Maker, fault: str
) -> None:
    with pytest.raises(FetchDelayedError, match=r"failed 5 times at /2/tweets/search/recent") as caught:
        fetch(channel, [DAY], landing, world(stand_in(f"{fault}@2-99")))
    assert caught.value.may_pass
    server = stand_in()
    clean(server)
    assert [asked.get("next_token") for _, asked in server.requests] == ["t100", "t200"]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("401", "does not accept the credential"),
        ("402", "wants credit"),
        ("403", "refuses this to the credential"),
        ("404", "does not know what was asked for"),
    ],
)
def test_a_refusal_is_never_sent_again(
    clean: Callable[[Any], None], channel: Channel, landing: Path, stand_in: Maker, world: Maker, status: str, told: str
) -> None:
    server = stand_in(f"{status}@2-99")
    with pytest.raises(FetchError, match=told) as caught:
        fetch(channel, [DAY], landing, world(server))
    assert not caught.value.may_pass
    assert f"HTTP {status}" in caught.value.message
    assert len(server.requests) == 2
    clean(stand_in())


def test_the_rate_limit_is_waited_for_and_the_log_says_until_when(
    clean: Callable[[Any], None], stand_in: Maker, slept: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    clean(stand_in("429@2"))
    assert len(slept) == 1
    assert 1 < slept[0] < 5
    assert "rate limit used up, waiting until 20" in caplog.text


def test_an_answer_that_used_the_rate_limit_up_is_waited_for_without_being_refused_first(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, slept: list[float]
) -> None:
    server = stand_in(rate=2, rate_seconds=600)
    with pytest.raises(FetchDelayedError, match="goes on refusing"):
        fetch(channel, [DAY], landing, world(server))
    assert 590 < slept[0] <= 602, "before the third request"
    assert len(server.requests) == 2 + 3


def test_a_rate_limit_that_is_too_far_off_is_left_to_a_later_run(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, slept: list[float]
) -> None:
    with pytest.raises(FetchDelayedError, match="is used up until") as caught:
        fetch(channel, [DAY], landing, world(stand_in(rate=1, rate_seconds=24 * 3600)))
    assert caught.value.may_pass
    assert slept == []


def test_a_token_that_repeats_ends_the_fetch(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker, caplog: pytest.LogCaptureFixture
) -> None:
    server = stand_in("looping@2-99")
    fetch(channel, [DAY], landing, world(server))
    assert len(server.requests) == 2
    assert ask(FETCH) == [(2, 200, 0, "looping")]
    assert "brought nothing new" in caplog.text


def test_pages_that_stay_empty_end_the_fetch(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    server = stand_in("empty@2-99")
    fetch(channel, [DAY], landing, world(server))
    assert ask(FETCH) == [(4, 100, 0, "empty")]
    assert [asked.get("next_token") for _, asked in server.requests] == [None, "t100", "t100e1", "t100e2"]


def test_one_empty_page_does_not_end_the_fetch(clean: Callable[[Any], None], stand_in: Maker) -> None:
    clean(stand_in("empty@2"))


def test_a_day_without_tweets_is_complete(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    fetch(channel, [dt.date(2030, 5, 2)], landing, world(stand_in()))
    assert ask(FETCH) == [(1, 0, 0, "complete")]


def test_what_the_api_could_not_give_is_kept(
    clean: Callable[[Any], None], stand_in: Maker, ask: Maker, caplog: pytest.LogCaptureFixture
) -> None:
    clean(stand_in("partial@1-2"))
    problems = "SELECT problem_no, title, resource_type, resource_id FROM facts.fetch_problems ORDER BY problem_no"
    assert ask(problems) == [
        (1, "Not Found Error", "user", "4040404"),
        (2, "Not Found Error", "tweet", "4040405"),
        (3, "Not Found Error", "user", "4040404"),
        (4, "Not Found Error", "tweet", "4040405"),
    ]
    assert ask(FETCH) == [(3, TWEETS, 4, "complete")]
    assert "could not give 4 things" in caplog.text


def test_a_field_of_another_type_costs_one_record_and_not_the_page(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker
) -> None:
    fetch(channel, [DAY], landing, world(stand_in("changed-type@2")))
    ledger = load_day(channel, DAY, landing)
    assert (ledger.loaded, ledger.rejected) == (TWEETS - 1, 1)
    assert ask("SELECT reason FROM facts.quarantine") == [("wrong_type",)]


def test_a_page_that_does_not_say_whether_another_follows_is_not_the_last(
    clean: Callable[[Any], None], channel: Channel, landing: Path, stand_in: Maker, world: Maker
) -> None:
    with pytest.raises(FetchError, match="whether another follows"):
        fetch(channel, [DAY], landing, world(stand_in("no-meta@2")))
    clean(stand_in())


def test_an_answer_that_repeats_the_credential_is_not_kept(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, ask: Maker, token: str
) -> None:
    with pytest.raises(FetchError, match="repeats the credential") as caught:
        fetch(channel, [DAY], landing, world(stand_in("echo@1")))
    assert token not in str(caught.value)
    assert ask("SELECT count(*) FROM facts.landing_files") == [(0,)]


def test_a_wrong_credential_is_told_without_repeating_it(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    caplog.set_level(logging.DEBUG)
    server = stand_in()
    server.token = "another"
    with pytest.raises(FetchError, match="does not accept the credential") as caught:
        fetch(channel, [DAY], landing, world(server))
    assert token not in f"{caught.value!r} {caught.value.__cause__} {caplog.text}"


def test_many_faults_by_chance_leave_a_whole_day(clean: Callable[[Any], None], stand_in: Maker) -> None:
    clean(stand_in("503%12", "reset%8", "cut%8", "429%6", page_size=10))
