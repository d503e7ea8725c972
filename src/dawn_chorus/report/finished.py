"""Check a finished report once more, from the database alone and with the checker of the writers.

What a file or the database holds is taken for nothing: each statement is read, held against the tweets of its window,
and its counts against those that the run's rows give today.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, ValidationError

from dawn_chorus.channel import Channel, load_channel
from dawn_chorus.database import runs
from dawn_chorus.database.runs import Run
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.report import template_writer
from dawn_chorus.report.brief import Brief
from dawn_chorus.report.checker import Checker, checker_for
from dawn_chorus.report.model import Statement
from dawn_chorus.report.phrases import load_phrases
from dawn_chorus.report.read import read_facts
from dawn_chorus.report.stored import read_document
from dawn_chorus.window import parse_slug

Counts = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Violation:
    """A statement that may not stand. ``reason``: of the checker, or ``uncited``, ``malformed``, ``wrong_count``."""

    section: str
    reason: str
    text: str


@dataclass(frozen=True)
class Finding:
    """What a check found. ``are_counts_compared``: the run's rows still give its counts as the report was made."""

    slug: str
    statements: int
    cited: int
    citations: int
    quotations: int
    numbers: int
    are_counts_compared: bool
    violations: tuple[Violation, ...]


class _Head(BaseModel):
    """What must be known of a report before its statements can be read."""

    model_config = ConfigDict(extra="ignore")
    slug: str
    language: str
    statements: Sequence[Any]


def check_run(connection: sa.Connection, run: Run) -> Finding:
    """Check the report of a run. Raises ChorusError where it has none."""
    return _check(connection, read_document(connection, run), run)


def check_document(connection: sa.Connection, document: object) -> Finding:
    """Check a report as it was published. Raises ChorusError for what is none, or of a window without a run."""
    channel_name, window = parse_slug(_head(document).slug)
    run = runs.current_run(connection, load_channel(channel_name), window)
    if run is None:
        raise ChorusError(
            f"{channel_name} {window} has no run here, so there is nothing to check it against.",
            remedy="Check it where it was made, or make the window's run first.",
        )
    return _check(connection, document, run)


def _head(document: object) -> _Head:
    try:
        return _Head.model_validate(document)
    except ValidationError as error:
        key = ".".join(map(str, error.errors()[0]["loc"])) or "all of it"
        raise ChorusError(
            f"This is no report: {key} is missing or wrong.", remedy="Give the JSON file beside a post."
        ) from None


def _check(connection: sa.Connection, document: object, run: Run) -> Finding:
    head = _head(document)
    channel = load_channel(run.channel).model_copy(update={"language": head.language})
    facts = read_facts(connection, channel, run)
    checker = checker_for(facts, channel, load_phrases(head.language))
    brief = Brief(facts.alone() if facts.judgement.is_poor else facts, channel, load_phrases(head.language))
    counts = _counts(brief) if _is_of_today(connection, channel, run) else None
    read = [(raw, _read(raw)) for raw in head.statements]
    told = [each for _, each in read if each is not None]
    return Finding(
        slug=head.slug,
        statements=len(read),
        cited=len(told),
        citations=sum(len(each.citations) for each in told),
        quotations=sum(part.kind == "quote" for each in told for part in each.parts),
        numbers=sum(len(each.numbers) for each in told),
        are_counts_compared=counts is not None,
        violations=tuple(_violations(read, checker, counts)),
    )


def _is_of_today(connection: sa.Connection, channel: Channel, run: Run) -> bool:
    """Whether the run was made by the code and settings of today; others may choose, and so count, differently."""
    row = connection.execute(statement("report/read_making"), {"run_id": run.run_id}).one()
    return (row.code_version, row.config_hash) == (runs.code_version(), channel.config_hash())


def _counts(brief: Brief) -> Counts:
    """Every count that the run's rows give, with where it comes from."""
    told = template_writer.write(brief)
    return frozenset((number.source, number.value) for each in told for number in each.numbers)


def _read(raw: object) -> Statement | None:
    try:
        return Statement.model_validate(raw)
    except ValidationError:
        return None


def _violations(
    read: Sequence[tuple[Any, Statement | None]], checker: Checker, counts: Counts | None
) -> Iterator[Violation]:
    for raw, told in read:
        given = raw if isinstance(raw, Mapping) else {}
        reason = _reason(given, told, checker, counts)
        if reason is not None:
            text = str(given.get("text", "")) if told is None else told.text
            yield Violation(str(given.get("section", "")), reason, text)


def _reason(given: Mapping[str, Any], told: Statement | None, checker: Checker, counts: Counts | None) -> str | None:
    """Why a statement may not stand, in one word."""
    if told is None:
        return "malformed" if given.get("citations") else "uncited"
    if not _says(given.get("text"), told):
        return "malformed"
    if counts is not None and any((number.source, number.value) not in counts for number in told.numbers):
        return "wrong_count"
    return checker.check(told)


def _says(text: object, told: Statement) -> bool:
    """Whether the text given beside the parts is theirs; files lose blanks at the ends of parts."""
    return not isinstance(text, str) or "".join(text.split()) == "".join(told.text.split())
