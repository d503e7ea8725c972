"""The report around its statements: times, tags, description, coverage."""

import datetime as dt
from collections.abc import Callable

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report.assemble import assemble
from dawn_chorus.report.facts import Facts, Ledger
from dawn_chorus.report.model import Report
from dawn_chorus.window import Window

from .conftest import Briefs, FactsMaker, TweetMaker, changed

Assembled = Callable[[Facts], Report]


@pytest.fixture
def assembled(brief: Briefs) -> Assembled:
    """The report of facts, without statements."""
    return lambda facts: assemble(brief(facts), [], {"b": 1, "a": 2})


def test_times_are_the_end_of_the_window_and_the_opening_of_the_run(news_day: Facts, assembled: Assembled) -> None:
    report = assembled(news_day)
    assert report.date == "2030-05-04 23:59:59 +0800"
    assert report.posttime == "2030-05-05 00:41:10 +0800"


def test_tags_and_description_name_the_key_points(news_day: Facts, assembled: Assembled) -> None:
    report = assembled(news_day)
    assert report.tags[0] == "Brindle 3"
    assert {"Tessaro", "Velvetine 2"} <= set(report.tags)
    assert report.description.startswith("、".join(report.tags[:3]))
    assert report.description.endswith("；10 条推文，8 个账号")


def test_a_day_without_key_points_is_described_by_its_counts(
    assembled: Assembled, facts: FactsMaker, tweet: TweetMaker
) -> None:
    report = assembled(facts([tweet("good morning", role="chatter")]))
    assert report.description == "1 条推文，1 个账号"
    assert report.tags == ()


def test_coverage_counts_rows(news_day: Facts, assembled: Assembled) -> None:
    ledger = Ledger(1, 15, 3, 2, 0, 21, 4, ("inbox", "list"))
    coverage = assembled(changed(news_day, ledger=ledger)).coverage
    assert (coverage.tweets, coverage.accounts, coverage.advertising, coverage.chatter) == (10, 8, 1, 1)
    assert (coverage.records, coverage.duplicate, coverage.rejected, coverage.files) == (15, 3, 2, 4)
    assert (coverage.hours_covered, coverage.hours) == (21, 24)
    assert coverage.sources == ("inbox", "list")
    assert coverage.ranked_by == "engagers"


def test_a_week_has_seven_days_of_hours(news_day: Facts, assembled: Assembled) -> None:
    week = Window(dt.date(2030, 4, 28), dt.date(2030, 5, 4))
    report = assembled(changed(news_day, window=week))
    assert (report.coverage.days, report.coverage.hours) == (7, 168)
    assert report.slug == "twitter_ai_20300428_20300504"


def test_every_topic_of_the_run_is_kept_in_the_data(news_day: Facts, assembled: Assembled, channel: Channel) -> None:
    report = assembled(news_day)
    assert [(topic.topic_no, topic.name) for topic in report.topics] == [(1, "Brindle 3"), (2, "Tessaro")]
    assert report.base_url == channel.blog.base_url


def test_reasons_for_dropping_stand_in_order(news_day: Facts, assembled: Assembled) -> None:
    assert list(assembled(news_day).dropped.items()) == [("a", 2), ("b", 1)]
