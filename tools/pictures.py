"""The README's pictures, made from what runs here: the DAG, the calendar, a post's evidence, the last post on the blog.

``post``: builds ``.local/blog.git`` with Jekyll and takes the last post. ``dag``, ``calendar`` and ``evidence``: need a
running Airflow (`make up`) and days that it reports on.
"""

import argparse
import functools
import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from dawn_chorus.settings import PROJECT, settings
from local_airflow import PORT

IMAGES = PROJECT / "docs" / "images"
CHANNEL = "twitter_ai"
GROUPS = ("ingest", "topics", "accounts", "report", "publish")
WAIT_MS = 30_000
PAGES = f"http://127.0.0.1:{PORT}/dawn-chorus/channels/{CHANNEL}"


def main() -> None:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="+", choices=("post", "dag", "calendar", "evidence"))
    wanted = parser.parse_args().what
    IMAGES.mkdir(parents=True, exist_ok=True)
    for what in wanted:
        globals()[f"picture_of_{what}"](IMAGES / f"{what}.png")
        print(IMAGES / f"{what}.png")


def picture_of_dag(target: Path) -> None:
    """The channel's graph in the UI, with its task groups open."""
    with browser(1500, 620) as page:
        log_in(page)
        opened = {"default_dag_view": "graph", f"{CHANNEL}/open-groups": list(GROUPS)}
        for key, value in opened.items():
            page.evaluate("([key, value]) => localStorage.setItem(key, JSON.stringify(value))", [key, value])
        page.goto(f"http://127.0.0.1:{PORT}/dags/{CHANNEL}")
        page.wait_for_selector(".react-flow__node", timeout=WAIT_MS)
        page.wait_for_timeout(3000)
        page.screenshot(path=str(target))


def picture_of_calendar(target: Path) -> None:
    """The channel's calendar of the year that its last day belongs to."""
    with browser(1280, 700) as page:
        log_in(page)
        page.goto(f"{PAGES}?year={page_of_last_day(page)[:4]}")
        page.screenshot(path=str(target))


def picture_of_evidence(target: Path) -> None:
    """The last day's post with the tweet of its fifth reference."""
    with browser(1280, 800) as page:
        log_in(page)
        day = page_of_last_day(page)
        page.goto(f"{PAGES}/windows/{day}/{day}")
        page.locator(".reference").nth(4).click()
        page.locator("h3").nth(1).scroll_into_view_if_needed()
        page.screenshot(path=str(target))


def page_of_last_day(page: Page) -> str:
    """The last day of this year or the one before that has a page."""
    page.goto(PAGES)
    if not page.locator("a.day.published").count():
        page.locator("a[rel=prev]").click()
    address = page.locator("a.day.published").last.get_attribute("href") or ""
    return address.rsplit("/", 1)[-1]


def log_in(page: Page) -> None:
    """Log in to the local Airflow as its administrator."""
    passwords = settings().home / "airflow" / "simple_auth_manager_passwords.json.generated"
    page.goto(f"http://127.0.0.1:{PORT}/")
    page.fill('input[name="username"]', "admin")
    page.fill('input[name="password"]', json.loads(passwords.read_text())["admin"])
    page.press('input[name="password"]', "Enter")
    page.wait_for_url(lambda url: "/auth/" not in url, timeout=WAIT_MS)


def picture_of_post(target: Path) -> None:
    """The last post of the local blog, built by Jekyll."""
    with built_blog(settings().home / "blog.git") as address, browser(1280, 1500) as page:
        page.goto(address)
        page.click(".posts a")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(target))


@contextmanager
def browser(width: int, height: int) -> Iterator[Page]:
    """A page of Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield chromium.new_page(viewport={"width": width, "height": height})
        chromium.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def built_blog(repository: Path) -> Iterator[str]:
    """Check the blog out, build it, serve it on loopback; its address."""
    with tempfile.TemporaryDirectory() as folder:
        source, site = Path(folder) / "source", Path(folder) / "site"
        safe = ["git", "-c", "safe.directory=*"]
        subprocess.run([*safe, "clone", "--quiet", str(repository), str(source)], check=True)
        env = {**os.environ, "JEKYLL_NO_BUNDLER_REQUIRE": "true", "LC_ALL": "C.UTF-8"}
        command = ["jekyll", "build", "--quiet", "--strict_front_matter", "-s", str(source), "-d", str(site)]
        subprocess.run(command, check=True, env=env, cwd=folder)
        handler = functools.partial(_Quiet, directory=str(site))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield f"http://127.0.0.1:{server.server_port}/"
            finally:
                server.shutdown()


if __name__ == "__main__":
    main()
