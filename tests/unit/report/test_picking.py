"""Which things are key points."""

from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.items import Item
from dawn_chorus.report.picking import ASIDES_AMONG, LEAST_ASIDE, Point, pick

TweetMaker = Callable[..., TweetFact]


def make_item(tweet: TweetMaker, handle: str, name: str | None, score: float, **fields: Any) -> Item:
    values: dict[str, Any] = {
        "name": name,
        "names": (name,) if name else (),
        "topic": None,
        "tweets": (tweet("It was released today with 40% more room", handle),),
        "accounts": 1,
        "carriers": 1,
        "has_official": False,
        "is_company": False,
        "in_field": True,
        "theme": "models",
        "kind": None,
        "worth": score,
        "score": score,
    }
    return Item(**{**values, **fields})


def told(points: list[Point]) -> list[tuple[float, float | None]]:
    return [(point.item.score, point.aside and point.aside.score) for point in points]


def test_each_point_has_a_name_and_an_account_of_its_own(tweet: TweetMaker) -> None:
    items = [
        make_item(tweet, "a", "Brindle 3", 5.0),
        make_item(tweet, "b", "brindle 3", 4.9),
        make_item(tweet, "c", "OpenAI", 3.0),
        make_item(tweet, "d", "OpenAI", 2.9),
    ]
    assert told(pick(items, 10)) == [(5.0, None), (3.0, None), (2.9, None)], "two news of one company are two news"
    assert len(pick(items, 1)) == 1
    assert pick([], 10) == []


def test_what_else_an_account_tells_is_its_points_aside(tweet: TweetMaker) -> None:
    items = [
        make_item(tweet, "a", "Brindle 3", 5.0),
        make_item(tweet, "a", "Tessaro", 4.0),
        make_item(tweet, "a", "Velvetine", 3.0),
    ]
    assert told(pick(items, 10)) == [(5.0, 4.0)]


def test_what_several_accounts_tell_is_nobodys_aside(tweet: TweetMaker) -> None:
    items = [make_item(tweet, "a", "Brindle 3", 5.0), make_item(tweet, "a", "Tessaro", 4.0, accounts=2)]
    assert told(pick(items, 10)) == [(5.0, None)]


def test_what_stands_far_back_is_no_aside(tweet: TweetMaker) -> None:
    others = [make_item(tweet, f"other{n}", f"Thing {chr(65 + n)}", 4.0) for n in range(ASIDES_AMONG)]
    items = [make_item(tweet, "a", "Brindle 3", 5.0), *others, make_item(tweet, "a", "Tessaro", 3.0)]
    assert told(pick(items, 1)) == [(5.0, None)]


def test_what_writes_a_points_name_and_version_is_about_it(tweet: TweetMaker) -> None:
    items = [
        make_item(tweet, "a", "Brindle 3", 5.0),
        make_item(tweet, "b", "Tessaro", 4.0, tweets=(tweet("Tessaro now runs Brindle 3.", "b"),)),
    ]
    assert told(pick(items, 10)) == [(5.0, None)]


@pytest.mark.parametrize(("score", "is_told"), [(LEAST_ASIDE, True), (LEAST_ASIDE - 0.1, False)])
def test_an_aside_is_worth_the_least_that_news_is_worth(tweet: TweetMaker, score: float, is_told: bool) -> None:
    items = [make_item(tweet, "a", "Brindle 3", 5.0), make_item(tweet, "a", "Tessaro", score)]
    assert told(pick(items, 10)) == [(5.0, score if is_told else None)]


def test_an_aside_is_told_though_all_points_are_taken(tweet: TweetMaker) -> None:
    items = [
        make_item(tweet, "a", "Brindle 3", 5.0),
        make_item(tweet, "b", "Tessaro", 4.0),
        make_item(tweet, "a", "Velvetine", 3.0),
    ]
    assert told(pick(items, 1)) == [(5.0, 3.0)]


def test_what_an_aside_tells_is_no_point_of_another_account(tweet: TweetMaker) -> None:
    items = [
        make_item(tweet, "a", "Brindle 3", 5.0),
        make_item(tweet, "a", "Tessaro", 4.0),
        make_item(tweet, "b", "Tessaro", 3.0),
    ]
    assert told(pick(items, 10)) == [(5.0, 4.0)]


def test_a_points_thing_is_not_told_again_as_its_aside(tweet: TweetMaker) -> None:
    items = [make_item(tweet, "a", "Brindle 3", 5.0), make_item(tweet, "a", "BRINDLE-3", 4.0)]
    assert told(pick(items, 10)) == [(5.0, None)]


def test_a_second_name_joins_as_the_first_does_and_a_third_does_not(tweet: TweetMaker) -> None:
    items = [
        make_item(tweet, "a", "Brindle", 5.0, names=("Brindle", "Korrigan", "Velvetine")),
        make_item(tweet, "b", "Korrigan", 4.0),
        make_item(tweet, "c", "Velvetine", 3.0),
    ]
    assert told(pick(items, 10)) == [(5.0, None), (3.0, None)]


