"""What an operator does at a running Airflow: backfills by form and REST, approvals, the notices that call for him."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.error import HTTPError

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, sync_playwright
from tests.conftest import require_binary
from tests.dags.conftest import Airflow, Installation, running
from tests.dags.post_office import SECRET, PostOffice, post_office
from tests.project import make_project

CHANNEL, FORM_CHANNEL = "twitter_ai", "twitter_finance"
DAYS = ("2026-03-02", "2026-03-03", "2026-03-04")
MAIL_TO = "desk@example.org"
pytestmark = pytest.mark.timeout(900)
QUESTION = "publish.approve_report"
WITHIN_SECONDS = 300
SETTLED_SECONDS = 3
BOUNDS = {  # three days asked for in every way of writing midnight
    "zulu": ("{first}T00:00:00Z", "{last}T00:00:00Z"),
    "local": ("{first}T00:00:00+08:00", "{last}T00:00:00+08:00"),
    "west": ("{first}T00:00:00-05:00", "{last}T00:00:00-05:00"),
    "end of day": ("{first}T00:00:00Z", "{last}T23:59:59Z"),
}


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    """Where notices arrive."""
    with post_office() as made:
        yield made


@pytest.fixture(scope="module")
def desk(installation: Installation, office: PostOffice) -> Installation:
    """The installation with a channel that asks before it publishes, and people to tell."""
    notices = {"mail_to": [MAIL_TO], "deadline_hours": 8}
    project = make_project(installation.home / "project", CHANNEL, approval="required", notices=notices)
    return replace(installation, env={**installation.env, **office.connections, "CHORUS_PROJECT": str(project)})


@pytest.fixture(scope="module")
def airflow(desk: Installation) -> Iterator[Airflow]:
    """One Airflow for all of these."""
    with running(desk) as api:
        api.patch(f"/dags/{CHANNEL}", {"is_paused": False})
        yield api


def wait_for(holds: Callable[[], Any], what: str, within: float = WITHIN_SECONDS) -> Any:
    """Wait until an answer counts as true, and give it."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if answer := holds():
            return answer
        time.sleep(1)
    return pytest.fail(f"{what} did not come within {within} s")


def run(airflow: Airflow, conf: dict[str, Any], dag: str = CHANNEL) -> str:
    """Trigger a run; the path of it."""
    made = airflow.post(f"/dags/{dag}/dagRuns", {"logical_date": None, "conf": conf})
    return f"/dags/{dag}/dagRuns/{made['dag_run_id']}"


def states(airflow: Airflow, path: str) -> dict[str, str]:
    """State of each task of a run."""
    return {each["task_id"]: each["state"] for each in airflow.get(f"{path}/taskInstances")["task_instances"]}


def ended(airflow: Airflow, path: str) -> str:
    """How a run ended."""
    return str(
        wait_for(lambda: (state := airflow.get(path)["state"]) in ("success", "failed") and state, f"the end of {path}")
    )


def asked(airflow: Airflow, path: str) -> str:
    """Wait until a run asks for approval; the path of the question."""
    wait_for(lambda: states(airflow, path).get(QUESTION) == "awaiting_input", "the question")
    return f"{path}/taskInstances/{QUESTION}/-1/hitlDetails"


def settle(airflow: Airflow, path: str, answer: Callable[[], object]) -> str:
    """Answer a run's question until it is heard, and say how the run ended.

    Who answers in the same second as a busy Airflow parks the task is taken for a lost process, and asked again.
    """

    def heard() -> str | None:
        if (state := airflow.get(path)["state"]) in ("success", "failed"):
            return str(state)
        if states(airflow, path).get(QUESTION) == "awaiting_input":
            time.sleep(SETTLED_SECONDS)
            with suppress(HTTPError):  # answered, and not resumed yet
                answer()
        return None

    return str(wait_for(heard, f"the end of {path}"))


def choose(airflow: Airflow, path: str, option: str) -> Callable[[], object]:
    """The answer that chooses an option."""
    question = f"{path}/taskInstances/{QUESTION}/-1/hitlDetails"
    return lambda: airflow.patch(question, {"chosen_options": [option], "params_input": {}})


