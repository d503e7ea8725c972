"""What the command line shows of a small database: the right rows, and hostile names as harmless text."""

import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from rich.console import Console

from dawn_chorus import console, views
from dawn_chorus.channel import load_channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest.landing import LandingSummary
from dawn_chorus.ingest.load import DayLedger
from dawn_chorus.ingest.retry import Chosen
from dawn_chorus.window import Window

DAY = dt.date(2026, 3, 2)
CHANNEL = "twitter_ai"
HOSTILE = "\x1b]0;owned\x07[red]Quokka\\[/red] :bug: \u202eelgoog"
HARMLESS = r"\x1b]0;owned\x07[red]Quokka\[/red] :bug: \u202eelgoog"
SHA256 = "ab" * 32
POST = "---\ntitle: Dawn\n---\n\n# Dawn\n\nQuokkas sing.\n"

_INSERT = "INSERT INTO {table} ({columns}) VALUES ({values})"


def insert(table: str, **values: object) -> None:
    """Write one row."""
    role = "loader" if table.startswith("facts") else "analyst"
    columns, names = ", ".join(values), ", ".join(f":{name}" for name in values)
    with transaction(role) as connection:
        connection.execute(sa.text(_INSERT.format(table=table, columns=columns, values=names)), values)


@pytest.fixture
def run(database: sa.Engine) -> int:
    """The id of the run of one day, without any rows."""
    with transaction("analyst") as connection:
        return runs.open_run(connection, load_channel(CHANNEL), Window(DAY, DAY)).run_id


Screen = Callable[[], list[str]]


def _screen(monkeypatch: pytest.MonkeyPatch, width: int) -> Screen:
    text = io.StringIO()
    monkeypatch.setattr(console, "OUT", Console(file=text, width=width, highlight=False))
    return lambda: [line.rstrip() for line in text.getvalue().splitlines()]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """The lines on a wide screen."""
    return _screen(monkeypatch, 160)


def words(lines: list[str], start: str) -> list[str]:
    """The cells of the row that begins with a word."""
    (line,) = [line for line in lines if line.split()[:1] == [start]]
    return line.split()


# --- topics ---


def add_topic(run: int, number: int, label: str, **changes: object) -> None:
    """Give the run a topic."""
    topic: Mapping[str, object] = {
        "run_id": run,
        "topic_no": number,
        "label": label,
        "names": [],
        "terms": [],
        "weights": [],
        "theme": "other",
        "tweets": 12,
        "accounts": 5,
        "exemplars": [1],
        "story_id": f"s{number}",
        "story_status": "rising",
        "story_day_no": 3,
        "tweets_yesterday": 4,
        "tweets_week": 9,
    }
    insert("results.stories", story_id=f"s{number}", channel=CHANNEL, first_day=DAY, name=label)
    insert("results.topics", **(topic | changes))


def test_topics_are_shown_under_their_window_in_order(run: int, screen: Screen) -> None:
    add_topic(run, 2, "Second", tweets=7)
    add_topic(run, 1, "First")
    views.show_topics(run)
    lines = screen()
    assert lines[1] == "twitter_ai 2026-03-02"
    assert lines[2].split() == ["id", "topic", "tweets", "accounts", "story", "day", "yesterday", "week"]
    assert [line.split() for line in lines[3:]] == [
        [f"{run}:1", "First", "12", "5", "rising", "3", "4", "9"],
        [f"{run}:2", "Second", "7", "5", "rising", "3", "4", "9"],
    ]


def test_a_run_without_topics_is_an_empty_table(run: int, screen: Screen) -> None:
    views.show_topics(run)
    assert len(screen()) == 3


def test_a_hostile_label_is_shown_and_not_obeyed(run: int, screen: Screen) -> None:
    add_topic(run, 1, HOSTILE)
    views.show_topics(run)
    assert HARMLESS in screen()[-1]


