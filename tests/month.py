"""A month of the sample for the operators' pages, with every state that a day may have; and pictures of all of them.

    CHORUS_HOME=/tmp/month .venv/bin/python -m tests.month make
    CHORUS_HOME=/tmp/month .venv/bin/python -m tests.month look FOLDER

``make`` takes five weeks of invented days through the stages: some thin, blocked, missing, taken as they are, out of
date, or waiting for somebody; with paid reads, refused records, forgotten tweets and rejected statements. ``look``
serves the pages on loopback without Airflow and takes each at two widths, light and dark.
"""

import datetime as dt
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright
from tests.project import make_project
from tests.weeks import DAYS, WEEK, copy_day

from dawn_chorus import pipeline
from dawn_chorus.channel import load_channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.prepare import prepare
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest.forget import forget
from dawn_chorus.settings import settings
from dawn_chorus.ui.app import Access, make_app
from dawn_chorus.window import Window

CHANNEL, EMPTY = "twitter_ai", "twitter_finance"
WEEKS = 5
NOW = dt.datetime(2026, 4, 6, 3, tzinfo=dt.UTC)  # the Monday after
CUT = dict.fromkeys(("2026-03-17", "2026-03-24", "2026-03-27", "2026-03-31"), 1)  # pages; of other days all
MISSING = "2026-03-20"  # nobody asks for this day
ACCEPTED = {"2026-03-31": "the collector was moved that day"}
WAITING, STALE = "2026-04-02", "2026-04-04"
# What the sample cannot bring: money that was paid, and statements that the checker dropped.
PAID = """
INSERT INTO facts.api_reads
SELECT :channel, day::date, kind, n::text || kind, CASE kind WHEN 'post' THEN 0.005 ELSE 0.01 END
FROM generate_series(date '2026-03-02', date '2026-04-05', interval '1 day') AS day
CROSS JOIN (VALUES ('post'), ('user')) AS kinds (kind)
CROSS JOIN generate_series(1, 50 + 20 * extract(day FROM day)::integer) AS n
"""
DROPPED = """
UPDATE results.reports
SET dropped = 3,
    document = jsonb_set(document, '{dropped}', '{"unknown_number": 2, "altered_quote": 1}')
WHERE run_id % 3 = 0
"""
PAGES = {
    "overview": "/",
    "calendar": "/channels/twitter_ai?year=2026",
    "published": "/channels/twitter_ai/windows/2026-03-04/2026-03-04",
    "evidence": "/channels/twitter_ai/windows/2026-03-04/2026-03-04#reference",
    "thin": "/channels/twitter_ai/windows/2026-03-17/2026-03-17",
    "blocked": "/channels/twitter_ai/windows/2026-03-27/2026-03-27",
    "missing": "/channels/twitter_ai/windows/2026-03-20/2026-03-20",
    "accepted": "/channels/twitter_ai/windows/2026-03-31/2026-03-31",
    "stale": "/channels/twitter_ai/windows/2026-04-04/2026-04-04",
    "waiting": "/channels/twitter_ai/windows/2026-04-02/2026-04-02",
    "stories": "/channels/twitter_ai/stories",
    "accounts": "/channels/twitter_ai/accounts",
    "account": "/channels/twitter_ai/accounts/plover_naka",
    "ledger": "/channels/twitter_ai/ledger?month=2026-03",
    "quarantine": "/channels/twitter_ai/quarantine?day=2026-03-04",
    "spend": "/channels/twitter_ai/spend?month=2026-03",
    "rejects": "/channels/twitter_ai/rejects?month=2026-03",
    "empty_calendar": "/channels/twitter_finance",
    "empty_stories": "/channels/twitter_finance/stories",
    "empty_accounts": "/channels/twitter_finance/accounts",
    "empty_ledger": "/channels/twitter_finance/ledger",
    "empty_spend": "/channels/twitter_finance/spend",
    "empty_rejects": "/channels/twitter_finance/rejects",
    "nothing_there": "/channels/twitter_ai/accounts/nobody_at_all",
}
WIDTHS = {"desk": 1280, "phone": 390}
HEIGHT, HIGHEST = 900, 3000  # pixels of the window, and of a picture: a post is longer


def make() -> None:
    """Make the month below CHORUS_HOME."""
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        days = [(day, week) for week in range(WEEKS) for day in DAYS]
        for day, week in days:
            later = str(dt.date.fromisoformat(day) + week * WEEK)
            if later != MISSING:
                copy_day(day, week, Path(folder), CUT.get(later))
        pipeline.land(load_channel(CHANNEL), [Path(folder)])
        for day, week in days:
            if (later := str(dt.date.fromisoformat(day) + week * WEEK)) != MISSING:
                _take(later)
        with transaction("loader") as connection:
            connection.execute(sa.text(PAID), {"channel": CHANNEL})
        with transaction("analyst") as connection:
            connection.execute(sa.text(DROPPED))
        _make_stale()


def _take(day: str) -> None:
    """One day to its post, or as far as it comes."""
    channel, window = load_channel(CHANNEL), Window.parse(day)
    try:
        until = "report" if day == WAITING else "publish"
        pipeline.run_window(channel, window, until=until, accept=ACCEPTED.get(day))
    except ChorusError as error:
        print(error)  # noqa: T201 - blocked and missing days are wanted here


def _make_stale() -> None:
    """Forget two tweets of a day without making its post again."""
    with transaction("reader") as connection:
        found = connection.scalars(
            sa.text("SELECT tweet_id FROM facts.tweets WHERE day = :day LIMIT 2"), {"day": STALE}
        )
        tweet_ids = list(found)
    forget(load_channel(CHANNEL), tweet_ids, "deleted by its author", settings().landing)


def look(folder: Path) -> None:
    """Take pictures of all pages."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room, served(Path(room)) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for name, width in WIDTHS.items():
                _take_pictures(chromium, address, folder / f"{name}_{scheme}", width, scheme)
        chromium.close()


def _take_pictures(chromium: Browser, address: str, folder: Path, width: int, scheme: str) -> None:
    folder.mkdir(exist_ok=True)
    page = chromium.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)  # type: ignore[arg-type]
    for name, path in PAGES.items():
        page.goto(address + path.partition("#")[0])
        if "#" in path:
            page.locator(".reference").nth(4).click()
        wide, high = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": min(high, HIGHEST)}
        way = {} if "#" in path else {"full_page": True, "clip": clip}
        page.screenshot(path=str(folder / f"{name}.png"), **way)
        print(f"{folder.name} {name}: {wide} wide{' !' if wide > width else ''}")  # noqa: T201
    page.close()


@contextmanager
def served(room: Path) -> Iterator[str]:
    """The pages on loopback, for whoever is on this machine, of a channel that asks for approval; their address."""
    os.environ["CHORUS_PROJECT"] = str(make_project(room / "project", CHANNEL, approval="required"))
    access = Access(lambda: None, lambda: {CHANNEL, EMPTY}, lambda dag_id, dag_run_id: None)
    outer = FastAPI()
    outer.mount("/dawn-chorus", make_app(access, lambda: NOW))
    server = uvicorn.Server(uvicorn.Config(outer, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/dawn-chorus"
    server.should_exit = True
    thread.join()


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make()
    else:
        look(Path(sys.argv[2]))
