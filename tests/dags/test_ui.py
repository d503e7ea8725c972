"""The plugin in a real api-server: who may read what, and what a browser makes of it in Airflow's own frame."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright
from tests.conftest import require_binary
from tests.dags.conftest import REPOSITORY, SAMPLE, Installation

from dawn_chorus.ui.app import Access, make_app

READY_WITHIN_SECONDS = 240
DAY = "2026-03-02"
PREFIX = "/dawn-chorus"
CHANNEL = "twitter_ai"
VISITOR, MAY_READ = "visitor", "twitter_finance"  # as tests/dags/some_access.py, which only Airflow may import
FILLED = {
    "first_day": DAY,
    "last_day": DAY,
    "dag_run_id:path": "manual__1+2:3/4",
    "run_id": "1",
    "story_id": "any",
    "handle": "plover_naka",
    "record": "000000000000:1",
}
SYNC = f"""
from airflow.dag_processing.bundles.manager import DagBundlesManager
from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db
DagBundlesManager().sync_bundles_to_db()
sync_bag_to_db(DagBag({str(REPOSITORY / "dags")!r}), "dags-folder", None)
"""
# What of the application needs no Airflow: its routes.
ROUTES = [
    str(route.path)  # type: ignore[attr-defined]
    for route in make_app(Access(lambda: None, lambda: {CHANNEL}, lambda dag_id, dag_run_id: None)).routes
]
OF_CHANNELS = [route for route in ROUTES if "{dag_id}" in route]


def filled(route: str, channel: str = CHANNEL) -> str:
    """A route's address, with something sensible in each place."""
    address = PREFIX + route.replace("{dag_id}", channel)
    for place, value in FILLED.items():
        address = address.replace(f"{{{place}}}", value)
    return address


@dataclass(frozen=True)
class Server:
    """A running api-server: its address, and a token by user."""

    url: str
    tokens: Mapping[str, str]

    def ask(self, address: str, user: str | None = None, method: str = "GET") -> httpx.Response:
        """The answer to a request, as somebody or as nobody."""
        headers = {"Authorization": f"Bearer {self.tokens[user]}"} if user else {}
        return httpx.request(method, self.url + address, headers=headers, timeout=60)


