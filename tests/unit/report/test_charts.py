"""Which charts a report has: none where one day or one row is all there is."""

from collections.abc import Callable, Sequence

import pytest

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.charts import find_charts
from dawn_chorus.report.facts import Facts, TweetFact
from dawn_chorus.report.model import Chart, Judgement
from dawn_chorus.report.sections import accounts

from .conftest import Briefs, changed, chapter, on, written

Charts = dict[str, Chart]


def charts_of(brief: Brief) -> Charts:
    return {chart.kind: chart for chart in find_charts(brief, written(accounts, brief))}


@pytest.fixture
def days(news_day: Facts, about: Callable[..., Sequence[TweetFact]]) -> Facts:
    """The day of news with its two stories and its accounts on the days before."""
    before = [
        chapter(3, about("Brindle 3", 3, 4), "Brindle 3", story_id="story-1"),
        chapter(5, about("Tessaro", 5, 6), "Tessaro", story_id="story-2"),
    ]
    ranks = {"@nadiaverrin": {on(3): 2, on(5): 4}, "@brindlelabs": {on(3): 120, on(5): 1}}
    return changed(news_day, chapters=tuple(before), days_told=(on(3), on(5), on(6)), ranks=ranks)


def test_a_day_shows_its_stories_and_accounts_over_the_days_before(brief: Briefs, days: Facts) -> None:
    charts = charts_of(brief(days))
    assert charts["trends"].days == (on(3), on(4), on(5), on(6))
    assert {each.name: each.values for each in charts["trends"].strands} == {
        "Brindle 3": (4, None, 0, 3),
        "Tessaro": (0, None, 6, 2),
    }
    assert {each.name: each.values for each in charts["ranks"].strands} == {
        "Nadia Verrin": (2, None, 4, 1),
        "Brindle Labs": (None, None, 1, 2),
    }


def test_two_days_are_no_trend(brief: Briefs, days: Facts) -> None:
    assert charts_of(brief(changed(days, days_told=(on(5), on(6))))) == {}


def test_one_row_is_no_chart(brief: Briefs, days: Facts) -> None:
    fewer = changed(days, chapters=days.chapters[:1], ranks={"@nadiaverrin": {on(3): 2}})
    assert charts_of(brief(fewer)) == {}


def test_a_short_report_has_no_charts(brief: Briefs, days: Facts) -> None:
    short = Judgement.model_validate({"verdict": "thin", "reasons": [{"measure": "repeats", "verdict": "thin"}]})
    assert charts_of(brief(changed(days, judgement=short))) == {}


def test_a_story_of_two_tweets_a_day_is_no_trend(
    brief: Briefs, days: Facts, about: Callable[..., Sequence[TweetFact]]
) -> None:
    small = chapter(5, about("Tessaro", 5, 2), "Tessaro", story_id="story-2")
    assert "trends" not in charts_of(brief(changed(days, chapters=(days.chapters[0], small))))


def test_a_week_shows_its_own_days(week: Callable[..., Brief], about: Callable[..., Sequence[TweetFact]]) -> None:
    one = [*about("Brindle 3", 0, 4), *about("Brindle 3", 6, 1)]
    two = [*about("Velvetine 2", 2, 3), *about("Velvetine 2", 3, 3)]
    found = [chapter(0, one[:4], "Brindle 3"), chapter(2, two[:3], "Velvetine 2")]
    (chart,) = charts_of(week([*one, *two], found)).values()
    assert [each.values for each in chart.strands] == [(0, 0, 3, 3, 0, 0, 0), (4, 0, 0, 0, 0, 0, 1)]


def test_a_name_too_long_for_its_row_is_cut(
    week: Callable[..., Brief], about: Callable[..., Sequence[TweetFact]]
) -> None:
    name = "Brindle 3 of the Northern Collective"
    one, two = [*about(name, 0, 4), *about(name, 6, 1)], [*about("Velvetine 2", 2, 3), *about("Velvetine 2", 3, 3)]
    (chart,) = charts_of(week([*one, *two], [chapter(0, one[:4], name), chapter(2, two[:3], "Velvetine 2")])).values()
    assert {each.name for each in chart.strands} == {"Brindle 3 of the North…", "Velvetine 2"}
