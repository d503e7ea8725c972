"""What the pages keep out: writing, strange addresses, text that would be more than text, a Postgres that is down."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from tests.integration.ui.conftest import (
    CHANNEL,
    HEADERS,
    MONDAY,
    TUESDAY,
    Week,
    application,
    ask,
    execute,
    of_channel,
)

from dawn_chorus.database import connect, embedded
from dawn_chorus.ui import reading
from dawn_chorus.ui.reading import snapshot

HOSTILE = json.loads((Path(__file__).parents[2] / "browser" / "hostile.json").read_text(encoding="utf-8"))
EVERYTHING = " ".join(each["text"] for each in HOSTILE).replace("\0", "").encode("utf-8", "ignore").decode()
LISTS = (
    "",
    f"/windows/{MONDAY}/{MONDAY}",
    f"/windows/{TUESDAY}/{TUESDAY}",
    "/stories",
    "/stories/evil",
    f"/accounts?day={MONDAY}",
    "/ledger",
    f"/quarantine?day={TUESDAY}",
    "/spend",
    "/rejects",
)
STORY = """
INSERT INTO results.stories VALUES ('evil', :channel, :day, :text) ON CONFLICT (story_id) DO UPDATE SET name = :text
"""
# Every text that a page prints and that somebody else may have written.
CHANGES = (
    ("analyst", "UPDATE results.topics SET label = :text, names = ARRAY[:text], theme = :text, story_id = 'evil'"),
    ("analyst", "UPDATE results.reports SET title = :text, document = jsonb_set(document, '{statements}', :told)"),
    ("analyst", "UPDATE results.publications SET remote = left(:text, 999), commit_sha = :text"),
    ("analyst", "UPDATE results.publications SET approved_by = :text, approved_at = now()"),
    ("loader", "UPDATE facts.tweets SET text = :text"),
    ("loader", "UPDATE facts.account_snapshots SET handle = :text, name = :text"),
    ("loader", "UPDATE facts.quarantine SET reason = :text, detail = :text, raw = convert_to(:text, 'UTF8')"),
    ("loader", "UPDATE facts.landing_files SET source = :text, name = :text, format = :text"),
    ("loader", "UPDATE facts.judgements SET verdict = 'thin', accepted_reason = :text, accepted_at = now()"),
)


class Shape(HTMLParser):
    """The elements of a page with the names of their attributes, and nothing of the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, *(name for name, _ in attrs)))


def fill(text: str) -> None:
    """Put a text wherever somebody else's text stands."""
    execute("analyst", STORY, {"channel": CHANNEL, "day": MONDAY, "text": text})
    part = {"parts": [{"kind": "words", "text": text}], "numbers": [{"value": 1, "source": text}]}
    told = json.dumps([part | {"citations": [{"tweet_id": "1", "author": text, "quote": text}]}])
    for role, query in CHANGES:
        parameters = {key: value for key, value in {"text": text, "told": told}.items() if f":{key}" in query}
        execute(role, query, parameters)


def test_text_of_others_adds_no_element_to_any_page(week: Week) -> None:
    fill("a quiet word")
    before = {path: Shape(of_channel(path).text).found for path in LISTS}
    fill(EVERYTHING)
    for path, shape in before.items():
        assert Shape(of_channel(path).text).found == shape, path
    assert Shape(ask("/").text).found


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "../../etc", "😀" * 20]
)
def test_what_stands_in_the_address_is_only_text(week: Week, text: str) -> None:
    for place in ("/accounts/", "/stories/", "/quarantine/", "/dag_runs/"):
        answer = of_channel(place + text.replace("/", "%2F"))
        assert answer.status_code == 404
        assert "<img" not in answer.text
        assert "alert(1)</script>" not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/channels/twitter_nothing", 404),
        ("/channels/maintenance", 404),
        ("/channels/..%2F..%2Fetc", 404),
        ("/nowhere", 404),
        (f"/channels/{CHANNEL}?year=99999", 422),
        (f"/channels/{CHANNEL}?year=x", 422),
        (f"/channels/{CHANNEL}/windows/2026-03-02/2026-02-30", 422),
        (f"/channels/{CHANNEL}/windows/0001-01-01/9999-12-31", 422),
        (f"/channels/{CHANNEL}/windows/2026-03-03/2026-03-02", 404),
        (f"/channels/{CHANNEL}/stories?day=1800-01-01", 422),
        (f"/channels/{CHANNEL}/ledger?month=2026-13", 422),
        (f"/channels/{CHANNEL}/spend?month=2026-1", 422),
    ],
)
def test_an_address_that_leads_nowhere_says_so_and_what_to_do(database: sa.Engine, path: str, status: int) -> None:
    answer = ask(path)
    assert answer.status_code == status
    assert 'class="remedy"' in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/", "/style.css", f"/channels/{CHANNEL}", "/nowhere", f"/channels/{CHANNEL}?year=x"])
