"""Every notice that a task gives, on its real way: a run of the DAG, Airflow's notifiers, a chat and a mail server."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import pytest
from tests.dags.conftest import Installation
from tests.dags.post_office import SECRET, PostOffice, post_office
from tests.dags.test_runs import run
from tests.project import make_project
from tests.stand_in.answers import Answers
from tests.stand_in.archive import Archive
from tests.stand_in.faults import Plan
from tests.stand_in.server import StandIn
from tests.weeks import copy_day

CHANNEL, MAIL_TO = "twitter_ai", "desk@example.org"
PAGES = 2  # of a day's five: its last hours
SOURCES = [
    {"name": "inbox", "kind": "files", "path": "{home}/inbox/twitter_ai"},
    {"name": "search", "kind": "x_api", "query": "ai"},
]
# The head of each notice, and what stands below it.
NOTICES = {
    "failed": ("twitter_ai 2026-03-02 ingest.land failed", "the task's log says why and what to do"),
    "blocked": ("twitter_ai 2025-06-01 ingest.judge is blocked; nothing was published", "has no tweets on 2025-06-01"),
    "budget": ("twitter_ai 2026-03-08 ingest.land: the budget is used up", "budget.per_day"),
    "stale": ("twitter_ai 2026-03-09: input is missing", "hours of"),
}


@dataclass(frozen=True)
class Told:
    """What came to the chat and by mail, and how each run ended."""

    office: PostOffice
    states: dict[str, str]
    texts: list[str]


@pytest.fixture(scope="module")
def told(installation: Installation, sample: str) -> Iterator[Told]:
    """One run for each notice, in one process."""
    plan = {"notices": {"mail_to": [MAIL_TO]}, "sources": SOURCES, "budget": {"per_day": 0.1}}
    project = make_project(installation.home / "project", CHANNEL, **plan)
    thin = copy_day("2026-03-02", 1, installation.home, PAGES)
    confs = {
        "failed": {"first_day": "2026-03-02", "data": "/nowhere/tweets.json"},
        "blocked": {"first_day": "2025-06-01", "data": sample},
        "budget": {"first_day": "2026-03-08", "data": None},  # what the run before was given would hold on
        "stale": {"first_day": "2026-03-09", "data": str(thin)},
    }
    with post_office() as office, _x_api() as server:
        env = {**installation.env, **office.connections, "CHORUS_PROJECT": str(project)}
        env |= {"AIRFLOW_CONN_X_API": f"http://:planted@127.0.0.1:{server.port}/?archive_pause=0"}
        desk = replace(installation, env=env)
        desk.chorus("ingest", CHANNEL, "--from", "2026-03-02", "--to", "2026-03-08", "--data", sample)
        ended = run(desk, *confs.values())
        texts = desk.rows("SELECT DISTINCT text FROM facts.tweets WHERE length(text) > 12")
        yield Told(office, dict(zip(confs, [state for state, _ in ended], strict=True)), [text for (text,) in texts])


def _x_api() -> StandIn:
    sample = Path(__file__).resolve().parents[2] / "include" / "sample" / CHANNEL / "2026-03-08.jsonl.gz"
    return StandIn(Answers(Archive.read([sample])), Plan([]))


@pytest.mark.parametrize("kind", NOTICES)
def test_the_chat_and_the_mailbox_are_told_once(told: Told, kind: str) -> None:
    head, text = NOTICES[kind]
    assert told.states[kind] == ("success" if kind == "stale" else "failed"), "a thin day has its short post"
    (said,) = [each for each in told.office.chat if each.splitlines()[0] == head]
    assert text in said
    ((to, _, body),) = [mail for mail in told.office.mails if mail[1] == head]
    assert to == (MAIL_TO,)
    assert text in unescape(body)


def test_nothing_else_is_told_and_no_word_of_a_tweet_or_a_secret(told: Told) -> None:
    assert len(told.office.chat) == len(told.office.mails) == len(NOTICES)
    everything = json.dumps([told.office.chat, told.office.mails], ensure_ascii=False)
    assert len(told.texts) > 100
    assert [text for text in told.texts if text[:20] in everything] == []
    assert SECRET not in everything
    assert "planted" not in everything
