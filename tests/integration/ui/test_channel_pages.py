"""Each page over real rows: what it says, and where it leads."""

import re
from pathlib import Path

import pytest
from tests.integration.ui.conftest import CHANNEL, MONDAY, PREFIX, TUESDAY, Week, application, ask, execute, of_channel
from tests.project import make_project

from dawn_chorus.database import connect

WINDOW = f"/windows/{MONDAY}/{MONDAY}"


def days(page: str) -> dict[str, str]:
    """The days of a calendar by what a reader without colours is told."""
    return dict(re.findall(r'aria-label="(2026-[\d-]+): (\w+)', page))


def test_the_calendar_says_what_became_of_each_day(week: Week) -> None:
    assert days(of_channel().text) == {
        "2026-03-02": "published",
        "2026-03-03": "written",
        "2026-03-04": "missing",
        "2026-03-05": "missing",
    }


def test_each_day_of_the_calendar_leads_to_its_page(week: Week) -> None:
    for address in set(re.findall(r'class="day [a-z]+" href="([^"]+)"', of_channel().text)):
        assert ask(address.removeprefix(PREFIX)).status_code == 200


def test_a_late_file_makes_its_day_stale_and_those_that_rest_on_it(week: Week) -> None:
    week.world.write(0, ("gil", "Late news: Nimbus Kite 2 was late"))
    week.world.analyse(0)
    page = of_channel().text
    assert days(page)["2026-03-02"] == "written"  # made anew, and not published again
    assert days(page)["2026-03-03"] == "stale"
    assert "maintenance" in of_channel(f"/windows/{TUESDAY}/{TUESDAY}").text


BLOCKED = """
INSERT INTO facts.judgements (channel, first_day, last_day, verdict, measures, reasons)
VALUES ('twitter_ai', :first_day, :last_day, 'block', '{}', cast(:reasons AS jsonb))
"""


@pytest.mark.parametrize(
    ("first_day", "last_day", "measure", "says", "may_accept"),
    [
        ("2026-03-04", "2026-03-04", '{"measure": "empty", "verdict": "block"}', "no tweets", False),
        (
            str(MONDAY),
            str(TUESDAY),
            '{"measure": "volume", "verdict": "block", "found": 2, "of": 24}',
            "usually 24",
            True,
        ),
    ],
    ids=["empty", "few"],
)
def test_what_is_blocked_says_why_and_what_to_do(
    week: Week, first_day: str, last_day: str, measure: str, says: str, may_accept: bool
) -> None:
    execute("loader", BLOCKED, {"first_day": first_day, "last_day": last_day, "reasons": f"[{measure}]"})
    page = of_channel(f"/windows/{first_day}/{last_day}").text
    assert says in page
    assert ("--accept" in page) is may_accept, "an empty window cannot be accepted"
    assert (days(of_channel().text)["2026-03-04"] == "blocked") is not may_accept


def test_what_wants_a_look_says_why(week: Week) -> None:
    listed = of_channel().text.partition("Want a look")[2].partition("</section>")[0]
    assert f"windows/{TUESDAY}/" in listed
    assert "the report is written and not published" in listed


@pytest.mark.parametrize(("approval", "waits"), [("required", True), ("none", False)])
def test_a_report_that_waits_for_approval_says_so(
    week: Week, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, approval: str, waits: bool
) -> None:
    monkeypatch.setenv("CHORUS_PROJECT", str(make_project(tmp_path / "project", CHANNEL, approval=approval)))
    connect.reset()
    assert ("somebody must approve it" in of_channel(f"/windows/{TUESDAY}/{TUESDAY}").text) is waits
    assert "somebody must approve it" not in of_channel(WINDOW).text, "it is published"


def test_a_year_without_anything_says_so_and_leads_back(week: Week) -> None:
    page = of_channel("?year=2025").text
    assert days(page) == {}
    assert "Nothing was received" in page
    assert "Nothing was received" not in of_channel().text
    assert "?year=2026" in page


def test_a_window_shows_its_post_and_a_card_for_each_reference(week: Week) -> None:
    page = of_channel(WINDOW).text
    references = set(re.findall(r'href="#(tweet-\d+)" class="reference"', page))
    assert references
    assert references == set(re.findall(r'class="card" id="(tweet-\d+)"', page))
    assert re.findall(r"<mark>[^<]*Nimbus Kite 2", page)
    assert "https://x.com/zorbital/status/" in page
    assert "abcdef0123" in page


def test_a_forgotten_tweet_leaves_no_words_in_the_evidence(week: Week) -> None:
    page = of_channel(WINDOW).text
    assert "six fingers" in page
    execute("loader", "DELETE FROM facts.tweets WHERE text LIKE '%six fingers%'")
    cards = of_channel(WINDOW).text.partition('class="evidence"')[2]
    assert "This tweet is no longer here" in cards
    assert "six fingers" not in "".join(re.findall(r"<blockquote>.*?</blockquote>", cards, re.DOTALL))


def test_the_picture_is_served_where_there_is_one(week: Week) -> None:
    assert of_channel(f"{WINDOW}/picture").status_code == 404  # so few words make no cloud
    drawn = "INSERT INTO results.report_files VALUES (:run_id, 'assets/images/2026/03/cloud.jpg', 'ink')"
    execute("analyst", drawn, {"run_id": week.monday.run_id})
    answer = of_channel(f"{WINDOW}/picture")
    assert (answer.headers["content-type"], answer.content) == ("image/jpeg", b"ink")


def test_a_span_of_days_is_a_window_too(week: Week) -> None:
    page = of_channel(f"/windows/{MONDAY}/{TUESDAY}").text
    assert f"{MONDAY}..{TUESDAY}" in page
    assert f"--from {MONDAY} --to {TUESDAY}" in page


