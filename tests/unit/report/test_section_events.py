"""Events stand under their kind."""

from dawn_chorus.report.facts import Facts
from dawn_chorus.report.sections import events, key_points

from .conftest import Briefs, FactsMaker, TweetMaker, texts, written


def test_events_group_by_kind_and_put_the_unclear_under_other(news_day: Facts, brief: Briefs) -> None:
    shared = brief(news_day)
    list(key_points.write(shared))
    groups = {statement.group: statement.text for statement in written(events, shared)}
    assert groups["model_release"] == "Brindle 3", "told above, so by name only"
    assert groups["feature_update"] == "Tessaro"
    assert groups["research"].startswith("Velvetine 2")
    assert set(groups) <= {"model_release", "feature_update", "research", "market", "other"}


def test_an_event_outside_the_field_is_not_told(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    day = facts([tweet("The bakery raised $40M in a series B at a valuation of $900 million", "crumb")])
    assert written(events, brief(day)) == []


def test_an_event_without_a_name_bears_its_author(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    day = facts([tweet("we find that ablations of the dataset change what agents learn from papers", "quietlab")])
    (text,) = texts(events, brief(day))
    assert text.startswith('quietlab："we find that')


def test_a_day_of_small_talk_has_no_events(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    assert texts(events, brief(facts([tweet("my cat sat on the stairs again", "ana")]))) == []
