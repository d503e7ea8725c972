"""Judging on a real Postgres: what is measured of a window, what is kept of it, and what an acceptance covers."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.judgements import judge_window
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.quality import Judgement, LostSource
from dawn_chorus.ingest.x_api.question import hash_of, subjects
from dawn_chorus.source import Source
from dawn_chorus.window import Window

DAY = dt.date(2030, 5, 4)
TODAY = Window(DAY, DAY)
DAY_MINUTES = 1440
FULL = 48  # tweets on a usual day, one in every half an hour

Land = Callable[..., None]
Judge = Callable[..., Judgement]


def off(days: int) -> dt.date:
    """The day that lies so many days from the window's."""
    return DAY + dt.timedelta(days=days)


@pytest.fixture
def tell(home: Path, channel: Channel, landing: Path, drop: Land, element: Land, database: sa.Engine) -> Land:
    """Lands and loads days: ``tell({-1: 48, 0: 10})``, so many tweets half an hour apart from each midnight on."""

    def take(days: Mapping[int, int], *noise: bytes, name: str = "drop", by_hand: bool = False) -> None:
        for day, count in days.items():
            made = [element(day * DAY_MINUTES - 719 + 30 * number, low=9) for number in range(count)]
            drop(f"{name}{day}.jsonl", *made, *noise)
        land(channel, [home / "inbox"] if by_hand else None, landing)
        for day in days:
            (home / "inbox" / f"{name}{day}.jsonl").unlink()
            load_day(channel, off(day), landing)

    return take


@pytest.fixture
def judge(channel: Channel, database: sa.Engine) -> Judge:
    """Judges a window, today unless told otherwise."""

    def take(window: Window = TODAY, accept: str | None = None, of: Channel = channel) -> Judgement:
        with transaction("loader") as connection:
            return judge_window(connection, of, window, accept)

    return take


FORTNIGHT = dict.fromkeys(range(-14, 0), FULL)
WEEK = dict.fromkeys(range(-7, 0), FULL)


# --- measures ---


def test_a_window_is_measured_by_its_ledger_and_its_tweets_own_times(
    tell: Land, judge: Judge, channel: Channel, landing: Path, tweet_id: Callable[..., int]
) -> None:
    tell({0: 20}, b'{"broken": ')
    tell({0: 20}, name="again")
    forget(channel, [tweet_id(-719, 9)], "deleted", landing)
    found = judge().measures
    assert (found.tweets, found.hours_covered, found.tombstoned) == (19, 10, 2)
    assert (found.records, found.duplicate, found.rejected) == (41, 19, 1)
    assert found.silence_hours == 14.5


def test_usual_is_the_median_of_the_fourteen_days_before_that_have_tweets(tell: Land, judge: Judge) -> None:
    tell({-15: 1, -14: 2, -9: 4, -5: 20, -3: 30, -2: 0, -1: 8, 0: 10})
    found = judge().measures
    assert (found.days_known, found.usual_tweets, found.usual_hours) == (5, 8, 4)
    assert found.usual_silence_hours == 20.5


def test_nothing_is_usual_before_five_days_are_known(tell: Land, judge: Judge) -> None:
    tell({-4: 30, -3: 30, -2: 30, -1: 30, 0: 1})
    judgement = judge()
    assert (judgement.measures.days_known, judgement.measures.usual_tweets) == (4, None)
    assert judgement.verdict == "pass"


def test_later_days_and_other_channels_are_nobodys_usual(tell: Land, judge: Judge, channel: Channel) -> None:
    tell({**WEEK, 0: 10, 1: FULL})
    assert judge().measures.days_known == 7
    assert judge(of=channel.model_copy(update={"name": "twitter_other"})).text == "block; no tweets"


def test_a_day_cut_off_is_thin_and_a_stub_blocks(tell: Land, judge: Judge) -> None:
    tell({**FORTNIGHT, 0: 22})
    assert judge().text == (
        "thin; 11 hours of a day have tweets, usually 24; the last tweet is 13.5 h before the end, usually under 1"
    )
    tell({1: 5})
    assert judge(Window(off(1), off(1))).verdict == "block"


def test_a_span_is_measured_by_the_day(tell: Land, judge: Judge) -> None:
    tell({**WEEK, 0: FULL, 1: FULL})
    assert judge(Window(DAY, off(1))).verdict == "pass"
    whole = judge(Window(DAY, off(2)))
    assert whole.measures.silence_hours == 24.5
    assert [reason.measure for reason in whole.reasons] == ["silence"]


