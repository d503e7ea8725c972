"""The closing section adds up what the rows say."""

import re
from dataclasses import replace

import pytest

from dawn_chorus.report.facts import Facts
from dawn_chorus.report.sections import overall

from .conftest import Briefs, FactsMaker, TweetMaker, changed, texts, written


def test_overall_adds_up(news_day: Facts, brief: Briefs) -> None:
    sources, stories, singular = texts(overall, brief(news_day))
    points, *counted = [int(number) for number in re.findall(r"(\d+) 条(?!出自)", sources)]
    assert points == sum(counted)
    assert " 0 条" not in sources
    assert stories == "2 个话题中，1 个是新的，1 个从前几日延续而来。"
    assert singular == "2 个话题中，1 个只有一个账号在说。"


def test_overall_of_a_thin_day_says_nothing(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    assert texts(overall, brief(facts([tweet("Tessaro is now live for all")]))) == []


def test_a_first_day_has_no_stories_to_count(news_day: Facts, brief: Briefs) -> None:
    assert not any("延续" in text for text in texts(overall, brief(changed(news_day, has_history=False))))


def test_what_is_counted_is_cited(news_day: Facts, brief: Briefs) -> None:
    assert all(len(statement.citations) >= 1 for statement in written(overall, brief(news_day)))


@pytest.mark.parametrize(
    ("status", "told"), [("new", "2 个话题都是新的。"), ("steady", "2 个话题都从前几日延续而来。")]
)
def test_what_is_true_of_all_topics_is_said_without_a_nought(
    news_day: Facts, brief: Briefs, status: str, told: str
) -> None:
    topics = tuple(replace(topic, story_status=status) for topic in news_day.topics)
    _, stories, _ = texts(overall, brief(changed(news_day, topics=topics)))
    assert stories == told
