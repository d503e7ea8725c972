"""Which scripts are read, and which run from right to left."""

import pytest

from dawn_chorus.report.scripts import has_right_to_left, is_unread


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Introducing Brindle 3", False),
        ("\u00c9t\u00e9 \u00e0 la plage", False),
        ("青禾实验室开源了青禾 2", False),
        ("今日はいい天気ですね", True),
        ("النموذج متاح الآن للجميع", True),
        ("нова модель для телефонів", True),
        ("Brindle 3 النموذج", False),
        ("2026 🚀🚀 !!", False),
        ("", False),
    ],
)
def test_a_text_is_unread_where_most_letters_are_of_other_scripts(text: str, expected: bool) -> None:
    assert is_unread(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("مفتوح", True), ("a שלום", True), ("青禾 Brindle 3", False), ("", False)]
)
def test_arabic_and_hebrew_run_from_right_to_left(text: str, expected: bool) -> None:
    assert has_right_to_left(text) is expected
