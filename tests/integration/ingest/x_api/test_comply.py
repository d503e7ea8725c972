"""Deletions of cited tweets: what the API says is gone is forgotten, and no fault of the network is taken for that."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus import pipeline
from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import BudgetError, FetchDelayedError, FetchError
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.x_api import comply as module
from dawn_chorus.ingest.x_api.comply import check_cited
from dawn_chorus.window import Window

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
NOW = dt.datetime(2030, 5, 5, 4, 0, tzinfo=dt.UTC)
CITED = 130  # of the day's tweets: two requests
CHECKS = "SELECT outcome, count(*) FROM facts.compliance_checks GROUP BY 1 ORDER BY 1"
TOMBSTONES = "SELECT tweet_id::text, reason FROM facts.tombstones ORDER BY 1"
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def cited(channel: Channel, landing: Path, pages: Path, database: sa.Engine) -> list[str]:
    """The ids that the published post of the day cites."""
    land(channel, [pages], landing)
    load_day(channel, DAY, landing)
    with database.connect() as connection:
        query = f"SELECT tweet_id::text FROM facts.tweets ORDER BY tweet_id LIMIT {CITED}"
        ids = list(connection.scalars(sa.text(query)))
    publish(channel, DAY, ids)
    return ids


def publish(channel: Channel, day: dt.date, ids: Sequence[str]) -> None:
    """Write the rows of a published report."""
    statements = [{"citations": [{"tweet_id": each}]} for each in ids]
    window = {"channel": channel.name, "day": day}
    with transaction("analyst") as connection:
        run = """INSERT INTO results.runs (channel, first_day, last_day, input_hash, config_hash, code_version)
            VALUES (:channel, :day, :day, '', '', '') RETURNING run_id"""
        of_run = window | {"run_id": connection.execute(sa.text(run), window).scalar_one()}
        report = "INSERT INTO results.reports VALUES (:run_id, 'slug', 'title', cast(:document AS jsonb), 1, 0)"
        connection.execute(sa.text(report), of_run | {"document": json.dumps({"statements": statements})})
        connection.execute(sa.text("INSERT INTO results.current_runs VALUES (:channel, :day, :day, :run_id)"), of_run)
        publication = """INSERT INTO results.publications (run_id, channel, slug, remote, branch, commit_sha)
            VALUES (:run_id, :channel, 'slug', 'remote', 'main', 'sha')"""
        connection.execute(sa.text(publication), of_run)


def test_tweets_that_are_gone_are_forgotten_with_the_reason(
    channel: Channel, landing: Path, cited: list[str], stand_in: Maker, world: Maker, ask: Maker
) -> None:
    server = stand_in()
    server.answers.gone = {cited[3]: "deleted", cited[50]: "protected", cited[120]: "suspended"}
    complied = check_cited(channel, landing, world=world(server))
    assert (complied.asked, complied.gone) == (CITED, 3)
    assert ask(TOMBSTONES) == sorted([(cited[3], "deleted"), (cited[50], "protected"), (cited[120], "suspended")])
    assert ask(CHECKS) == [("deleted", 1), ("protected", 1), ("suspended", 1), ("there", CITED - 3)]
    assert ask("SELECT loaded, tombstoned FROM facts.day_ledger") == [(227, 3)]
    assert ask("SELECT count(*) FROM facts.tombstones WHERE purged_at IS NULL") == [(0,)]
    assert ask("SELECT extract_hash IS NOT NULL FROM facts.landing_files") == [(True,)]


def test_it_is_paid_like_any_read_and_not_asked_for_again_that_day(
    channel: Channel, landing: Path, cited: list[str], stand_in: Maker, world: Maker, ask: Maker
) -> None:
    server = stand_in()
    server.answers.gone = {cited[3]: "deleted"}
    check_cited(channel, landing, world=world(server))
    assert check_cited(channel, landing, world=world(server)).asked == 0
    assert [path for path, _ in server.requests] == ["/2/tweets"] * 2
    booked = "SELECT kind, count(*), sum(cost_usd) FROM facts.api_reads GROUP BY kind"
    assert [(kind, count, float(cost)) for kind, count, cost in ask(booked)] == [("post", CITED - 1, 0.645)]


@pytest.mark.parametrize("fault", ["500@1", "503@1-2", "reset@1", "truncated@2", "cut@1", "html@1", "429@1", "slow@1"])
def test_a_fault_that_passes_changes_nothing(
    channel: Channel, landing: Path, cited: list[str], stand_in: Maker, world: Maker, ask: Maker, fault: str
) -> None:
    server = stand_in(fault)
    server.answers.gone = {cited[3]: "deleted"}
    check_cited(channel, landing, world=world(server))
    assert ask(TOMBSTONES) == [(cited[3], "deleted")]
    assert ask("SELECT count(*) FROM facts.compliance_checks") == [(CITED,)]


@pytest.mark.parametrize(
    ("fault", "error"),
    [("500", FetchDelayedError), ("truncated", FetchDelayedError), ("cut", FetchDelayedError), ("402", FetchError)],
)
def test_a_fault_that_stays_is_no_deletion_and_what_was_found_before_stands(
    channel: Channel,
    landing: Path,
    cited: list[str],
    stand_in: Maker,
    world: Maker,
    ask: Maker,
    fault: str,
    error: type[FetchError],
) -> None:
    server = stand_in(f"{fault}@2-99")
    server.answers.gone = {cited[3]: "deleted", cited[120]: "deleted"}
    with pytest.raises(error):
        check_cited(channel, landing, world=world(server))
    assert ask(TOMBSTONES) == [(cited[3], "deleted")]
    assert ask("SELECT tombstoned FROM facts.day_ledger") == [(1,)]
    again = stand_in()
    again.answers.gone = server.answers.gone
    assert check_cited(channel, landing, world=world(again)).asked == CITED - 100, "it goes on where it was"
    assert len(ask(TOMBSTONES)) == 2


@pytest.mark.parametrize("fault", ["unanswered", "other-problem"])
def test_what_is_not_answered_is_neither_gone_nor_checked(
    channel: Channel, landing: Path, cited: list[str], stand_in: Maker, world: Maker, ask: Maker, fault: str
) -> None:
    complied = check_cited(channel, landing, world=world(stand_in(f"{fault}@1-9")))
    assert complied.gone == 0
    assert complied.outcomes["there"] == CITED // 2
    assert ask(TOMBSTONES) == []
    assert check_cited(channel, landing, world=world(stand_in())).asked == CITED // 2


def test_an_answer_by_which_most_are_gone_is_not_believed_unless_somebody_is_sure(
    channel: Channel, landing: Path, cited: list[str], stand_in: Maker, world: Maker, ask: Maker
) -> None:
    with pytest.raises(FetchError, match="100 of 100 tweets are gone at once; none was forgotten"):
        check_cited(channel, landing, world=world(stand_in("all-gone@1-9")))
    assert ask(TOMBSTONES) == []
    assert ask(CHECKS) == []
    check_cited(channel, landing, world=world(stand_in("all-gone@1-9")), is_sure=True)
    assert len(ask(TOMBSTONES)) == CITED


def test_no_cap_is_passed(
    asking: Maker, landing: Path, cited: list[str], stand_in: Maker, world: Maker, ask: Maker
) -> None:
    server = stand_in()
    with pytest.raises(BudgetError, match=r"looking up 30 cited tweets could cost \$0.15"):
        check_cited(asking({"per_day": "0.6", "per_month": 10}, query="x"), landing, world=world(server))
    assert len(server.requests) == 1


@pytest.mark.parametrize("step", ["bury", "forget"])
def test_killed_between_the_answer_and_its_effect_nothing_is_lost(
    channel: Channel,
    landing: Path,
    cited: list[str],
    stand_in: Maker,
    world: Maker,
    ask: Maker,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    server = stand_in()
    server.answers.gone = {cited[3]: "deleted"}
    with monkeypatch.context() as context:
        context.setattr(module, step, lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            check_cited(channel, landing, world=world(server))
    check_cited(channel, landing, world=world(server))
    land(channel, [], landing)
    load_day(channel, DAY, landing)
    assert ask("SELECT loaded, tombstoned FROM facts.day_ledger") == [(229, 1)]
    assert ask("SELECT count(*) FROM facts.tombstones WHERE purged_at IS NULL") == [(0,)]


@pytest.mark.parametrize(("days", "asked"), [(27, CITED), (29, 0)])
def test_posts_are_checked_for_four_weeks(
    channel: Channel, landing: Path, cited: list[str], stand_in: Maker, world: Maker, days: int, asked: int
) -> None:
    now = NOW + dt.timedelta(days=days - 1)
    assert check_cited(channel, landing, world=world(stand_in(now=now), now)).asked == asked


def test_days_that_are_named_are_checked_whenever(
    channel: Channel, landing: Path, cited: list[str], stand_in: Maker, world: Maker
) -> None:
    now = NOW + dt.timedelta(days=400)
    given = world(stand_in(now=now), now)
    assert check_cited(channel, landing, Window(DAY, DAY), given).asked == CITED
    other = Window(DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=1))
    assert check_cited(channel, landing, other, given).asked == 0


def test_a_channel_that_reads_files_asks_nobody(channel: Channel, landing: Path) -> None:
    files = channel.model_copy(update={"sources": ()})
    assert check_cited(files, landing).asked == 0


def test_maintenance_leaves_channels_without_a_credential_alone(
    channel: Channel, cited: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_X_API", raising=False)
    assert pipeline.comply_if_configured(channel) is None


def test_the_post_no_longer_cites_what_is_gone(sample: Maker, chorus: Maker, database: sa.Engine, home: Path) -> None:
    server = sample()
    days = ("--from", "2026-03-02", "--to", "2026-03-02")
    assert chorus(server, "run", "twitter_x", *days).returncode == 0
    document = "SELECT document::text FROM results.reports INNER JOIN results.current_runs USING (run_id)"
    with database.connect() as connection:
        before = json.loads(connection.scalar(sa.text(document)) or "")
        victim = before["statements"][0]["citations"][0]["tweet_id"]
        server.answers.gone = {victim: "deleted"}
        done = chorus(server, "comply", "twitter_x", *days)
        assert done.returncode == 0, done.stderr
        assert "1 deleted" in done.stdout
        assert victim not in (connection.scalar(sa.text(document)) or victim)