@pytest.mark.parametrize("bounds", BOUNDS.values(), ids=BOUNDS)
@pytest.mark.parametrize("order", [{}, {"run_backwards": False}, {"run_backwards": True}], ids=str)
def test_days_asked_for_are_exactly_those_days_newest_first_unless_turned_round(
    airflow: Airflow, bounds: tuple[str, str], order: dict[str, bool]
) -> None:
    first, last = (bound.format(first=DAYS[0], last=DAYS[-1]) for bound in bounds)
    asked_for = {"dag_id": CHANNEL, "from_date": first, "to_date": last, **order}
    told = airflow.post("/backfills/dry_run", asked_for)["backfills"]
    days = [each["partition_key"] for each in told]
    assert days == sorted(DAYS, reverse=not order.get("run_backwards"))


def test_an_approved_post_is_published_and_who_approved_is_recorded(
    airflow: Airflow, desk: Installation, office: PostOffice, sample: str
) -> None:
    path = run(airflow, {"first_day": DAYS[0], "data": sample})
    question = asked(airflow, path)
    assert desk.rows("SELECT count(*) FROM results.publications") == [[0]]
    detail = airflow.get(question)
    run_id = desk.rows("SELECT max(run_id) FROM results.runs")[0][0]
    assert f"/dawn-chorus/channels/{CHANNEL}/runs/{run_id}" in detail["body"]
    assert any("waits for approval" in text for text in office.chat)

    assert settle(airflow, path, choose(airflow, path, "Approve")) == "success"

    ((by, at),) = desk.rows("SELECT approved_by, approved_at IS NOT NULL FROM results.publications")
    assert (by, at) == ("admin", True)
    assert len(desk.posts()) == 1
    ((statements,),) = desk.rows("SELECT statements FROM results.reports")
    assert office.gauges[f"airflow.dawn_chorus.{CHANNEL}.statements"] == statements > 0
    assert office.gauges[f"airflow.dawn_chorus.{CHANNEL}.tweets"] > 100


@pytest.mark.parametrize("how", ["rejected", "unanswered"])
def test_a_post_that_is_not_approved_stays_unpublished(
    airflow: Airflow, desk: Installation, sample: str, how: str
) -> None:
    path = run(airflow, {"first_day": DAYS[1], "data": sample})
    answers = {
        "rejected": choose(airflow, path, "Reject"),
        "unanswered": lambda: _let_time_pass(desk, "task_instance SET trigger_timeout", "state = 'awaiting_input'"),
    }
    assert settle(airflow, path, answers[how]) == "success"
    assert states(airflow, path)["publish.publish_report"] == "skipped"
    assert len(desk.posts()) == 1


def test_a_blocked_day_and_a_late_run_are_told_without_a_word_of_a_tweet_or_a_secret(
    airflow: Airflow, desk: Installation, office: PostOffice, sample: str
) -> None:
    office.chat.clear()
    path = run(airflow, {"first_day": DAYS[0], "data": sample})
    asked(airflow, path)
    _let_time_pass(desk, "deadline SET deadline_time", "NOT missed")
    wait_for(lambda: [text for text in office.chat if text.splitlines()[0].endswith("is late")], "the notice of it")
    wait_for(lambda: [mail for mail in office.mails if mail[1].endswith("is late")], "the mail of it")
    settle(airflow, path, choose(airflow, path, "Reject"))

    blocked = run(airflow, {"first_day": "2025-06-01", "data": sample})
    assert ended(airflow, blocked) == "failed"
    told = wait_for(lambda: [text for text in office.chat if "blocked" in text], "the notice that it is blocked")
    assert told[0].splitlines()[0] == f"{CHANNEL} 2025-06-01 ingest.judge is blocked; nothing was published"
    assert f"{CHANNEL} has no tweets on 2025-06-01." in told[0]
    mails = wait_for(lambda: [mail for mail in office.mails if "blocked" in mail[1]], "the mail")
    assert mails[0][0] == (MAIL_TO,)

    assert {f"/{SECRET}"} == set(office.paths)
    everything = "\n".join([*office.chat, *(f"{subject}\n{body}" for _, subject, body in office.mails)])
    texts = [str(row[0]) for row in desk.rows("SELECT DISTINCT text FROM facts.tweets WHERE length(text) > 12")]
    assert len(texts) > 100
    assert [text for text in texts if text in everything or text[:20] in everything] == []
    assert SECRET not in everything


