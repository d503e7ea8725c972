"""Which sentence of a tweet is quoted."""

import pytest

from dawn_chorus.report.quotes import Aim, best_excerpt


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
