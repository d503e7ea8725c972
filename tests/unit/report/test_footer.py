"""The foot of a post owns up to what it is based on, and to what is missing."""

from collections.abc import Callable

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report.facts import Facts
from dawn_chorus.report.footer import footer_lines
from dawn_chorus.report.model import Report
from dawn_chorus.report.phrases import load_phrases
from dawn_chorus.report.stage import compose

from .conftest import changed


@pytest.fixture
def lines(news_day: Facts, channel: Channel) -> Callable[..., str]:
    """The footer of the invented day with other coverage or fields, as one text."""
    phrases = load_phrases("zh")

    def make(fields: dict[str, object] | None = None, **coverage: object) -> str:
        report: Report = compose(news_day, channel)
        covered = report.coverage.model_copy(update=coverage)
        given = report.model_copy(update={"coverage": covered, **(fields or {})})
        return "；".join(footer_lines(given, lambda key, **gaps: phrases[key].format_map(gaps)))

    return make


def test_it_counts_tweets_hours_files_and_records(lines: Callable[..., str]) -> None:
    text = lines(hours_covered=21, rejected=2, duplicate=3, files=4)
    assert text.startswith("10 条推文，8 个账号；21/24 小时有推文；来源 1 个（4 个文件）；")
    assert "重复 3 条，拒收 2 条" in text


@pytest.mark.parametrize(
    ("coverage", "clause"),
    [
        ({"days": 7, "days_loaded": 5}, "2 天没有数据"),
        ({"is_first": True}, "此前没有可比的日子，因此不分新旧"),
        ({"ranked_by": "followers"}, "输入没有互动数据，名次依据粉丝数"),
        ({"ranked_by": "engagers"}, "名次依据与其互动的不同账号数"),
    ],
)
def test_it_says_what_is_missing(lines: Callable[..., str], coverage: dict[str, object], clause: str) -> None:
    assert clause in lines(**coverage)


def test_what_does_not_apply_is_left_out(lines: Callable[..., str]) -> None:
    text = lines()
    assert "没有数据" not in text
    assert "未能通过核对" not in text
    assert "不分新旧" not in text


def test_dropped_statements_are_owned_up_to(lines: Callable[..., str]) -> None:
    assert "另有 3 句未能通过核对，已删去" in lines({"dropped": {"unknown_name": 2, "altered_quote": 1}})


def test_without_ranked_accounts_nothing_is_said_of_a_ranking(
    lines: Callable[..., str], news_day: Facts, channel: Channel
) -> None:
    silent = compose(changed(news_day, accounts=()), channel)
    assert "名次" not in lines({"statements": silent.statements})
