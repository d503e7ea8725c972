"""The foot of a post owns up to what it is based on, and to what is missing."""

import datetime as dt
from collections.abc import Callable

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.ingest.quality import Reason
from dawn_chorus.report.facts import Facts
from dawn_chorus.report.footer import fault_lines, footer_lines
from dawn_chorus.report.model import Judgement, Report
from dawn_chorus.report.phrases import load_phrases
from dawn_chorus.report.stage import compose

from .conftest import changed

Lines = Callable[..., str]


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


def test_it_counts_tweets_hours_files_and_records(lines: Lines) -> None:
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
        ({"ranked_by": "responses"}, "输入没有互动数据，名次依据粉丝数与每条推文获得的回应数"),
    ],
)
def test_it_says_what_is_missing(lines: Lines, coverage: dict[str, object], clause: str) -> None:
    assert clause in lines(**coverage)


THIN = {"verdict": "thin", "reasons": [{"measure": "volume", "verdict": "thin", "found": 31, "of": 480.5}]}


@pytest.mark.parametrize(
    ("judgement", "clause"),
    [
        (THIN, "输入不全，报告从简"),
        (
            THIN | {"is_accepted": True},
            "输入不全（只有 31 条（平时约 480 条）），经人工确认后照常写成，但不与此前的日子比较",
        ),
        ({"reasons": [{"measure": "sources", "verdict": "pass", "names": ["list", "web"]}]}, "来源 list、web 没有取"),
        ({"reasons": [{"measure": "before", "verdict": "pass"}]}, "前一日收到的推文不全，升降仅供参考"),
    ],
)
def test_it_says_how_the_input_was_judged(lines: Lines, judgement: dict[str, object], clause: str) -> None:
    assert clause in lines({"judgement": Judgement.model_validate(judgement)})


@pytest.mark.parametrize(
    ("reason", "window", "clause"),
    [
        (Reason("volume", "thin", 31.5, 480), 1, "只有 32 条（平时约 480 条）"),
        (Reason("volume", "thin", 31.5, 480), 7, "平均每天只有 32 条（平时约 480 条）"),
        (Reason("hours", "thin", 4.5, 23), 7, "平均每天只有 4.5 个小时有推文（平时约 23 个）"),
        (Reason("silence", "thin", 9.4, 1.2), 1, "最后一条推文距当日结束 9.4 小时（平时约 1.2 小时）"),
        (Reason("silence", "thin", 9.4, 0.2), 1, "最后一条推文距当日结束 9.4 小时（平时不到 1 小时）"),
        (Reason("silence", "thin", 13, None), 7, "最后一条推文距期间结束 13 小时"),
        (Reason("rejects", "thin", 120, 500), 1, "500 条记录里有 120 条无法读取"),
        (Reason("repeats", "thin", 9950, 10_000), 1, "10000 条记录里有 9950 条是重复的"),
        (Reason("sources", "thin", 0.5, None, ("list",)), 1, "来源 list 没有取到或没有取全"),
    ],
)
def test_every_fault_has_words(news_day: Facts, channel: Channel, reason: Reason, window: int, clause: str) -> None:
    report = compose(changed(news_day, judgement=Judgement(verdict="thin", reasons=(reason,))), channel)
    first_day = report.last_day - dt.timedelta(days=window - 1)
    assert fault_lines(report.model_copy(update={"first_day": first_day}), speaker(window)) == [clause]


def speaker(days: int) -> Callable[..., str]:
    """The phrases as a post about so many days says them."""
    phrases = load_phrases("zh")
    period = phrases["period.daily" if days == 1 else "period.window"]
    return lambda key, **gaps: phrases[key].format_map({"period": period, **gaps})


def test_what_does_not_apply_is_left_out(lines: Lines) -> None:
    text = lines()
    assert "没有数据" not in text
    assert "未能通过核对" not in text
    assert "不分新旧" not in text


def test_dropped_statements_are_owned_up_to(lines: Lines) -> None:
    assert "另有 3 句未能通过核对，已删去" in lines({"dropped": {"unknown_name": 2, "altered_quote": 1}})


def test_without_ranked_accounts_nothing_is_said_of_a_ranking(lines: Lines, news_day: Facts, channel: Channel) -> None:
    silent = compose(changed(news_day, accounts=()), channel)
    assert "名次" not in lines({"statements": silent.statements})


@pytest.mark.parametrize(("read", "is_told"), [(None, False), (4321, True)])
def test_it_tells_how_much_of_too_large_a_window_was_read(lines: Lines, read: int | None, is_told: bool) -> None:
    assert ("通读" in lines(tweets_read=read)) is is_told
    assert ("4321" in lines(tweets_read=read)) is is_told
