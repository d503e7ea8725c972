"""A report on poor input: short, compared with nothing, and open about why; accepted input is told in full."""

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.ingest.quality import Reason
from dawn_chorus.report.facts import Facts
from dawn_chorus.report.model import Judgement, Report
from dawn_chorus.report.render import has_cloud, render_post
from dawn_chorus.report.stage import compose

from .conftest import changed

FAULT = Reason("volume", "thin", 10, 480)
COMPARED = ("昨日", "延续", "新出现", "在回落", "升温")
PASSED = Judgement()
THIN = Judgement(verdict="thin", reasons=(FAULT,))
ACCEPTED = Judgement(verdict="thin", reasons=(FAULT,), is_accepted=True)


def told(news_day: Facts, channel: Channel, judgement: Judgement) -> Report:
    """The report of the invented day, judged so."""
    return compose(changed(news_day, judgement=judgement), channel)


@pytest.mark.parametrize("verdict", ["thin", "block"])
def test_poor_input_has_counts_and_key_points_alone(news_day: Facts, channel: Channel, verdict: str) -> None:
    report = told(news_day, channel, THIN.model_copy(update={"verdict": verdict}))
    assert {statement.section for statement in report.statements} == {"overview", "key_points"}
    assert report.words == ()
    assert not has_cloud(report)
    assert report.description.startswith("收到的推文不全，从简：Brindle 3、")


def test_a_short_report_has_few_key_points(news_day: Facts, channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dawn_chorus.report.brief.SHORT_POINTS", 1)
    assert len(told(news_day, channel, THIN).section("key_points")) == 1
    assert len(told(news_day, channel, ACCEPTED).section("key_points")) > 1


def test_the_post_says_why_it_is_short_before_anything_else(news_day: Facts, channel: Channel) -> None:
    post = render_post(told(news_day, channel, THIN))
    why = "当日收到的推文不全：只有 10 条（平时约 480 条）。这份报告因此从简"
    assert why in post
    assert post.index(why) < post.index("## 简要部分")
    assert "详细分析部分" not in post
    assert "词云分析" not in post


@pytest.mark.parametrize("judgement", [THIN, ACCEPTED])
def test_poor_input_is_compared_with_nothing(news_day: Facts, channel: Channel, judgement: Judgement) -> None:
    words = " ".join(statement.text for statement in told(news_day, channel, judgement).statements)
    assert [word for word in COMPARED if word in words] == []
    assert not told(news_day, channel, judgement).coverage.is_first, "there are earlier days, only not compared"


def test_accepted_input_is_told_in_full(news_day: Facts, channel: Channel) -> None:
    sections = {statement.section for statement in told(news_day, channel, PASSED).statements}
    report = told(news_day, channel, ACCEPTED)
    assert {statement.section for statement in report.statements} == sections
    assert "从简" not in render_post(report)


def test_a_judgement_that_passes_changes_nothing(news_day: Facts, channel: Channel) -> None:
    assert told(news_day, channel, PASSED) == compose(news_day, channel)
    assert "收到的推文不全" not in render_post(compose(news_day, channel))
