"""What is asked for a day: the endpoint that reaches it, the day's own bounds, one dialect."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dawn_chorus.ingest.x_api.page import MUST_HAVE, MUST_HAVE_USER
from dawn_chorus.ingest.x_api.question import (
    ARCHIVE,
    FIELDS,
    RECENT,
    Asker,
    Question,
    Span,
    counting_query,
    hash_of,
    subjects,
)
from dawn_chorus.source import Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = dt.date(2030, 5, 4)
SPAN = Span.of_days(DAY, DAY, SHANGHAI)
SOON = SPAN.end + dt.timedelta(minutes=1)


def source(**asked: Any) -> Source:
    return Source.model_validate({"name": "x", "kind": "x_api", **asked})


def ask(now: dt.datetime = SOON, ids: dict[str, str] | None = None, **asked: Any) -> list[Question]:
    return Asker(source(**asked), now, ids or {}).questions(SPAN)


@pytest.mark.parametrize(
    ("zone", "day", "start", "end"),
    [
        ("Asia/Shanghai", "2030-05-04", "2030-05-03T16:00:00Z", "2030-05-04T16:00:00Z"),
        ("UTC", "2030-05-04", "2030-05-04T00:00:00Z", "2030-05-05T00:00:00Z"),
        ("America/New_York", "2030-03-10", "2030-03-10T05:00:00Z", "2030-03-11T04:00:00Z"),  # 23 hours
        ("America/New_York", "2030-11-03", "2030-11-03T04:00:00Z", "2030-11-04T05:00:00Z"),  # 25 hours
        ("Asia/Kathmandu", "2030-05-04", "2030-05-03T18:15:00Z", "2030-05-04T18:15:00Z"),
    ],
)
def test_a_day_is_as_long_as_its_zone_makes_it(zone: str, day: str, start: str, end: str) -> None:
    asked = dt.date.fromisoformat(day)
    assert Span.of_days(asked, asked, ZoneInfo(zone)).parameters == {"start_time": start, "end_time": end}


def test_days_that_follow_each_other_neither_overlap_nor_leave_a_gap() -> None:
    zone = ZoneInfo("America/New_York")
    days = [dt.date(2030, 11, 1) + dt.timedelta(days=number) for number in range(6)]
    spans = [Span.of_days(day, day, zone) for day in days]
    assert [span.end for span in spans[:-1]] == [span.start for span in spans[1:]]


@pytest.mark.parametrize(
    ("age", "path"),
    [
        (dt.timedelta(), RECENT),
        (dt.timedelta(days=6), RECENT),
        (dt.timedelta(days=7), ARCHIVE),
        (dt.timedelta(days=900), ARCHIVE),
    ],
)
def test_a_search_goes_where_the_day_can_be_reached(age: dt.timedelta, path: str) -> None:
    (question,) = ask(SPAN.start + age + dt.timedelta(minutes=1), query="tangram")
    assert question.path == path
    assert question.is_archive is (path == ARCHIVE)
    assert question.is_windowed


def test_a_list_is_read_from_its_newest_tweet_while_the_day_is_near_and_searched_for_after() -> None:
    (near,) = ask(list_id="77")
    (far,) = ask(SPAN.end + dt.timedelta(days=2), list_id="77")
    assert (near.path, near.is_windowed, near.start) == ("/2/lists/77/tweets", False, SPAN.start)
    assert (far.path, far.parameters["query"], far.is_windowed) == (RECENT, "list:77", True)
    assert near.subject == far.subject, "one question, whichever endpoint answers it"


def test_each_account_is_a_question_of_its_own_and_one_without_an_id_is_none() -> None:
    questions = ask(ids={"ada_tester": "501"}, users=["Ada_Tester", "gone_tester"])
    assert [(each.target, each.path) for each in questions] == [("@Ada_Tester", "/2/users/501/tweets")]
    assert questions[0].parameters["start_time"] == "2030-05-03T16:00:00Z"


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ({"query": "tangram"}, ["tangram"]),
        ({"list_id": "77"}, ["list:77"]),
        ({"users": ["Ada_Tester", "bo_tester"]}, ["@ada_tester", "@bo_tester"]),
    ],
)
def test_what_a_source_is_about_is_known_without_asking(asked: dict[str, Any], about: list[str]) -> None:
    assert subjects(source(**asked)) == about
    questions = ask(ids={"ada_tester": "501", "bo_tester": "502"}, **asked)
    assert [each.subject for each in questions] == about


@pytest.mark.parametrize(
    ("asked", "pager", "least"),
    [
        ({"query": "q"}, "next_token", 10),
        ({"list_id": "7"}, "pagination_token", 1),
        ({"users": ["ada"]}, "pagination_token", 5),
    ],
)
def test_the_next_page_is_named_as_the_endpoint_names_it(asked: dict[str, Any], pager: str, least: int) -> None:
    (question,) = ask(ids={"ada": "501"}, **asked)
    assert question.least == least
    first, second = question.page(50, None), question.page(50, "t100")
    assert first["max_results"] == "50"
    assert pager not in first
    assert second == first | {pager: "t100"}


@pytest.mark.parametrize(("dialect", "other"), [("tweet", "post"), ("post", "tweet")])
def test_one_dialect_is_sent(dialect: str, other: str) -> None:
    (question,) = ask(query="q", dialect=dialect)
    assert f"{dialect}.fields" in question.parameters
    sent = f"{question.parameters[f'{dialect}.fields']} {question.parameters['expansions']}"
    assert f"{other}.fields" not in question.parameters
    assert f"_{other}" not in sent
    assert f"note_{dialect}" in sent
    assert f"referenced_{dialect}s" in sent


def test_all_that_must_arrive_is_asked_for() -> None:
    for dialect, fields in FIELDS.items():
        assert set(MUST_HAVE) <= set(fields[f"{dialect}.fields"].split(","))
        assert set(MUST_HAVE_USER) <= set(fields["user.fields"].split(","))


def test_what_a_question_is_about_is_its_identity_and_not_its_dialect_or_endpoint() -> None:
    (older,) = ask(query="q", dialect="tweet")
    (newer,) = ask(query="q", dialect="post", now=SOON + dt.timedelta(days=40))
    assert hash_of(older.subject, SHANGHAI) == hash_of(newer.subject, SHANGHAI) != hash_of("Q", SHANGHAI)


def test_other_days_are_another_question() -> None:
    assert hash_of("q", SHANGHAI) != hash_of("q", ZoneInfo("Asia/Tokyo"))


def test_counting_is_a_search() -> None:
    assert counting_query(source(query="tangram"), 512) == "tangram"
    assert counting_query(source(list_id="77"), 512) == "list:77"
    assert counting_query(source(users=["ada", "bo"]), 512) == "from:ada OR from:bo"
    assert counting_query(source(users=["ada", "bo"]), 10) is None