def _let_time_pass(desk: Installation, column: str, where: str) -> None:
    """Move a moment of Airflow's own into the past."""
    engine = sa.create_engine(desk.env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {column} = now() WHERE {where}"))
    engine.dispose()


@pytest.fixture
def page(airflow: Airflow, desk: Installation) -> Iterator[Page]:
    """A browser in Shanghai, logged in."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=require_binary("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 1000}, timezone_id="Asia/Shanghai", locale="en-US")
        page.set_default_timeout(60_000)
        page.goto(airflow.url)
        page.fill('input[name="username"]', "admin")
        page.fill('input[name="password"]', airflow.password)
        page.press('input[name="password"]', "Enter")
        page.wait_for_url(lambda url: "/auth/" not in url, timeout=60_000)
        page.wait_for_load_state()
        yield page
        chromium.close()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
@pytest.mark.parametrize("time", ["", "00:00"], ids=["days alone", "midnights"])
def test_the_form_asks_for_the_days_that_were_written_into_it(page: Page, zone: str, time: str) -> None:
    asked = fill_form(page, zone, time)
    assert asked == sorted(DAYS, reverse=True)


def test_the_form_runs_its_days_newest_first_without_fetching_or_publishing(
    airflow: Airflow, desk: Installation, page: Page, sample: str
) -> None:
    fill_form(page, "Asia/Shanghai", "00:00")
    page.get_by_text("Override parameters on existing runs").click()  # without it the form sends no parameter at all
    page.locator("#element_data").fill(sample)
    for switch in ("fetch", "publish"):
        page.locator(f'input[name="element_{switch}"]').locator("xpath=..").click()
    page.get_by_role("button", name="Run Backfill").click()

    def done() -> list[Any]:
        runs = airflow.get(f"/dags/{FORM_CHANNEL}/dagRuns?run_type=backfill&limit=100")["dag_runs"]
        return list(runs) if len(runs) == len(DAYS) and all(each["end_date"] for each in runs) else []

    runs = wait_for(done, "the end of the backfill", 3 * WITHIN_SECONDS)
    told = [(each["conf"], states(airflow, f"/dags/{FORM_CHANNEL}/dagRuns/{each['dag_run_id']}")) for each in runs]
    assert {each["state"] for each in runs} == {"success"}, told
    assert {(each["conf"]["fetch"], each["conf"]["publish"]) for each in runs} == {(False, False)}
    newest_first = sorted(DAYS, reverse=True)
    assert [each["partition_key"] for each in sorted(runs, key=lambda each: str(each["start_date"]))] == newest_first
    assert desk.rows(f"SELECT count(*) FROM results.publications WHERE channel = '{FORM_CHANNEL}'") == [[0]]


def fill_form(page: Page, zone: str, time: str) -> list[str]:
    """Write three days into the form of a backfill, as somebody whose UI shows that zone; the days it will run."""
    told: list[Any] = []
    page.on("response", lambda answer: told.append(answer) if answer.url.endswith("/dry_run") and answer.ok else None)
    page.add_init_script(f"localStorage.setItem('timezone', {json.dumps(json.dumps(zone))})")
    page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/')[2]}/dags/{FORM_CHANNEL}")
    page.get_by_test_id("trigger-dag-button").click()
    page.get_by_text("Backfill", exact=True).last.click()
    for day in (DAYS[0], DAYS[-1]):
        page.get_by_text("Select date and time").first.click()
        page.get_by_placeholder("YYYY/MM/DD").fill(day.replace("-", "/"))
        page.get_by_placeholder("YYYY/MM/DD").press("Enter")
        if time:
            page.get_by_placeholder("HH:mm").fill(time)
            page.get_by_placeholder("HH:mm").press("Enter")
        page.get_by_text("Date Range").click()
    wait_for(lambda: page.wait_for_timeout(1500) or told, "the days of the form")
    return [each["partition_key"] for each in told[-1].json()["backfills"]]
