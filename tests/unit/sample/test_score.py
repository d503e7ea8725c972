"""Scoring: small reports written by hand against a small truth."""

import json
from pathlib import Path
from typing import Any

import pytest

import score
from score import DayScore

DAY, NEXT = "2026-03-02", "2026-03-03"


@pytest.fixture
def planted() -> dict[str, Any]:
    """Two stories on one day, one of them too small to count on the next."""
    lumen = {DAY: ["1", "2", "3", "4", "5"], NEXT: ["6"]}
    marram = {DAY: ["11", "12", "13", "14", "15"], NEXT: ["16", "17", "18", "19", "20"]}
    return {
        "days": [DAY, NEXT],
        "stories": [
            {"name": "Lumen", "aliases": ["Lumen 4.5"], "days": {DAY: 5, NEXT: 1}, "tweet_ids": lumen},
            {"name": "Marram", "aliases": ["玛兰", "Marram"], "days": {DAY: 5, NEXT: 5}, "tweet_ids": marram},
        ],
        "notable_accounts": ["tern_vell", "huamei"],
        "farm": {"target": "moss", "ring": ["x1"], "tweet_ids": {DAY: ["31"]}},
        "chatter": {DAY: ["41"]},
        "ads": {NEXT: ["42"]},
        "hostile": [{"id": "51", "marker": "{%"}],
    }


def statement(text: str, *ids: str, author: str = "someone", quote: str = "") -> dict[str, Any]:
    citations = [{"tweet_id": one, "url": "", "author": author, "quote": quote} for one in ids]
    return {"section": "key_points", "text": text, "citations": citations}


def test_a_perfect_day(planted: dict[str, Any]) -> None:
    report = [statement("Lumen 4.5 is out", "1"), statement("又一条", "12", quote="marram works", author="tern_vell")]

    assert score.score_day(planted, DAY, report) == DayScore(
        day=DAY,
        statements=2,
        planted=2,
        cited=2,
        named=2,
        noise=0,
        farm=0,
        hostile=0,
        notable=frozenset({"tern_vell"}),
        missing=(),
    )


def test_a_citation_of_another_day_does_not_count(planted: dict[str, Any]) -> None:
    result = score.score_day(planted, DAY, [statement("Lumen 4.5", "6"), statement("Marram", "16")])

    assert (result.cited, result.named) == (0, 2)
    assert result.missing == ("Lumen", "Marram")


def test_a_story_of_a_few_tweets_is_not_asked_for(planted: dict[str, Any]) -> None:
    result = score.score_day(planted, NEXT, [statement("…", "16")])

    assert (result.planted, result.cited, result.missing) == (1, 1, ())


def test_what_should_not_be_there_is_counted_by_statement(planted: dict[str, Any]) -> None:
    report = [
        statement("tea", "41", "42"),
        statement("buy", "31", author="moss"),
        statement("docs", "51"),
        statement("docs", "1", quote="{% include x %}"),
        statement("good", "1", "41"),
    ]
    result = score.score_day(planted, DAY, report)

    assert (result.noise, result.farm, result.hostile) == (2, 1, 2)


def test_ids_may_be_numbers_and_authors_may_carry_their_sign(planted: dict[str, Any]) -> None:
    report: list[dict[str, Any]] = [
        {"section": "x", "text": "", "citations": [{"tweet_id": 2, "author": "@huamei", "quote": None}]}
    ]
    result = score.score_day(planted, DAY, report)

    assert result.cited == 1
    assert result.notable == {"huamei"}


def test_a_notable_account_in_the_text_is_mentioned(planted: dict[str, Any]) -> None:
    assert score.score_day(planted, DAY, [statement("tern_vell said so", "2")]).notable == {"tern_vell"}


def test_totals_and_shares(planted: dict[str, Any]) -> None:
    reports = {DAY: [statement("Lumen 4.5", "1", author="huamei"), statement("tea", "41")], NEXT: []}
    result = score.score(planted, reports)

    assert [day.day for day in result.days] == [DAY, NEXT]
    assert result.cited_share == pytest.approx(1 / 3)
    assert result.named_share == pytest.approx(1 / 3)
    assert result.noise_share == pytest.approx(1 / 2)
    assert result.notable == {"huamei"}
    assert result.notable_planted == 2


def test_days_without_a_report_and_other_days_are_left_out(planted: dict[str, Any]) -> None:
    result = score.score(planted, {"2025-11-27": [statement("x", "1")]})

    assert result.days == ()
    assert (result.cited_share, result.noise_share) == (0, 0)


def test_the_table_is_aligned_and_names_what_is_missing(planted: dict[str, Any]) -> None:
    reports = {DAY: [statement("Lumen 4.5", "1")] * 12, NEXT: [statement("Marram", "16")]}
    head, first, second = score.table(score.score(planted, reports)).splitlines()

    for column in ("statements", "stories", "cited", "noise"):
        end = head.index(column) + len(column)
        assert first[end - 1].isdigit()
        assert second[end - 1].isdigit()
    assert first.endswith("  Marram")
    assert first[head.index("not cited") :] == "Marram"
    assert second == second.rstrip()


def test_only_daily_reports_are_read(tmp_path: Path) -> None:
    body = json.dumps({"statements": [statement("x", "1")]})
    for name in ("twitter_ai_20260302_20260302.json", "twitter_ai_20260302_20260308.json", "index.json"):
        (tmp_path / name).write_text(body)

    assert list(score.read_reports(tmp_path)) == [DAY]


def test_the_command_line_prints_a_table_and_a_line(
    planted: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "truth.json").write_text(json.dumps(planted))
    data = tmp_path / "data"
    data.mkdir()
    report = {"statements": [statement("Lumen 4.5", "1")]}
    (data / "twitter_ai_20260302_20260302.json").write_text(json.dumps(report))

    assert score.main([str(data), "--truth", str(tmp_path / "truth.json")]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 3
    assert printed[-1].startswith("1 of 2 planted story-days cited (50%)")


def test_an_empty_folder_is_an_error_with_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score.main([str(tmp_path)]) == 1
    assert "→" in capsys.readouterr().err


def test_a_report_made_of_the_truth_itself_is_perfect(truth: dict[str, Any]) -> None:
    reports = {
        day: [
            statement(story["aliases"][0], story["tweet_ids"][day][0])
            for story in truth["stories"]
            if day in story["days"]
        ]
        for day in truth["days"]
    }
    result = score.score(truth, reports)

    assert result.cited_share == result.named_share == 1
    assert result.total("noise") == result.total("farm") == result.total("hostile") == 0
    assert len(result.days) == 7
