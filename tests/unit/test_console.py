"""What the terminal shows: hostile text as it is, failures in two lines."""

import io

import pytest
from rich.console import Console

from dawn_chorus import console
from dawn_chorus.errors import ChorusError


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is printed on either stream."""
    text = io.StringIO()
    monkeypatch.setattr(console, "OUT", Console(file=text, width=100, highlight=False))
    monkeypatch.setattr(console, "ERR", Console(file=text, width=100, soft_wrap=True, highlight=False))
    return text


def test_a_failure_is_what_happened_and_what_to_do(screen: io.StringIO) -> None:
    console.complain(ChorusError("The file notes.txt is no archive.", remedy="Give a .gz file."))
    assert screen.getvalue() == "error: The file notes.txt is no archive.\n  → Give a .gz file.\n"


@pytest.mark.parametrize("text", ["[red]loud[/red]", "[/]", "[link=https://evil.example]x[/link]", r"\[", "[@click=f]"])
def test_markup_in_a_tweet_stays_text(screen: io.StringIO, text: str) -> None:
    console.say(text)
    console.table(["topic"], [[text]])
    console.complain(ChorusError(text, remedy=text))
    assert screen.getvalue().count(text) == 4


def test_numbers_stand_to_the_right(screen: io.StringIO) -> None:
    console.table(["day", "tweets"], [["mon", 5], ["tuesday", 1234]])
    assert screen.getvalue().splitlines() == ["day      tweets", "mon           5", "tuesday    1234"]


def test_nothing_known_is_an_empty_cell(screen: io.StringIO) -> None:
    console.table(["rank", "before"], [["1", None]])
    assert "None" not in screen.getvalue()


def test_progress_is_silent_where_there_is_no_terminal(screen: io.StringIO) -> None:
    with console.steps(3) as progress:
        progress.begin_step("2026-03-02", "topics")
        progress.finish(3)
    assert screen.getvalue().strip() == ""