def test_every_answer_carries_the_policy(database: sa.Engine, path: str) -> None:
    answer = ask(path)
    assert [name for name in HEADERS if name not in answer.headers] == []
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_no_route_knows_a_method_that_could_change_anything(database: sa.Engine, method: str) -> None:
    for path in ("/", "/style.css", f"/channels/{CHANNEL}", f"/channels/{CHANNEL}/stories"):
        assert ask(path, method=method).status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM facts.tombstones",
        "INSERT INTO results.stories VALUES ('a', 'b', now(), 'c')",
        "CREATE TABLE facts.mine ()",
        "SELECT nextval('results.runs_run_id_seq')",
    ],
)
def test_a_page_cannot_write(database: sa.Engine, query: str) -> None:
    with pytest.raises(DBAPIError), snapshot() as connection:
        connection.execute(sa.text(query))


def test_a_page_sees_one_moment(database: sa.Engine) -> None:
    count = sa.text("SELECT count(*) FROM results.stories")
    with snapshot() as connection:
        before = connection.scalar(count)
        execute("analyst", "INSERT INTO results.stories VALUES ('a', 'b', now(), 'c')")
        assert connection.scalar(count) == before


def test_a_login_that_may_only_read_shows_every_page(
    week: Week, postgres: embedded.Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = connect.engine().url.database or ""
    owner = sa.create_engine(postgres.url(name, embedded.SUPERUSER), poolclass=sa.NullPool)
    with owner.begin() as connection:
        connection.execute(sa.text("DROP ROLE IF EXISTS only_reads"))
        connection.execute(sa.text("CREATE ROLE only_reads LOGIN IN ROLE chorus_reader"))
    monkeypatch.setenv("CHORUS_DATABASE_URL", postgres.url(name, "only_reads"))
    connect.reset()
    paths = [*(f"/channels/{CHANNEL}{path}" for path in LISTS if "evil" not in path), "/"]
    found = {path: ask(path).status_code for path in [*paths, f"/channels/{CHANNEL}/accounts/zorbital?day={MONDAY}"]}
    connect.reset()
    with owner.begin() as connection:
        connection.execute(sa.text("DROP ROLE only_reads"))
    assert set(found.values()) == {200}


def test_without_postgres_a_page_says_what_to_do(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHORUS_DATABASE_URL", f"postgresql://nobody:secret@/none?host={tmp_path}")
    connect.reset()
    answer = of_channel()
    assert answer.status_code == 503
    assert "Postgres cannot be reached" in answer.text
    assert "CHORUS_DATABASE_URL" in answer.text
    assert "secret" not in answer.text


def test_a_statement_that_takes_too_long_is_given_up(database: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_MS", 50)
    execute("loader", "INSERT INTO facts.tombstones VALUES ('twitter_ai', 1, 'x')")
    with pytest.raises(DBAPIError, match="timeout"), snapshot() as connection:
        connection.execute(sa.text("SELECT pg_sleep(2)"))


def test_tables_of_another_version_are_no_secret_and_no_traceback(
    make_database: Callable[[], str], database: sa.Engine, caplog: pytest.LogCaptureFixture
) -> None:
    execute("owner", "ALTER TABLE results.current_runs RENAME TO other_runs")
    answer = ask(f"/channels/{CHANNEL}", application())
    assert answer.status_code == 503
    assert "current_runs" not in answer.text
    assert "current_runs" in caplog.text