@pytest.mark.parametrize(("name", "points"), [("Zo 3", 2), ("Zo 31", 1)])
def test_a_version_too_short_to_be_known_in_other_words_joins_nothing(
    tweet: TweetMaker, name: str, points: int
) -> None:
    items = [
        make_item(tweet, "a", name, 5.0),
        make_item(tweet, "b", "Tessaro", 4.0, tweets=(tweet(f"Tessaro now runs {name}.", "b"),)),
    ]
    assert len(pick(items, 10)) == points


def test_items_without_a_name_are_different_things(tweet: TweetMaker) -> None:
    items = [make_item(tweet, handle, None, 5.0 - n) for n, handle in enumerate("abc")]
    assert len(pick(items, 10)) == 3


def test_a_topic_whose_best_account_leads_already_is_led_by_another_one(tweet: TweetMaker) -> None:
    first, second = tweet("Tessaro is out", "a"), tweet("Tessaro came out today", "b")
    items = [
        make_item(tweet, "a", "Brindle 3", 5.0),
        make_item(tweet, "a", "Tessaro", 4.0, tweets=(first, second), accounts=2),
    ]
    (_, point) = pick(items, 10)
    assert point.item.tweets == (second, first)


def test_nobody_leads_with_words_that_he_only_passed_on(tweet: TweetMaker) -> None:
    passed = tweet("RT @c: Tessaro came out today", "b", kind="retweet")
    items = [
        make_item(tweet, "a", "Brindle 3", 5.0),
        make_item(tweet, "a", "Tessaro", 4.0, tweets=(tweet("Tessaro is out", "a"), passed), accounts=2),
    ]
    assert len(pick(items, 10)) == 1


def test_two_things_of_one_topic_are_one_point(tweet: TweetMaker) -> None:
    items = [
        make_item(tweet, handle, None, 5.0 - n, tweets=(tweet(f"words {n}", handle, role="topic", topic_no=7),))
        for n, handle in enumerate("ab")
    ]
    assert told(pick(items, 10)) == [(5.0, None)]


def test_what_repeats_the_words_of_a_better_thing_stands_further_back(tweet: TweetMaker) -> None:
    words = ["the harbour is shut by ice", "the harbour is shut by ice now", "kites fly over Ostrava"]
    items = [
        make_item(tweet, f"u{n}", None, 3 - n / 10, tweets=(tweet(text, f"u{n}"),)) for n, text in enumerate(words)
    ]
    assert [point.item.lead.text for point in pick(items, 10)] == [words[0], words[2], words[1]]


def test_where_points_are_missing_others_fill_them_and_an_account_leads_two(tweet: TweetMaker) -> None:
    items = [make_item(tweet, "a", "Brindle 3", 5.0), make_item(tweet, "a", "Tessaro", 4.0)]
    others = [make_item(tweet, "b", "Velvetine", 9.0), make_item(tweet, "a", "Korrigan", 8.0)]
    assert told(pick(items, 3, others)) == [(5.0, None), (4.0, None), (9.0, None)]
    assert told(pick(items, 1, others)) == [(5.0, 4.0)], "nothing is missing"
    assert told(pick(items, 3)) == [(5.0, 4.0)]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Tessaro was released today", True),
        ("Who shall give us Tessaro for our old harbour", False),
        ("We sat by the harbour. It claims 79% of the whole board now.", False),
        ("We sat by the harbour. Tessaro claims 79% of the whole board now.", True),
    ],
    ids=["news", "a wish", "of what?", "of its own name"],
)
def test_an_aside_is_news_and_says_of_what(tweet: TweetMaker, text: str, is_told: bool) -> None:
    aside = make_item(tweet, "a", "Tessaro", 4.0, tweets=(tweet(text, "a"),))
    (point,) = pick([make_item(tweet, "a", "Brindle 3", 5.0), aside], 10)
    assert (point.aside is not None) is is_told


def test_a_topic_that_some_tell_without_a_points_thing_is_another_thing(tweet: TweetMaker) -> None:
    both = tweet("From Brindle 3 to Tessaro, the team ships", "b")
    own = tweet("Tessaro draws 4K pictures from today", "c")
    items = [make_item(tweet, "a", "Brindle 3", 5.0), make_item(tweet, "b", "Tessaro", 4.0, tweets=(both, own))]
    assert [point.item.lead.author.handle for point in pick(items, 10)] == ["a", "c"]
    assert len(pick([items[0], make_item(tweet, "b", "Tessaro", 4.0, tweets=(both,))], 10)) == 1


def test_a_things_name_in_the_other_script_is_its_own(tweet: TweetMaker) -> None:
    explained = (tweet("青屿 (Qingyu) ships today", "a"),)
    items = [
        make_item(tweet, "a", "Qingyu", 5.0, tweets=explained),
        make_item(tweet, "b", None, 4.0, tweets=(tweet("青屿今天开源", "b"),)),
        make_item(tweet, "c", None, 3.0, tweets=(tweet("山海今天开源", "c"),)),
    ]
    assert told(pick(items, 10)) == [(5.0, None), (3.0, None)]