# --- sources ---


def two_sources(channel: Channel) -> Channel:
    """The channel with a second folder."""
    return channel.model_copy(update={"sources": (*channel.sources, Source(name="list", path="{home}/list"))})


def given_by(source: str, days: Sequence[int]) -> None:
    """Book what was landed on these days to a source."""
    names = [f"drop{day}.jsonl" for day in days]
    with transaction("loader") as connection:
        query = "UPDATE facts.landing_files SET source = :source WHERE name = ANY(:names)"
        connection.execute(sa.text(query), {"source": source, "names": names})


@pytest.mark.parametrize(
    ("days", "by_hand", "lost"),
    [
        ((-7, -6, -5, -4, -3, -2), False, (LostSource("list", 0.857),)),
        ((-6, -5, -4, -3, -2), False, ()),  # two days in seven it gave nothing: that is its way
        ((-7, -6, -5, -4, -3, -2), True, ()),  # nobody asked the sources
        ((-7, -6, -5, -4, -3, -2, 0), False, ()),  # it gave all there is
    ],
)
def test_a_source_that_gave_nothing_where_it_used_to_is_lost(
    tell: Land, judge: Judge, channel: Channel, days: Sequence[int], by_hand: bool, lost: tuple[LostSource, ...]
) -> None:
    tell(WEEK)
    tell({0: FULL}, by_hand=by_hand)
    given_by("list", days)
    judgement = judge(of=two_sources(channel))
    assert judgement.measures.lost == lost
    assert judgement.verdict == ("thin" if lost else "pass")


def test_notes_of_a_source_count_once_and_not_as_refused_records(
    judge: Judge, channel: Channel, landing: Path, tmp_path: Path, tweet_id: Callable[..., int]
) -> None:
    tweets = [{"id": str(tweet_id(60 + n)), "text": f"Plan {n}", "createdAt": "2030-05-04T06:00:00Z"} for n in range(3)]
    for number in (1, 2):
        feed = {
            "generatedAt": f"2030-05-04T0{number}:00:00Z",
            "x": [{"handle": f"wren_{n}", "name": "Wren", "tweets": [tweet]} for n, tweet in enumerate(tweets)],
            "errors": ["wren_9: HTTP 402", "wren_8: not found"],
        }
        (tmp_path / f"feed{number}.json").write_text(json.dumps(feed))
    for tweet in tweets:
        tweet["createdAt"] = None  # type: ignore[assignment]
    land(channel, [tmp_path / "feed1.json", tmp_path / "feed2.json"], landing)
    ledger = load_day(channel, DAY, landing)
    found = judge().measures
    assert ledger.rejected - found.rejected == ledger.records - found.records == 4
    assert found.lost == (LostSource("data", round(2 / (2 + ledger.accounts), 3)),)


_FETCH = """
INSERT INTO facts.fetches (channel, question_hash, day, source, target, endpoint, tweets, problems, outcome)
VALUES ('twitter_test', :question, '2030-05-04', :source, 'q', '/2', :tweets, :problems, :outcome)
"""


@pytest.mark.parametrize(
    ("fetches", "lost"),
    [
        ([(5, 0, "complete"), (0, 0, "complete")], ()),
        ([(5, 0, None), (5, 0, "complete")], (LostSource("makers", 0.25),)),
        ([(0, 1, "complete"), (5, 3, "complete")], (LostSource("makers", 0.25),)),  # one account is suspended
        ([(0, 0, None), (0, 1, "empty")], (LostSource("makers", 0.5),)),
    ],
)
def test_questions_that_broke_off_or_brought_only_errors_are_lost(
    tell: Land, judge: Judge, channel: Channel, fetches: Sequence[tuple[Any, ...]], lost: tuple[LostSource, ...]
) -> None:
    tell({0: FULL})
    makers = Source(name="makers", kind="x_api", users=("wren_1", "wren_2"))
    asking = channel.model_copy(update={"sources": (*channel.sources, makers)})
    rows = [
        {"question": hash_of(subject, channel.zone), "source": "makers"}
        | dict(zip(("tweets", "problems", "outcome"), fetch, strict=True))
        for subject, fetch in zip(subjects(makers), fetches, strict=True)
    ]
    dropped = {"question": "asked by a query of old", "source": "search", "tweets": 0, "problems": 0, "outcome": None}
    with transaction("loader") as connection:
        connection.execute(sa.text(_FETCH), [*rows, dropped])
    assert judge(of=asking).measures.lost == lost


