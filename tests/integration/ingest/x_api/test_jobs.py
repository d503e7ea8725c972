"""Compliance jobs against the stand-in: begun once a day, gone on with, and never taken for more than they say."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.stand_in.jobs import STORAGE, Jobs
from tests.stand_in.server import StandIn

from dawn_chorus.channel import Channel
from dawn_chorus.errors import FetchDelayedError, FetchError
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.x_api import comply as module
from dawn_chorus.ingest.x_api import storage
from dawn_chorus.ingest.x_api.comply import comply
from dawn_chorus.window import Window

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
NOW = dt.datetime(2030, 5, 5, 4, 0, tzinfo=dt.UTC)
TWEETS = 230
JOBS = "/2/compliance/jobs"
TOMBSTONES = "SELECT tweet_id::text, reason FROM facts.tombstones ORDER BY 1"
ENDED = "SELECT job_id, outcome, gone FROM facts.compliance_jobs ORDER BY 1"
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the storage."""
    monkeypatch.setattr(storage, "PAUSE_SECONDS", 0.0)


@pytest.fixture
def loaded(channel: Channel, landing: Path, pages: Path, ask: Maker) -> list[str]:
    """The ids of the day's loaded tweets."""
    land(channel, [pages], landing)
    load_day(channel, DAY, landing)
    return [row[0] for row in ask("SELECT tweet_id::text FROM facts.tweets ORDER BY tweet_id")]


@pytest.fixture
def serving(stand_in: Maker) -> Callable[..., StandIn]:
    """Starts a stand-in that takes compliance jobs, with the reasons of what is gone."""

    def start(gone: dict[str, str], *faults: str, **options: Any) -> StandIn:
        server: StandIn = stand_in(*faults)
        server.answers.jobs = Jobs(f"http://127.0.0.1:{server.port}", gone, **options)
        return server

    return start


def asked(server: StandIn) -> list[str]:
    """What was asked for, polls told once."""
    paths = [path for path, _ in server.requests]
    return [path for number, path in enumerate(paths) if number == 0 or path != paths[number - 1]]


def test_all_loaded_tweets_are_handed_in_and_those_that_are_gone_are_forgotten(
    channel: Channel, landing: Path, loaded: list[str], serving: Maker, world: Maker, ask: Maker
) -> None:
    server = serving({loaded[3]: "deleted", loaded[200]: "suspended", loaded[9]: "scrub_geo", "77": "deleted"})
    complied = comply(channel, landing, world=world(server))
    assert (complied.asked, complied.gone, complied.outcomes["there"]) == (TWEETS, 2, TWEETS - 2)
    assert server.answers.jobs.given == {"9001": loaded}
    assert ask(TOMBSTONES) == sorted([(loaded[3], "deleted"), (loaded[200], "suspended")])
    assert ask(ENDED) == [("9001", "complete", 2)]
    assert ask("SELECT loaded, tombstoned FROM facts.day_ledger") == [(TWEETS - 2, 2)]
    assert ask("SELECT count(*) FROM facts.api_reads") == [(0,)], "it costs nothing"
    assert asked(server) == [JOBS, f"{JOBS}/9001", f"{STORAGE}9001", f"{JOBS}/9001", f"{STORAGE}9001"]


def test_one_job_a_day_is_enough(
    channel: Channel, landing: Path, loaded: list[str], serving: Maker, world: Maker, ask: Maker
) -> None:
    server = serving({})
    comply(channel, landing, world=world(server))
    assert comply(channel, landing, world=world(server, NOW + dt.timedelta(hours=3))).asked == 0
    assert comply(channel, landing, world=world(server, NOW + dt.timedelta(days=1))).asked == TWEETS
    assert comply(channel, landing, Window(DAY, DAY), world(server, NOW + dt.timedelta(days=1))).asked == TWEETS
    assert len(ask(ENDED)) == 3


def test_a_job_that_takes_long_is_gone_on_with(
    channel: Channel, landing: Path, loaded: list[str], serving: Maker, world: Maker, ask: Maker
) -> None:
    server = serving({loaded[3]: "protected"}, looks=40)
    with pytest.raises(FetchDelayedError, match="9001 still goes on") as caught:
        comply(channel, landing, world=world(server))
    assert caught.value.may_pass
    assert ask(TOMBSTONES) == []
    assert comply(channel, landing, world=world(server)).gone == 1
    assert [path for path, _ in server.requests].count(JOBS) == 1, "no second one was begun"


def test_the_next_morning_ends_the_job_and_begins_another(
    channel: Channel, landing: Path, loaded: list[str], serving: Maker, world: Maker, ask: Maker
) -> None:
    server = serving({loaded[3]: "deleted"}, looks=40)
    with pytest.raises(FetchDelayedError):
        comply(channel, landing, world=world(server))
    server.answers.jobs.looks = 1
    comply(channel, landing, world=world(server, NOW + dt.timedelta(days=1)))
    assert ask(ENDED) == [("9001", "complete", 1), ("9002", "complete", 0)]


