"""Stories over days: counted by the topics of each day and by their name."""

from collections.abc import Callable

import pytest

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.stories import Story

from .conftest import Briefs, FactsMaker, TopicMaker, chapter, dataclass_with, on


def test_a_day_tells_its_topics_with_what_they_were_before(
    brief: Briefs, facts: FactsMaker, topic: TopicMaker, about: Callable[..., list[TweetFact]]
) -> None:
    now = [dataclass_with(each, role="topic", topic_no=1) for each in about("Brindle 3", 6, 2)]
    before = chapter(4, about("Brindle 3", 4, 5), "Brindle 3", story_id="story-1")
    other = chapter(5, about("Velvetine 2", 5, 5), "Velvetine 2", story_id="story-9")
    day = facts(now, [topic(1, ["Brindle 3"])], chapters=(before, other), days_told=(on(4), on(5), on(6)))
    (story,) = brief(day).stories
    assert (story.name, story.tweets) == ("Brindle 3", {on(4): 5, on(6): 2})
    assert story.peak == on(4)


def test_a_week_counts_what_a_days_topic_holds_and_what_writes_the_name(
    week: Callable[..., Brief], about: Callable[..., list[TweetFact]]
) -> None:
    held = [*about("Brindle 3", 1, 3), *about("Brindle", 1, 1, "so this new {} thing is an AI model")]
    alone = about("brindle 3", 3, 1)
    (story,) = week([*held, *alone], [chapter(1, held, "Brindle 3")]).stories
    assert story.tweets == {on(1): 4, on(3): 1}
    assert story.total == 5
    assert all("rindle 3" in tweet.text for tweet in story.sources)
    assert story.sources[0].day == on(1)


def test_two_stories_of_one_name_are_one(week: Callable[..., Brief], about: Callable[..., list[TweetFact]]) -> None:
    early, late = about("Brindle 3", 0, 3), about("Brindle 3", 5, 3)
    days = [chapter(0, early, "Brindle 3", story_id="a"), chapter(5, late, "Brindle 3", story_id="b")]
    (story,) = week([*early, *late], days).stories
    assert story.days == [on(0), on(5)]


@pytest.mark.parametrize("name", ["Google", "Zed", "ZDP"])
def test_a_company_and_a_short_plain_word_are_no_story(
    name: str, week: Callable[..., Brief], about: Callable[..., list[TweetFact]]
) -> None:
    said = about(name, 1, 6, "today {} has an open AI model")
    assert week(said, [chapter(1, said, name)]).stories == []


def test_a_name_within_a_longer_one_is_told_once(
    week: Callable[..., Brief], about: Callable[..., list[TweetFact]]
) -> None:
    whole, part = about("Brindle 3 Pro", 1, 4), about("Brindle 3", 2, 1)
    days = [chapter(1, whole, "Brindle 3 Pro"), chapter(2, part, "Brindle 3")]
    assert [story.name for story in week([*whole, *part], days).stories] == ["Brindle 3 Pro"]


def test_a_forgotten_story_is_not_told(week: Callable[..., Brief], about: Callable[..., list[TweetFact]]) -> None:
    gone = about("Brindle 3", 1, 4)
    assert week(about("Velvetine", 2, 1), [chapter(1, gone, "Brindle 3")]).stories == []


def test_a_day_of_hardly_a_mention_does_not_count() -> None:
    tweets = {on(0): 1, on(2): 30, on(3): 3, on(6): 2}
    assert Story("Brindle 3", (), tweets, tweets, 9, ()).days == [on(2), on(3)]
