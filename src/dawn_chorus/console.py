"""What a person sees in the terminal: tables, progress, and one plain line for every expected failure."""

import contextlib
import logging
import re
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from dawn_chorus.errors import ChorusError

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False, soft_wrap=True)

# Characters that a terminal obeys or that reorder a line: controls but for tab and line feed, and bidirectional ones.
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class _Plain(logging.Handler):
    """Shows the project's log lines between the bars, as they are."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line."""
        ERR.print(_harmless(record.getMessage()))


def follow_log() -> None:
    """Show what the project logs: waits, retries, what was fetched. Other libraries stay silent."""
    log = logging.getLogger("dawn_chorus")
    log.setLevel(logging.INFO)
    logging.getLogger("dawn_chorus.quality").setLevel(logging.WARNING)  # a day that passes needs no line
    if not log.handlers:
        log.addHandler(_Plain())


class Steps:
    """A progress bar over many windows' steps; on a terminal a bar, elsewhere one line per window."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)

    def begin_step(self, what: str, step: str) -> None:
        """Say what is being done now."""
        self._progress.update(self._task, description=f"{what} {step}")

    def finish(self, steps: int = 1) -> None:
        """Count steps as done."""
        self._progress.advance(self._task, steps)


@contextlib.contextmanager
def steps(total: int) -> Iterator[Steps]:
    """Show a progress bar of ``total`` steps on the error stream; it vanishes when done."""
    columns = (TextColumn("{task.description:<32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as progress:
        yield Steps(progress, total)


def say(text: str) -> None:
    """Print one line as it is: nothing in it is obeyed, and it is not broken, so that a path can be copied."""
    OUT.print(_harmless(text), soft_wrap=True)


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a plain table; numbers to the right."""
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for index, heading in enumerate(headings):
        is_number = bool(rows) and all(isinstance(row[index], int | float) for row in rows)
        drawn.add_column(heading, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(_harmless("" if value is None else str(value)) for value in row))
    OUT.print(drawn)


def complain(error: ChorusError) -> None:
    """Print what happened and what to do about it."""
    ERR.print(_harmless(f"error: {error.message}"), style="red")
    ERR.print(_harmless(f"  → {error.remedy}"))


def _harmless(text: str) -> Text:
    r"""A text as it is: no markup or emoji name is read in it, and commands to the terminal are spelt (``\x1b``)."""
    return Text(_COMMANDS.sub(lambda found: found[0].encode("unicode_escape").decode(), text))