def test_topics_fit_a_narrow_terminal(run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _screen(monkeypatch, 60)
    add_topic(run, 1, "Quokkas of all the islands have learnt to sing before dawn")
    views.show_topics(run)
    assert all(len(line) <= 60 for line in screen())
    shown = " ".join(" ".join(screen()).split())
    assert all(word in shown for word in ("Quokkas", "islands", "dawn"))


# --- accounts ---


def add_account(run: int, rank: int, handle: str, *, previous: int | None = None, day: dt.date = DAY) -> None:
    """Rank an account that was seen on a day."""
    key = str(500 + rank)
    insert(
        "results.account_scores", run_id=run, author_key=key, rank=rank, score=9.876 / rank, basis="engagers",
        endorsers=4, engagers=8, followers=100, tweets=2, previous_rank=previous, is_new=previous is None,
    )  # fmt: skip
    insert(
        "facts.account_snapshots", channel=CHANNEL, day=day, author_key=key, handle=handle, name=HOSTILE,
        description=HOSTILE, followers=100, is_verified=False, tweets=2,
    )  # fmt: skip


@pytest.fixture
def any_day(database: sa.Engine) -> None:
    """Accounts of any channel and day may be written."""
    with transaction("loader") as connection:
        connection.execute(sa.text("CREATE TABLE facts.accounts_any PARTITION OF facts.account_snapshots DEFAULT"))


@pytest.mark.usefixtures("any_day")
def test_accounts_are_shown_with_what_their_score_is_made_of(run: int, screen: Screen) -> None:
    add_account(run, 2, "bo_tester")
    add_account(run, 1, "ada_tester", previous=3)
    views.show_accounts(run)
    lines = screen()
    assert lines[2].split() == ["rank", "account", "score", "basis", "endorsers", "engagers", "tweets", "before"]
    assert words(lines, "1") == ["1", "@ada_tester", "9.88", "engagers", "4", "8", "2", "3"]
    assert words(lines, "2") == ["2", "@bo_tester", "4.94", "engagers", "4", "8", "2", "new"], "no rank before"
    assert "Quokka" not in "".join(lines), "a name that anybody can choose is not shown"


@pytest.mark.usefixtures("any_day")
def test_only_the_highest_twenty_are_shown(run: int, screen: Screen) -> None:
    for rank in range(1, 23):
        add_account(run, rank, f"user{rank}")
    views.show_accounts(run)
    assert len(screen()[3:]) == views.SCREENFUL
    assert screen()[-1].split()[0] == "20"


@pytest.mark.usefixtures("any_day")
def test_an_account_is_shown_by_its_handle_of_the_window(run: int, screen: Screen) -> None:
    add_account(run, 1, "ada_tester")
    insert(
        "facts.account_snapshots", channel=CHANNEL, day=DAY + dt.timedelta(days=1), author_key="501",
        handle="ada_renamed", name="", description="", followers=None, is_verified=None, tweets=1,
    )  # fmt: skip
    views.show_accounts(run)
    assert words(screen(), "1")[1] == "@ada_tester"


def test_a_run_that_is_not_there_is_told(database: sa.Engine, screen: Screen) -> None:
    with pytest.raises(ChorusError, match="There is no run 404"):
        views.show_topics(404)


# --- quarantine ---


@pytest.fixture
def refused(database: sa.Engine) -> None:
    """One file with 25 refused records."""
    insert(
        "facts.landing_files", channel=CHANNEL, sha256=SHA256, source="inbox", name="a.json", format="timeline",
        size_bytes=1, records=25, accepted=0, rejected=25,
    )  # fmt: skip
    for number in range(1, 26):
        insert(
            "facts.quarantine", channel=CHANNEL, sha256=SHA256, record_no=number, day=DAY, reason="missing_author",
            detail=f"no author {HOSTILE}", raw=f'{{"text": "{HOSTILE}", "n": {number}}}'.encode() + b"\xff",
        )  # fmt: skip


@pytest.mark.usefixtures("refused")
def test_refused_records_are_counted_by_day_reason_and_source(screen: Screen) -> None:
    views.show_quarantine(CHANNEL, Chosen(), one_by_one=False)
    assert [line.split() for line in screen()[1:]] == [
        [str(DAY), "missing_author", "inbox", "25", "1", f"{SHA256[:12]}:1"]
    ]


@pytest.mark.usefixtures("refused")
@pytest.mark.parametrize("one_by_one", [False, True])
@pytest.mark.parametrize(
    ("chosen", "is_there"),
    [
        (Chosen(day=DAY, reason="missing_author", source="inbox"), True),
        (Chosen(day=DAY + dt.timedelta(days=1)), False),
        (Chosen(reason="bad_id"), False),
        (Chosen(source="outbox"), False),
    ],
)
def test_the_list_is_narrowed(screen: Screen, chosen: Chosen, is_there: bool, one_by_one: bool) -> None:
    views.show_quarantine(CHANNEL, chosen, one_by_one=one_by_one)
    assert (len(screen()) > 1) is is_there


@pytest.mark.usefixtures("refused")
def test_refused_records_are_listed_a_screenful_and_harmless(screen: Screen) -> None:
    views.show_quarantine(CHANNEL, Chosen(), one_by_one=True)
    lines = screen()
    assert len(lines) == 1 + views.SCREENFUL
    assert lines[1].startswith(f"{SHA256[:12]}:1 ")
    assert f"missing_author  inbox   no author {HARMLESS}" in lines[1]


@pytest.mark.usefixtures("refused")
@pytest.mark.parametrize("sha256", [SHA256, SHA256[:12]])
def test_a_refused_record_is_shown_as_it_was_received(screen: Screen, sha256: str) -> None:
    views.show_quarantined(CHANNEL, f"{sha256}:25")
    reason, detail, source, landed, _, raw = screen()
    assert reason == "missing_author: no author, or one the input does not describe"
    assert detail == f"explanation: no author {HARMLESS}"
    assert source == "from: inbox: a.json, record 25, as timeline"
    assert landed.endswith(f"booked to {DAY}")
    assert raw == f'{{"text": "{HARMLESS}", "n": 25}}\\xff'


@pytest.mark.usefixtures("refused")
def test_a_record_that_may_have_held_a_forgotten_tweet_is_shown_without_it(screen: Screen) -> None:
    with transaction("loader") as connection:
        connection.execute(sa.text("UPDATE facts.quarantine SET raw = NULL"))
    views.show_quarantined(CHANNEL, f"{SHA256}:25")
    assert screen()[-1] == "as received: removed"


@pytest.mark.usefixtures("refused")
@pytest.mark.parametrize(
    "record",
    [
        f"{SHA256}:26",
        f"{'cd' * 32}:1",
        f"{SHA256}:0",
        f"{SHA256}:²",
        f"{SHA256}:99999999999999999999",
        f"{SHA256}:-1",
        SHA256,
        ":1",
        "ab:1",
        "",
        "%:1",
        "' OR 1 = 1 --:1",
    ],
)
def test_what_names_no_record_is_told_with_how_one_looks(screen: Screen, record: str) -> None:
    with pytest.raises(ChorusError, match="There is no record") as caught:
        views.show_quarantined(CHANNEL, record)
    assert "HASH:NUMBER" in caught.value.remedy


@pytest.mark.usefixtures("refused")
def test_a_channel_sees_its_own_quarantine_alone(screen: Screen) -> None:
    views.show_quarantine("twitter_finance", Chosen(), one_by_one=True)
    assert len(screen()) == 1
    with pytest.raises(ChorusError, match="There is no record"):
        views.show_quarantined("twitter_finance", f"{SHA256}:1")


# --- reports and publications ---


@pytest.fixture
def published(run: int) -> int:
    """A run with a report of one paragraph, published twice."""
    slug = "twitter_ai_20260302_20260302"
    insert("results.reports", run_id=run, slug=slug, title=HOSTILE, document="{}", statements=17, dropped=2)
    insert("results.report_files", run_id=run, path=f"_posts/2026-03-02-{slug}.md", content=POST.encode())
    insert("results.report_files", run_id=run, path=f"assets/data/{slug}.json", content=b"{}")
    for number, remote in enumerate(("here", "there")):
        insert(
            "results.publications", run_id=run, channel=CHANNEL, slug=slug, remote=remote, branch="main",
            commit_sha=f"{number}" * 40,
        )  # fmt: skip
    return run


def test_a_publication_is_its_report_its_latest_commit_and_a_preview(published: int, screen: Screen) -> None:
    insert(
        "results.run_tweets", run_id=published, tweet_id=1, day=DAY, role="single", centrality=0, chatter_score=0,
        ad_score=0,
    )  # fmt: skip
    views.show_publication(published)
    first, second = screen()
    assert first == "twitter_ai_20260302_20260302: 17 statements on 1 tweets, commit 1111111111"
    assert second.startswith("Preview: ")


def test_a_preview_is_one_file_under_home_with_the_title_as_text(published: int, home: Any) -> None:
    path = views.write_preview(published)
    assert path == home / "preview" / "twitter_ai_20260302_20260302.html"
    html = path.read_text(encoding="utf-8")
    assert "Quokkas sing." in html
    assert "\x1b" not in html
    assert views.write_preview(published) == path, "a second one takes its place"


# --- landing, ledgers, channels ---


def test_landing_says_what_came_and_nothing_when_nothing_came(screen: Screen) -> None:
    views.show_landing(LandingSummary(files_new=0, files_known=3, records=0, accepted=0, rejected=0))
    assert screen() == []
    views.show_landing(LandingSummary(files_new=2, files_known=3, records=40, accepted=35, rejected=5))
    assert screen() == ["Landed 2 new files: 40 records, 5 in quarantine (files known before: 3)."]


def test_a_ledger_is_a_row_whose_numbers_balance(screen: Screen) -> None:
    ledger = DayLedger(
        channel=CHANNEL, day=DAY, records=10, loaded=4, duplicate=3, rejected=2, tombstoned=1, files=1, accounts=2,
        hours_covered=24, content_hash="x", metrics_hash="y", observed_at=None, changed=True,
    )  # fmt: skip
    views.show_ledgers([ledger])
    assert screen()[0].split()[:6] == ["day", "records", "loaded", "duplicate", "rejected", "tombstoned"]
    assert screen()[1].split() == ["2026-03-02", "10", "4", "3", "2", "1", "24", "yes"]


def test_channels_are_a_line_each(screen: Screen) -> None:
    views.show_channels([load_channel(CHANNEL)])
    assert words(screen(), CHANNEL)[2:] == ["Asia/Shanghai", str(len(load_channel(CHANNEL).roster)), "{home}/blog.git"]


def test_a_token_in_a_remote_is_not_shown(screen: Screen) -> None:
    channel = load_channel(CHANNEL)
    blog = channel.blog.model_copy(update={"remote": "https://t0ken@blog.example/news.git"})
    views.show_channels([channel.model_copy(update={"blog": blog})])
    assert words(screen(), CHANNEL)[-1] == "https://blog.example/news.git"
