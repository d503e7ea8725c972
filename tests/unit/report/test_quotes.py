"""Which sentence of a tweet is quoted."""

import pytest

from dawn_chorus.report.excerpts import Excerpt
from dawn_chorus.report.quotes import Aim, best_excerpt, is_alike, is_dependent, points


def quoted(tweet: str, *names: str, aim: Aim = "news", avoid: tuple[str, ...] = ()) -> str | None:
    piece = best_excerpt(tweet, names, aim, avoid)
    return piece.text if piece else None


@pytest.mark.parametrize(
    ("tweet", "names", "expected"),
    [
        (
            "This is huge!\n\nBrindle 3 is now available to all developers.\n\nCheck out the thread below 👇",
            ("Brindle 3",),
            "Brindle 3 is now available to all developers.",
        ),
        (
            "Good morning everyone. Tessaro raised $40 million from three funds. Link in bio.",
            ("Tessaro",),
            "Tessaro raised $40 million from three funds.",
        ),
        ("家人们，太强了！青禾2刚刚开源，参数只有3B。详情见评论区", ("青禾2",), "青禾2刚刚开源，参数只有3B。"),
        ("Have you tried it? Korrigan-7B now runs on a phone.", (), "Korrigan-7B now runs on a phone."),
    ],
)
def test_the_sentence_with_the_news_is_preferred(tweet: str, names: tuple[str, ...], expected: str) -> None:
    assert quoted(tweet, *names) == expected


def test_the_sentence_that_writes_the_name_is_preferred() -> None:
    tweet = "Ossify shipped a scheduler today. Tessaro shipped a calendar today."
    assert quoted(tweet, "Tessaro") == "Tessaro shipped a calendar today."


def test_a_view_is_quoted_for_its_opinion_not_for_its_news() -> None:
    tweet = "Brindle 3 was released today. I think benchmarks should be retired because nobody learns from them."
    assert quoted(tweet, aim="view") == "I think benchmarks should be retired because nobody learns from them."
    assert quoted(tweet) == "Brindle 3 was released today."


def test_a_quote_that_was_printed_is_not_printed_again_nor_a_part_of_it() -> None:
    tweet = "Brindle 3 is now available to all developers. It costs less than Brindle 2 did."
    first = quoted(tweet, "Brindle 3")
    assert first is not None
    assert quoted(tweet, "Brindle 3", avoid=(first,)) == "It costs less than Brindle 2 did."
    assert quoted(tweet, avoid=(first, "It costs less")) is None


def test_a_quote_that_only_repeats_the_name_is_avoided() -> None:
    assert quoted("WidePath-R1\nScaling search agents with wide trees", "WidePath-R1") != "WidePath-R1"


def test_of_equal_sentences_the_first_is_quoted() -> None:
    assert quoted("Alpha shipped a tool today. Gamma shipped a tool today.") == "Alpha shipped a tool today."


def test_nothing_to_quote() -> None:
    assert quoted("https://t.co/abc") is None


def test_markup_is_not_quoted_where_there_is_anything_else() -> None:
    tweet = "Brindle 3 is out, in *bold*{: onmouseover='x'} letters. We like Brindle 3 for its speed."
    assert quoted(tweet, "Brindle 3") == "We like Brindle 3 for its speed."


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Two banks have shut out Zhenith from their apps.", "Some banks have shut out Zhenith from their apps!", True),
        ("青禾2拿到四亿美元，六百万学生在用", "青禾2融了四亿美元，六百万学生在用。", True),
        ("Brindle 3 is out: an open model.", "The union of the bank heard of it from the press.", False),
    ],
)
def test_nearly_the_same_words_are_alike(one: str, other: str, alike: bool) -> None:
    assert is_alike(one, other) is alike


@pytest.mark.parametrize(
    ("text", "leans"), [("However, it works.", True), ("但是它能跑", True), ("Itanium works.", False)]
)
def test_a_sentence_that_leans_on_the_one_before(text: str, leans: bool) -> None:
    assert is_dependent(text) is leans


BASE = "The plotter of the lab draws a long line over a sheet of paper"


@pytest.mark.parametrize(
    "better",
    [
        f"{BASE} for Tessaro",
        f"{BASE} 40 times",
        f"{BASE}, now available",
        f"{BASE} of GPT-9",
    ],
    ids=["the name", "a number", "a launch", "a model"],
)
def test_what_carries_news(better: str) -> None:
    assert worth(better) > worth(BASE)


@pytest.mark.parametrize(
    "worse",
    [
        f"Congrats! {BASE}",
        f"Check out how the {BASE[4:]}",
        f"{BASE}?",
        f"It {BASE[4:]}",
        f"I think {BASE}",
        f"Use code PLOT: {BASE}",
        f"{BASE} #a #b",
        f"{BASE} $A $B $C",
        f"{BASE} (of",
        "A plotter",
        "Introducing:",
        f"{BASE}...",
    ],
)
def test_what_does_not(worse: str) -> None:
    assert worth(worse) < worth(BASE)


def test_the_first_sentence_is_worth_more_than_the_fifth() -> None:
    assert points(Excerpt(BASE, 0), ["Tessaro"]) > points(Excerpt(BASE, 1), ["Tessaro"])
    assert points(Excerpt(BASE, 1), ["Tessaro"]) > points(Excerpt(BASE, 5), ["Tessaro"])


def test_a_whole_sentence_is_worth_more_than_a_cut_or_a_torso() -> None:
    whole = points(Excerpt(BASE, 0), [])
    assert whole > points(Excerpt(BASE, 0, is_cut=True), [])
    assert whole > points(Excerpt(BASE, 0, is_torso=True), [])
    assert whole > points(Excerpt(BASE, 0, is_listed=True), [])


def test_words_of_weighing_make_a_view_worth_more_and_news_not() -> None:
    weighed = Excerpt(f"Most people never see that {BASE.lower()}", 0)
    plain = Excerpt(f"Four farmers often say that {BASE.lower()}", 0)
    assert points(weighed, [], "view") > points(plain, [], "view")
    assert points(weighed, []) == points(plain, [])


def worth(text: str) -> float:
    return points(Excerpt(text, 0), ["Tessaro"])