@pytest.fixture(scope="module")
def server(installation: Installation) -> Iterator[Server]:
    """An api-server alone, with a day of the sample and somebody who may read one DAG."""
    installation.chorus("run", CHANNEL, "--from", DAY, "--data", str(SAMPLE))
    installation.python(SYNC)
    env = {
        **installation.env,
        "PYTHONPATH": str(REPOSITORY),
        "AIRFLOW__CORE__AUTH_MANAGER": "tests.dags.some_access.SomeAccess",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"admin:admin,{VISITOR}:viewer",
    }
    with (installation.home / "api-server.log").open("w") as log:
        process = subprocess.Popen(["airflow", "api-server"], env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        url = f"http://127.0.0.1:{env['CHORUS_AIRFLOW_PORT']}"
        _wait(process, url)
        passwords = installation.home / "airflow" / "simple_auth_manager_passwords.json.generated"
        known = json.loads(passwords.read_text())
        yield Server(url, {user: _token(url, user, password) for user, password in known.items()})
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def _wait(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/api/v2/version", timeout=5).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.5)
        else:
            return
    pytest.fail("the api-server did not start")


def _token(url: str, user: str, password: str) -> str:
    answer = httpx.post(f"{url}/auth/token", json={"username": user, "password": password}, timeout=60)
    return str(answer.raise_for_status().json()["access_token"])


# --- who may read what ---


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_reads_anything(server: Server, route: str) -> None:
    answer = server.ask(filled(route))
    assert answer.status_code == 401
    assert "Log in to Airflow" in answer.text


def test_what_is_not_listed_as_a_route_is_not_there(server: Server) -> None:
    for path in ("/openapi.json", "/docs", "/redoc", "/static/style.css"):
        assert server.ask(PREFIX + path).status_code == 404


@pytest.mark.parametrize("route", OF_CHANNELS)
def test_a_channel_is_closed_to_who_may_not_read_its_dag(server: Server, route: str) -> None:
    assert server.ask(filled(route), VISITOR).status_code == 403
    assert server.ask(filled(route, MAY_READ), VISITOR).status_code in (200, 404)


def test_another_dag_in_the_query_opens_no_channel(server: Server) -> None:
    assert server.ask(f"{PREFIX}/channels/{CHANNEL}?dag_id={MAY_READ}", VISITOR).status_code == 403


def test_the_overview_shows_readable_channels_alone(server: Server) -> None:
    of_visitor, of_admin = (server.ask(f"{PREFIX}/", user).text for user in (VISITOR, "admin"))
    assert MAY_READ in of_visitor
    assert CHANNEL not in of_visitor
    assert MAY_READ in of_admin
    assert CHANNEL in of_admin


def test_a_token_is_taken_as_header_and_as_cookie(server: Server) -> None:
    address = f"{PREFIX}/channels/{CHANNEL}"
    assert server.ask(address, "admin").status_code == 200
    by_cookie = httpx.get(server.url + address, headers={"Cookie": f"_token={server.tokens['admin']}"}, timeout=60)
    assert by_cookie.status_code == 200
    forged = httpx.get(server.url + address, headers={"Authorization": "Bearer e30.e30.x"}, timeout=60)
    assert forged.status_code in (401, 403)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_no_method_changes_anything(server: Server, method: str) -> None:
    for route in ROUTES:
        assert server.ask(filled(route), "admin", method).status_code == 405, route


def test_a_dag_run_leads_to_the_window_it_is_about(server: Server) -> None:
    bearer = {"Authorization": f"Bearer {server.tokens['admin']}"}
    asked = {"logical_date": None, "conf": {"first_day": DAY}, "dag_run_id": "manual__1+2:3"}
    made = httpx.post(f"{server.url}/api/v2/dags/{CHANNEL}/dagRuns", json=asked, headers=bearer, timeout=60)
    made.raise_for_status()
    answer = server.ask(f"{PREFIX}/channels/{CHANNEL}/dag_runs/manual__1%2B2%3A3", "admin")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{PREFIX}/channels/{CHANNEL}/windows/{DAY}/{DAY}"


# --- as a browser sees it ---


@pytest.fixture
def page(server: Server) -> Iterator[Page]:
    """A page of somebody who is logged in; of the world outside it knows only tweets."""
    require_binary("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "_token", "value": server.tokens["admin"], "url": server.url}])
        context.route("https://x.com/**", lambda route: route.fulfill(body="a tweet"))
        yield context.new_page()
        browser.close()


@pytest.fixture
def troubles(page: Page) -> list[str]:
    """Requests that failed and what the policy refused, of our pages."""
    found: list[str] = []

    def look(response: Any) -> None:
        if PREFIX in response.url and response.status >= 400:
            found.append(f"{response.status} {response.url}")

    page.on("response", look)
    page.on("requestfailed", lambda request: found.append(request.url) if PREFIX in request.url else None)
    page.on("console", lambda said: found.append(said.text) if "Content Security" in said.text else None)
    return found


def test_airflow_shows_the_pages_and_a_tweet_is_two_clicks_away(
    server: Server, page: Page, troubles: list[str]
) -> None:
    page.goto(f"{server.url}/dags/{CHANNEL}/plugin/dawn-chorus-calendar")
    frame = page.frame_locator("iframe")
    frame.locator(f'a[href$="/windows/{DAY}/{DAY}"]').first.click()
    frame.locator(".reference").first.click()
    card = frame.locator(".card:target")
    assert card.locator("mark").first.inner_text()
    with page.expect_popup() as opened:
        card.locator("a[target=_blank]").click()
    assert opened.value.url.startswith("https://x.com/")
    assert troubles == []


def test_the_navigation_leads_to_the_pages(server: Server, page: Page, troubles: list[str]) -> None:
    page.goto(server.url)
    page.get_by_role("link", name="Dawn Chorus").click()
    page.frame_locator("iframe").get_by_role("link", name=CHANNEL).wait_for()
    assert troubles == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_fails_nowhere(
    server: Server, page: Page, troubles: list[str], width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    lists = ("", f"/windows/{DAY}/{DAY}", f"/stories?day={DAY}", f"/accounts?day={DAY}", "/ledger?month=2026-03")
    more = (f"/quarantine?day={DAY}", "/spend", "/rejects?month=2026-03")
    for path in (*lists, *more):
        page.goto(f"{server.url}{PREFIX}/channels/{CHANNEL}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert colour == ("rgb(253, 252, 250)" if scheme == "light" else "rgb(22, 24, 27)")
    assert troubles == []
