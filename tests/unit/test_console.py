"""What the terminal shows: hostile text as it is, failures in two lines."""

import io
import logging

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


@pytest.mark.parametrize(
    "text",
    [
        "[red]loud[/red]",
        "[/]",
        "[link=https://evil.example]x[/link]",
        r"\[",
        r"\[red]loud\[/red]",
        "[@click=f]",
        ":bug: :warning:",
        "{task.description} %s",
    ],
)
def test_markup_in_a_tweet_stays_text(screen: io.StringIO, text: str) -> None:
    console.say(text)
    console.table(["topic"], [[text]])
    console.complain(ChorusError(text, remedy=text))
    assert screen.getvalue().count(text) == 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x1b[31mred\x1b[0m", r"\x1b[2J\x1b[31mred\x1b[0m"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b2J", r"\x9b2J"),  # the same command in one character
        ("good\rbad", r"good\rbad"),
        ("a\x08b\x00c\x7f", r"a\x08b\x00c\x7f"),
        ("user\u202egnp.exe", r"user\u202egnp.exe"),
        ("\u2066left\u2069", r"\u2066left\u2069"),
    ],
)
def test_commands_to_the_terminal_are_spelt_and_not_obeyed(screen: io.StringIO, text: str, shown: str) -> None:
    console.say(text)
    console.table(["topic"], [[text]])
    console.complain(ChorusError(text, remedy=text))
    assert screen.getvalue().count(shown) == 4
    assert not set(screen.getvalue()) & set("\x00\x07\x08\r\x1b\x7f\x9b\u202e\u2066\u2069")


@pytest.mark.parametrize("text", ["清晨 🐦 👩‍🚀", "Ünïcode", "a\tb", "one\ntwo"])
def test_ordinary_text_is_shown_as_it_is(screen: io.StringIO, text: str) -> None:
    console.say(text)
    assert screen.getvalue().expandtabs() == f"{text}\n".expandtabs()


def test_a_colour_terminal_gets_our_colours_and_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.StringIO()
    monkeypatch.setattr(console, "ERR", Console(file=text, force_terminal=True, color_system="standard"))
    console.complain(ChorusError("\x1b[32mgreen", remedy="none"))
    assert text.getvalue().splitlines()[0] == "\x1b[31merror: \\x1b[32mgreen\x1b[0m"


def test_a_narrow_terminal_folds_cells_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.StringIO()
    monkeypatch.setattr(console, "OUT", Console(file=text, width=24, highlight=False))
    console.table(["no", "topic"], [[1, "Quokkas-learn-to-sing-at-dawn"]])
    lines = text.getvalue().splitlines()
    assert all(len(line) <= 24 for line in lines)
    assert "".join(line[4:].strip() for line in lines[1:]) == "Quokkas-learn-to-sing-at-dawn"


def test_a_long_path_is_not_broken_so_that_it_can_be_copied(screen: io.StringIO) -> None:
    path = "/" + "folder/" * 40
    console.say(path)
    console.complain(ChorusError(path, remedy=path))
    assert screen.getvalue().count(path) == 3


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


def test_what_the_project_logs_is_shown_as_it_is_and_nothing_of_others(screen: io.StringIO) -> None:
    log = logging.getLogger("dawn_chorus")
    before, log.handlers = log.handlers, []
    try:
        console.follow_log()
        console.follow_log()
        logging.getLogger("dawn_chorus.x_api").info("twitter_ai: [red]%d[/red] tweets\x1b[2J", 7)
        logging.getLogger("httpx").info("HTTP Request")
        logging.getLogger("dawn_chorus.x_api").debug("too much")
    finally:
        log.handlers = before
    assert screen.getvalue() == "twitter_ai: [red]7[/red] tweets\\x1b[2J\n"
