"""How the days of a longer window went."""

from collections.abc import Callable

import pytest

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.facts import Account, TweetFact
from dawn_chorus.report.sections import changes
from dawn_chorus.report.sections.changes import shape_of
from dawn_chorus.report.stories import Story
from dawn_chorus.window import Window

from .conftest import DAY, WEEK, changed, chapter, dataclass_with, on, texts


def story(*counts: int, voices: int = 9) -> Story:
    """A story with so many tweets on the first day, the second, and so on."""
    tweets = {on(number): count for number, count in enumerate(counts) if count}
    return Story("Brindle 3", ("Brindle 3",), tweets, tweets, voices, ())


@pytest.mark.parametrize(
    ("counts", "shape"),
    [
        ((5, 4, 5, 5, 4, 5, 5), "lasted"),
        ((2, 1, 2, 3, 4, 5, 8), "grew"),
        ((8, 5, 4, 3, 2, 1, 2), "faded"),
        ((0, 0, 0, 9, 4, 2, 3), "came"),
        ((0, 0, 9, 4, 2, 0, 0), "passed"),
        ((9, 4, 2, 0, 0, 0, 0), "ended"),
        ((0, 0, 9, 0, 0, 0, 0), "flashed"),
        ((0, 0, 40, 20, 9, 4, 1), "passed"),
        ((2, 2, 2, 2, 2, 2, 2), None),
    ],
)
def test_the_shape_of_a_story(counts: tuple[int, ...], shape: str | None) -> None:
    assert shape_of(story(*counts), WEEK) == shape


def test_what_few_accounts_wrote_of_has_no_shape() -> None:
    assert shape_of(story(9, 9, 9, 9, 9, 9, 9, voices=2), WEEK) is None


@pytest.fixture
def told(week: Callable[..., Brief], about: Callable[..., list[TweetFact]]) -> Brief:
    """A week with a story that came and one that ended, and an account that was heard on four days."""
    ended = [*about("Velvetine 2", 0, 4), *about("Velvetine 2", 1, 3)]
    came = [*about("Brindle 3", 4, 3), *about("Brindle 3", 6, 5)]
    days = [
        chapter(0, ended[:4], "Velvetine 2"),
        chapter(1, ended[4:], "Velvetine 2"),
        chapter(4, came[:3], "Brindle 3"),
        chapter(6, came[3:], "Brindle 3"),
    ]
    return week([*ended, *came], days)


def test_a_week_says_what_came_and_what_ended(told: Brief) -> None:
    assert texts(changes, told) == [
        "期间出现、到期末还在谈的话题：Brindle 3（5月2日至5月4日，共 8 条，5月4日最多，5 条）。",
        "期初在谈、后来少有人谈的话题：Velvetine 2（4月28日至4月29日，共 7 条，4月28日最多，4 条）。",
    ]


def test_who_was_heard_on_most_days(
    week: Callable[..., Brief],
    about: Callable[..., list[TweetFact]],
) -> None:
    def said_by(handle: str, *days: int) -> list[TweetFact]:
        tweets = [about(f"Brindle {day}", day, 1, "Introducing {}, our open AI model")[0] for day in days]
        author = Account(f"@{handle}", handle, handle)
        return [dataclass_with(each, author=author) for each in tweets]

    brief = week([*said_by("amsel", 0, 1, 3, 5, 6), *said_by("drossel", 0, 1)])
    (sentence,) = texts(changes, brief)
    assert sentence == "多数日子都谈到本领域的账号：amsel（5 天，5 条）。"


def test_a_day_and_two_days_have_no_changes(told: Brief) -> None:
    for fewer in ({"days_told": (on(5), on(6))}, {"window": Window(DAY, DAY)}):
        assert texts(changes, Brief(changed(told.facts, **fewer), told.channel, told.phrases)) == []