def test_stories_lead_to_their_days(week: Week) -> None:
    page = of_channel("/stories").text
    address = re.findall(r'class="what"><a href="([^"]+)">Nimbus Kite 2', page)[0]
    story = ask(address.removeprefix(PREFIX)).text
    assert "told on 2 days" in story
    assert re.findall(r'<h2><a href="[^"]+/windows/(\S+?)/', story) == [str(TUESDAY), str(MONDAY)]
    assert "<blockquote>" in story


@pytest.mark.parametrize("story", ["nothing", "%2e%2e%2f", "a b"])
def test_a_story_that_nobody_tells_is_not_there(week: Week, story: str) -> None:
    assert of_channel(f"/stories/{story}").status_code == 404


def test_the_leaderboard_is_of_the_day_asked_for_or_the_last_before_it(week: Week) -> None:
    assert f"Accounts, {TUESDAY}" in of_channel("/accounts").text
    page = of_channel(f"/accounts?day={MONDAY}").text
    assert f"Accounts, {MONDAY}" in page
    assert "@zorbital" in page
    assert "Nobody is ranked" in of_channel("/accounts?day=2026-03-01").text


def test_an_account_explains_its_rank_and_nothing_is_written(week: Week) -> None:
    execute("analyst", "DELETE FROM results.daily_graphs")  # so that there would be something to keep
    page = of_channel(f"/accounts/zorbital?day={MONDAY}").text
    assert "@zorbital is" in page
    execute("analyst", "LOCK TABLE results.daily_graphs")
    assert of_channel(f"/accounts/nobody?day={MONDAY}").status_code == 404


def test_the_ledger_balances_and_leads_to_what_was_refused(week: Week) -> None:
    page = of_channel("/ledger").text
    assert re.findall(r"<tfoot>.*?2 days", page, re.DOTALL)
    refused = of_channel(f"/quarantine?day={TUESDAY}").text
    (address,) = re.findall(r'<td><a href="([^"]+/quarantine/[^"]+)"', refused)
    record = ask(address.removeprefix(PREFIX)).text
    assert "bad_handle" in record
    assert "A record that nobody can take" in record


@pytest.mark.parametrize("record", ["x", "abcdefabcdef:1", "abcdefabcdef:0", "ABCDEFABCDEF:1", "%00"])
def test_a_record_that_is_not_there_is_said_so(week: Week, record: str) -> None:
    assert of_channel(f"/quarantine/{record}").status_code == 404


def test_the_spend_is_held_against_the_budget(week: Week) -> None:
    read = "INSERT INTO facts.api_reads VALUES ('twitter_ai', '2026-03-02', 'post', :id, 2.5)"
    for number in (1, 2):
        execute("loader", read, {"id": str(number)})
    page = of_channel("/spend").text
    assert "$5.00</strong> of $150.00" in page
    assert "50 %" in page
    assert "files only" in of_channel("/spend?month=2026-02").text


def test_the_checkers_rejects_are_told_by_reason(week: Week) -> None:
    dropped = """
    UPDATE results.reports SET dropped = 3, document = jsonb_set(document, '{dropped}', '{"altered_quote": 3}')
    WHERE run_id = :run_id
    """
    execute("analyst", dropped, {"run_id": week.tuesday.run_id})
    page = of_channel("/rejects").text
    assert "3 were dropped" in page
    assert "<code>altered_quote</code> 3" in page


@pytest.mark.parametrize(
    ("conf", "leads"),
    [
        ({}, f"/windows/{MONDAY}/{MONDAY}"),
        ({"first_day": "2026-03-03"}, f"/windows/{TUESDAY}/{TUESDAY}"),
        ({"first_day": "2026-03-02", "last_day": "2026-03-03"}, f"/windows/{MONDAY}/{TUESDAY}"),
    ],
)
def test_a_dag_run_leads_to_its_window(week: Week, conf: dict[str, str], leads: str) -> None:
    answer = ask(f"/channels/{CHANNEL}/dag_runs/manual__1%2B2%3A3", application(run=conf))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PREFIX}/channels/{CHANNEL}{leads}")


def test_a_dag_run_that_is_not_there_or_has_no_day_is_said_so(week: Week) -> None:
    assert of_channel("/dag_runs/none").status_code == 404
    answer = ask(f"/channels/{CHANNEL}/dag_runs/x", application(run={"first_day": "soon"}))
    assert answer.status_code == 404


def test_a_run_of_ours_leads_to_its_window_within_its_channel_alone(week: Week) -> None:
    answer = of_channel(f"/runs/{week.tuesday.run_id}")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"{PREFIX}/channels/{CHANNEL}/windows/{TUESDAY}/{TUESDAY}",
    )
    elsewhere = of_channel(f"/runs/{week.tuesday.run_id}", channel="twitter_finance")
    assert (elsewhere.status_code, of_channel("/runs/987654").status_code) == (404, 404)
    assert str(TUESDAY) not in elsewhere.text


def test_who_approved_a_post_and_when_stands_beside_its_commit(week: Week) -> None:
    execute("analyst", "UPDATE results.publications SET approved_by = 'mira', approved_at = '2026-03-03 01:00+00'")
    assert "approved by mira, 2026-03-03 01:00 UTC" in of_channel(WINDOW).text


def test_the_overview_shows_the_channels_that_may_be_read(week: Week) -> None:
    page = ask("/").text
    assert "twitter_ai" in page
    assert "3 want a look" in page
    alone = ask("/", application({"twitter_finance"})).text
    assert "twitter_ai" not in alone
    assert "no channel that you may read" in ask("/", application({"maintenance"})).text