# --- what is kept ---

KEPT = "SELECT verdict, accepted_reason FROM facts.judgements ORDER BY judgement_id"


def test_a_judgement_is_kept_once_and_again_where_it_differs(tell: Land, judge: Judge, ask: Callable[..., Any]) -> None:
    tell({**WEEK, 0: 22})
    assert judge() == judge()
    assert ask(KEPT) == [("thin", None)]
    tell({0: FULL}, name="late")
    judge()
    judge()
    assert ask(KEPT) == [("thin", None), ("pass", None)]
    ((measures, reasons),) = ask("SELECT measures, reasons FROM facts.judgements WHERE verdict = 'thin'")
    assert (measures["tweets"], measures["usual_tweets"]) == (22, FULL)
    assert [reason["measure"] for reason in reasons] == ["hours", "silence"]


def test_two_who_judge_at_once_keep_one(tell: Land, judge: Judge, ask: Callable[..., Any]) -> None:
    tell({0: 5})
    with ThreadPoolExecutor(2) as pool:
        assert len({judgement.text for judgement in pool.map(lambda _: judge(), range(6))}) == 1
    assert len(ask(KEPT)) == 1


def test_the_day_after_a_thin_one_says_so(tell: Land, judge: Judge) -> None:
    tell({**WEEK, 0: 22, 1: FULL, 2: FULL})
    for day in (0, 1, 2):
        judge(Window(off(day), off(day)))
    assert judge(Window(off(1), off(1))).text == "pass; the day before was thin"
    assert judge(Window(off(2), off(2))).text == "pass"


# --- what is accepted ---


def test_an_acceptance_is_kept_for_its_window_and_no_other(tell: Land, judge: Judge, ask: Callable[..., Any]) -> None:
    tell({**WEEK, 0: 5, 1: 5})
    assert judge().blocks
    accepted = judge(accept="  the collector\n was moved ")
    assert (accepted.verdict, accepted.accepted_reason, accepted.blocks) == ("block", "the collector was moved", False)
    assert judge() == accepted, "a re-run without the parameter finds it, with its moment"
    assert judge(accept="the collector was moved") == accepted
    assert len(ask(KEPT)) == 2
    assert judge(Window(off(1), off(1))).blocks
    assert judge(Window(DAY, off(1))).blocks


def test_an_acceptance_holds_while_the_input_gets_better_and_ends_with_another_fault(tell: Land, judge: Judge) -> None:
    tell({**WEEK, 0: 5})
    judge(accept="known outage")
    tell({0: 22}, name="more")
    assert (judge().verdict, judge().accepted_reason) == ("thin", "known outage")
    tell({0: 1}, *[b'{"broken": ' for _ in range(40)], name="broken")
    assert judge().text.startswith("block; 11 hours of a day have tweets, usually 24;")
    assert judge().accepted_reason is None
    assert judge(accept="broken ones are spam").accepted_reason == "broken ones are spam"


def test_there_is_nothing_to_accept_in_a_day_that_passes_or_is_empty(
    tell: Land, judge: Judge, ask: Callable[..., Any]
) -> None:
    tell({0: 5, 1: 0})
    judge(accept="just in case")
    assert judge(Window(off(1), off(1)), accept="just in case").blocks
    assert ask(KEPT) == [("pass", None), ("block", None)]


@pytest.mark.parametrize("reason", ["", " \n", "\0", "x" * 501])
def test_a_reason_that_says_nothing_is_none(judge: Judge, ask: Callable[..., Any], reason: str) -> None:
    with pytest.raises(ChorusError, match="has 1 to 500 characters"):
        judge(accept=reason)
    assert ask(KEPT) == []


@pytest.mark.parametrize("reason", ["'); DROP TABLE facts.judgements; --", "\ud800 half", "停电\u202e了", "{{ x }}"])
def test_a_reason_is_only_words(tell: Land, judge: Judge, ask: Callable[..., Any], reason: str) -> None:
    tell({**WEEK, 0: 5})
    accepted = judge(accept=reason)
    assert ask(KEPT) == [("block", accepted.accepted_reason)]
    assert judge() == accepted
