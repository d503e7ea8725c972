"""The gate's judgement: a channel is held against itself, the worst measure counts, an acceptance has its limits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.ingest.quality import (
    LEAST_USUAL_HOURS,
    LEAST_USUAL_TWEETS,
    SEVERITY,
    LostSource,
    Measures,
    Reason,
    Verdict,
    covers,
    judge,
)
from dawn_chorus.source import Quality

LIMITS = Quality()
# A day of a busy channel as it usually is.
USUAL = Measures(
    days=1,
    tweets=480,
    hours_covered=24,
    silence_hours=0.2,
    records=500,
    duplicate=18,
    rejected=2,
    tombstoned=0,
    days_known=14,
    usual_tweets=480,
    usual_hours=23,
    usual_silence_hours=0.3,
)
NEW = {"days_known": 0, "usual_tweets": None, "usual_hours": None, "usual_silence_hours": None}
TINY = {"tweets": 10, "hours_covered": 6, "silence_hours": 9.0, "records": 10, "duplicate": 0, "rejected": 0}
LOST = LostSource("list", 0.1)


def judged(**changes: object) -> tuple[str, list[str]]:
    """Verdict on a day that differs so from the usual one, and what it rests on."""
    judgement = judge(replace(USUAL, **changes), LIMITS)  # type: ignore[arg-type]
    return judgement.verdict, [reason.measure for reason in judgement.reasons]


def test_a_day_as_usual_passes_without_a_word() -> None:
    judgement = judge(USUAL, LIMITS)
    assert (judgement.verdict, judgement.reasons, judgement.told_hash, judgement.text) == ("pass", (), None, "pass")


@pytest.mark.parametrize(
    ("changes", "verdict", "measures"),
    [
        ({"tweets": 159}, "pass", []),
        ({"tweets": 158}, "thin", ["volume"]),
        ({"tweets": 24}, "thin", ["volume"]),
        ({"tweets": 23}, "block", ["volume"]),
        ({"days": 7, "hours_covered": 161, "tweets": 7 * 158}, "thin", ["volume"]),
        ({"hours_covered": 12}, "pass", []),
        ({"hours_covered": 11}, "thin", ["hours"]),
        ({"hours_covered": 3}, "block", ["hours"]),
        ({"silence_hours": 6.3}, "pass", []),
        ({"silence_hours": 6.4}, "thin", ["silence"]),
        ({"silence_hours": 18.4}, "block", ["silence"]),
        ({"silence_hours": 15.0, "usual_silence_hours": 9.5}, "pass", []),
        ({"rejected": 100}, "pass", []),
        ({"rejected": 101}, "thin", ["rejects"]),
        ({"rejected": 251}, "block", ["rejects"]),
        ({"records": 48_000, "duplicate": 47_500}, "pass", []),
        ({"records": 50_000, "duplicate": 49_501}, "thin", ["repeats"]),
        ({"lost": (LOST,)}, "pass", ["sources"]),
        ({"lost": (LOST, LostSource("search", 0.2))}, "thin", ["sources"]),
        ({"is_after_thin": True}, "pass", ["before"]),
        ({"tweets": 100, "hours_covered": 3, "lost": (LOST,)}, "block", ["volume", "hours", "sources"]),
    ],
)
def test_each_measure_has_its_limits(changes: dict[str, object], verdict: str, measures: list[str]) -> None:
    assert judged(**changes) == (verdict, measures)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        (TINY, "pass"),
        (TINY | {"tweets": 480, "silence_hours": 13.0}, "thin"),  # busy, then half a day of nothing
        (TINY | {"tweets": 480, "silence_hours": 12.0}, "pass"),
        (TINY | {"days": 7, "tweets": 480, "silence_hours": 13.0}, "pass"),
        (TINY | {"records": 400, "rejected": 390}, "block"),  # what cannot be read needs no history
    ],
)
def test_before_anything_is_usual_only_what_speaks_for_itself_counts(changes: dict[str, object], verdict: str) -> None:
    assert judged(**NEW, **changes)[0] == verdict


@given(usual=st.integers(1, LEAST_USUAL_TWEETS), tweets=st.integers(1, 60), hours=st.integers(1, 24))
def test_a_tiny_channel_is_never_short_by_chance(usual: int, tweets: int, hours: int) -> None:
    changes = TINY | {"tweets": max(tweets, usual // 3 + 1), "hours_covered": hours, "silence_hours": 23.9}
    assert judged(usual_tweets=usual, usual_hours=LEAST_USUAL_HOURS - 1, **changes) == ("pass", [])


def test_a_few_broken_records_of_a_small_file_do_not_matter() -> None:
    assert judged(**TINY | {"records": 15, "rejected": 9}, usual_tweets=10, usual_hours=6)[0] == "pass"
    assert judged(**TINY | {"records": 15, "rejected": 10}, usual_tweets=10, usual_hours=6)[0] == "block"


def test_without_tweets_it_blocks_for_that_alone() -> None:
    judgement = judge(replace(USUAL, tweets=0, hours_covered=0, silence_hours=None, rejected=500), LIMITS)
    assert judgement.blocks
    assert judgement.is_empty
    assert judgement.text == "block; no tweets"


@pytest.mark.parametrize(
    ("limits", "changes", "verdict"),
    [
        ({"thin_volume": 0.1, "block_volume": 0}, {"tweets": 60}, "pass"),
        ({"block_volume": 0.5}, {"tweets": 200}, "block"),
        ({"thin_silence": 24, "block_silence": 24}, {"silence_hours": 20.0}, "pass"),
        ({"thin_repeats": 0.5}, {"duplicate": 300}, "thin"),
        ({"thin_lost": 0.05}, {"lost": (LOST,)}, "thin"),
    ],
)
def test_a_channel_may_have_limits_of_its_own(
    limits: dict[str, float], changes: dict[str, object], verdict: str
) -> None:
    assert judge(replace(USUAL, **changes), Quality(**limits)).verdict == verdict  # type: ignore[arg-type]


measures = st.builds(
    Measures,
    days=st.integers(1, 7),
    tweets=st.integers(1, 2000),
    hours_covered=st.integers(1, 24),
    silence_hours=st.floats(0, 24),
    records=st.integers(2000, 5000),
    duplicate=st.integers(0, 2000),
    rejected=st.integers(0, 2000),
    tombstoned=st.integers(0, 9),
    usual_tweets=st.none() | st.floats(0, 2000),
    usual_hours=st.none() | st.floats(0, 24),
    usual_silence_hours=st.none() | st.floats(0, 24),
)


@given(measures)
def test_the_verdict_is_that_of_the_worst_reason(of_day: Measures) -> None:
    judgement = judge(of_day, LIMITS)
    found: list[Verdict] = [reason.verdict for reason in judgement.reasons]
    assert judgement.verdict == (max(found, key=SEVERITY.index) if found else "pass")


Better = Callable[[Measures], Measures]


@given(
    measures,
    st.sampled_from(
        [
            lambda of_day: replace(of_day, tweets=of_day.tweets * 2),
            lambda of_day: replace(of_day, hours_covered=24 * of_day.days),
            lambda of_day: replace(of_day, rejected=of_day.rejected // 2),
            lambda of_day: replace(of_day, silence_hours=0.0),
        ]
    ),
)
def test_better_input_is_never_judged_worse(of_day: Measures, better: Better) -> None:
    of_day = replace(of_day, usual_silence_hours=of_day.usual_silence_hours or 1.0)
    before, after = judge(of_day, LIMITS).verdict, judge(better(of_day), LIMITS).verdict
    assert SEVERITY.index(after) <= SEVERITY.index(before)


def test_every_reason_reads_as_a_clause() -> None:
    poor = replace(USUAL, tweets=23, hours_covered=11, silence_hours=7.0, rejected=300, lost=(LOST,))
    assert judge(replace(poor, is_after_thin=True), LIMITS).text == (
        "block; 23 tweets a day, usually 480; 11 hours of a day have tweets, usually 23;"
        " the last tweet is 7 h before the end, usually under 1; 300 of 500 records were refused;"
        " gave nothing or not all: list; the day before was thin"
    )


# --- what was accepted ---

THIN, BLOCK = Reason("volume", "thin", 50, 480), Reason("volume", "block", 9, 480)
HOURS, TOLD = Reason("hours", "thin", 9, 23), Reason("before", "pass")


@pytest.mark.parametrize(
    ("accepted", "found", "is_covered"),
    [
        ([BLOCK], [BLOCK], True),
        ([BLOCK], [THIN], True),  # it became better
        ([THIN], [BLOCK], False),  # it became worse
        ([THIN], [THIN, HOURS], False),  # another fault
        ([THIN, HOURS], [HOURS], True),
        ([THIN], [Reason("volume", "thin", 49, 480)], True),  # a tweet was forgotten
        ([THIN], [THIN, TOLD], True),
        ([THIN], [], True),
    ],
)
def test_an_acceptance_is_for_its_faults_and_none_that_is_graver(
    accepted: list[Reason], found: list[Reason], is_covered: bool
) -> None:
    assert covers(accepted, found) is is_covered


def test_what_a_report_tells_is_the_judgements_identity() -> None:
    thin = judge(replace(USUAL, tweets=100), LIMITS)
    accepted = replace(thin, accepted_reason="known", accepted_at=datetime(2026, 3, 8, tzinfo=UTC))
    assert len({thin.told_hash, accepted.told_hash, judge(replace(USUAL, tweets=99), LIMITS).told_hash}) == 3
    assert accepted.told_hash == replace(accepted, accepted_reason="said otherwise").told_hash
    assert thin.told_hash == judge(replace(USUAL, tweets=100, tombstoned=1), LIMITS).told_hash
    assert "thin (accepted: known); 100 tweets" in accepted.text
    assert not replace(accepted, verdict="block").blocks
