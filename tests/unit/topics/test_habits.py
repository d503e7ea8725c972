"""Habits: who is known, who repeats, who fills in a form, counted from the window and the days before."""

from collections.abc import Callable

import pytest

from dawn_chorus.topics.habits import ACQUAINTANCE_DAYS, habits
from dawn_chorus.topics.model import Document

Tweet = Callable[..., Document]

FORM = "{} recruiters have seen this layout of yours and called within {} days, have a look at {}"


def forms(*documents: Document, history: tuple[Document, ...] = ()) -> set[int]:
    return set(habits(documents, history).forms)


def filled(tweet: Tweet, number: int, author: str = "shop", days_ago: int = 0, kind: str = "original") -> Document:
    return tweet(number, FORM.format(100 + number, number, "kites"), author, days_ago=days_ago, kind=kind)


def test_who_wrote_on_the_days_before_is_known(tweet: Tweet) -> None:
    context = habits([tweet(9, "x", "new")], [tweet(1, "x", "old", days_ago=1)])
    assert context.known == {"old"}


@pytest.mark.parametrize(("days", "familiarity"), [(0, 0.0), (1, 0.5 / ACQUAINTANCE_DAYS), (7, 0.5), (20, 0.5)])
def test_familiarity_grows_with_the_days_before(tweet: Tweet, days: int, familiarity: float) -> None:
    history = [tweet(n, "x", "friend", days_ago=n) for n in range(1, days + 1)]
    context = habits([tweet(98, "x", "friend"), tweet(99, "x", "stranger")], history)
    assert context.familiarity == pytest.approx(familiarity)


def test_the_same_words_with_another_link_are_a_repeat(tweet: Tweet) -> None:
    window = [tweet(n, f"Kites for all https://t.co/{n}", "maker") for n in (1, 2)]
    assert {author for author, _ in habits(window, []).repeats} == {"maker"}


def test_retweets_do_not_repeat_an_author(tweet: Tweet) -> None:
    window = [tweet(n, "Kites for the whole family", "fan", kind="retweet", of=n) for n in (1, 2)]
    assert habits(window, []).repeats == frozenset()


def test_texts_without_letters_are_no_repeats(tweet: Tweet) -> None:
    assert habits([tweet(n, "🔥", "fan") for n in (1, 2)], []).repeats == frozenset()


def test_a_form_is_filled_in_three_times(tweet: Tweet) -> None:
    assert forms(filled(tweet, 1), filled(tweet, 2)) == set()
    assert forms(filled(tweet, 1), filled(tweet, 2), filled(tweet, 3)) == {1, 2, 3}


def test_the_days_before_count_for_the_form_but_only_the_window_is_judged(tweet: Tweet) -> None:
    assert forms(filled(tweet, 3), history=(filled(tweet, 1, days_ago=2), filled(tweet, 2, days_ago=1))) == {3}


def test_a_form_of_another_account_is_not_ones_own(tweet: Tweet) -> None:
    assert forms(*(filled(tweet, n, f"shop{n}") for n in (1, 2, 3))) == set()


def test_what_somebody_passes_on_is_no_form(tweet: Tweet) -> None:
    assert forms(*(filled(tweet, n, kind="retweet") for n in (1, 2, 3))) == set()


def test_short_greetings_are_no_form(tweet: Tweet) -> None:
    assert forms(*(tweet(n, "good morning to all", "ed") for n in (1, 2, 3))) == set()


def test_texts_of_different_words_are_no_form(tweet: Tweet) -> None:
    texts = (
        "The harbour is under water since noon today",
        "Why I plant tomatoes on the roof",
        "A kite is a wing on a line",
    )
    assert forms(*(tweet(n, text, "ada") for n, text in enumerate(texts))) == set()


def test_a_chinese_form_is_seen_too(tweet: Tweet) -> None:
    texts = [f"显存算力每小时 {n}.8 元，开箱即用，学生再打折" for n in (1, 2, 3)]
    assert forms(*(tweet(n, text, "shop") for n, text in enumerate(texts))) == {0, 1, 2}


def test_nothing_has_no_habits() -> None:
    context = habits([], [])
    assert (context.familiarity, context.known, context.forms) == (0.0, frozenset(), frozenset())