@pytest.mark.parametrize("step", ["results", "bury", "note_end", "forget"])
def test_killed_anywhere_the_next_call_does_the_rest(
    channel: Channel,
    landing: Path,
    loaded: list[str],
    serving: Maker,
    world: Maker,
    ask: Maker,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    server = serving({loaded[3]: "deleted"})
    with monkeypatch.context() as context:
        context.setattr(module if step in ("bury", "forget") else module.jobs, step, lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            comply(channel, landing, world=world(server))
    comply(channel, landing, world=world(server))
    land(channel, [], landing)
    load_day(channel, DAY, landing)
    assert ask(TOMBSTONES) == [(loaded[3], "deleted")]
    assert ask(ENDED) == [("9001", "complete", 1)]
    assert ask("SELECT loaded, tombstoned FROM facts.day_ledger") == [(TWEETS - 1, 1)]
    assert ask("SELECT count(*) FROM facts.tombstones WHERE purged_at IS NULL") == [(0,)]


# The requests: 1 opens the job, 2 looks, 3 hands in, 4 to 6 look, 7 reads the results.
@pytest.mark.parametrize("fault", ["503@1", "503@2", "503@3", "500@4", "503@7", "truncated@7"])
def test_a_fault_that_passes_changes_nothing(
    channel: Channel, landing: Path, loaded: list[str], serving: Maker, world: Maker, ask: Maker, fault: str
) -> None:
    comply(channel, landing, world=world(serving({loaded[3]: "deleted", loaded[4]: "deleted"}, fault)))
    assert [reason for _, reason in ask(TOMBSTONES)] == ["deleted", "deleted"]


@pytest.mark.parametrize("fault", ["503@7-99", "truncated@7-99", "cut@7-99", "404@7-99"])
def test_results_that_do_not_come_whole_are_not_used_and_asked_for_again(
    channel: Channel, landing: Path, loaded: list[str], serving: Maker, world: Maker, ask: Maker, fault: str
) -> None:
    server = serving(dict.fromkeys(loaded[:3], "deleted"), fault)
    with pytest.raises(FetchDelayedError):
        comply(channel, landing, world=world(server))
    assert ask(TOMBSTONES) == []
    server.plan.faults = []
    assert comply(channel, landing, world=world(server)).gone == 3


@pytest.mark.parametrize("status", ["failed", "expired"])
def test_a_job_that_the_platform_gives_up_is_followed_by_a_new_one(
    channel: Channel, landing: Path, loaded: list[str], serving: Maker, world: Maker, ask: Maker, status: str
) -> None:
    server = serving({loaded[3]: "deleted"}, status=status)
    with pytest.raises(FetchDelayedError, match="gave up the compliance job 9001"):
        comply(channel, landing, world=world(server))
    server.answers.jobs.status = "complete"
    assert comply(channel, landing, Window(DAY, DAY), world(server)).gone == 1
    assert ask(ENDED) == [("9001", "failed", None), ("9002", "complete", 1)]


def test_a_job_that_was_left_alone_for_days_is_not_asked_about_any_more(
    channel: Channel, landing: Path, loaded: list[str], serving: Maker, world: Maker, ask: Maker
) -> None:
    server = serving({}, looks=40)
    with pytest.raises(FetchDelayedError):
        comply(channel, landing, world=world(server))
    server.answers.jobs.looks = 1
    comply(channel, landing, world=world(server, NOW + dt.timedelta(days=9)))
    assert ask(ENDED) == [("9001", "failed", None), ("9002", "complete", 0)]


def test_results_by_which_most_are_gone_are_not_believed_unless_somebody_is_sure(
    channel: Channel, landing: Path, loaded: list[str], serving: Maker, world: Maker, ask: Maker
) -> None:
    server = serving(dict.fromkeys(loaded, "suspended"))
    with pytest.raises(FetchError, match="230 of 230 tweets are gone at once; none was forgotten"):
        comply(channel, landing, world=world(server))
    assert ask(TOMBSTONES) == []
    comply(channel, landing, world=world(server), is_sure=True)
    assert len(ask(TOMBSTONES)) == TWEETS


def test_a_file_is_sent_to_no_place_that_is_not_the_platforms(
    channel: Channel, landing: Path, loaded: list[str], serving: Maker, world: Maker, ask: Maker
) -> None:
    server = serving({})
    server.answers.jobs.address = "https://files.evil.example"
    with pytest.raises(FetchError, match="unknown place"):
        comply(channel, landing, world=world(server))


def test_where_jobs_are_not_allowed_cited_tweets_are_asked_for(
    channel: Channel, landing: Path, loaded: list[str], stand_in: Maker, world: Maker, ask: Maker
) -> None:
    server = stand_in()
    assert comply(channel, landing, world=world(server)).asked == 0, "no post cites any"
    assert asked(server) == [JOBS]
    assert ask(ENDED) == []


def test_without_loaded_tweets_nobody_is_asked(channel: Channel, landing: Path, serving: Maker, world: Maker) -> None:
    server = serving({})
    comply(channel, landing, world=world(server))
    assert server.requests == []
