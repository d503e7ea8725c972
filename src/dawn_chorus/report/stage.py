"""The report stage: read the run's rows, write and check the statements, render, store."""

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.runs import Run
from dawn_chorus.database.sql import statement
from dawn_chorus.report import template_writer
from dawn_chorus.report.assemble import assemble
from dawn_chorus.report.brief import Brief
from dawn_chorus.report.checker import checker_for
from dawn_chorus.report.facts import Facts
from dawn_chorus.report.llm.asking import endpoint_of, kept_answers
from dawn_chorus.report.llm.writer import Ask, Outcome, find_claims
from dawn_chorus.report.model import Report
from dawn_chorus.report.phrases import load_phrases
from dawn_chorus.report.read import read_facts
from dawn_chorus.report.taste import Taste, taste


def write_report(connection: sa.Connection, channel: Channel, run: Run) -> None:
    """Replace the run's report and files. Reads nothing but the run's rows and the tweets of its window."""
    from dawn_chorus.report.render import render

    endpoint = endpoint_of(channel)
    ask = None if endpoint is None else kept_answers(connection, channel, endpoint)
    report = compose(read_facts(connection, channel, run), channel, ask)
    _store(connection, run, report, render(report))


def compose(facts: Facts, channel: Channel, ask: Ask | None = None, known: Taste | None = None) -> Report:
    """The report of the facts: written, checked, assembled; a pure function of them and of the answers of ``ask``.

    ``known``: models of taste instead of ours.
    """
    brief = _brief(facts, channel, known)
    checker = checker_for(facts, channel, brief.phrases)
    if ask is not None:
        brief = brief.afresh(find_claims(brief, checker, ask, channel.llm.input_tokens).claims)
    kept, dropped = checker.sift(template_writer.write(brief))
    return assemble(brief, kept, dropped)


def claims_of(facts: Facts, channel: Channel, ask: Ask) -> Outcome:
    """What a language model may be told to have said of the key points, asking on the way."""
    brief = _brief(facts, channel)
    return find_claims(brief, checker_for(facts, channel, brief.phrases), ask, channel.llm.input_tokens)


def _brief(facts: Facts, channel: Channel, known: Taste | None = None) -> Brief:
    told = facts.alone() if facts.judgement.is_poor else facts
    return Brief(told, channel, load_phrases(channel.language), known or taste())


def _store(connection: sa.Connection, run: Run, report: Report, files: dict[str, bytes]) -> None:
    connection.execute(statement("report/delete_files"), {"run_id": run.run_id})
    connection.execute(statement("report/delete_report"), {"run_id": run.run_id})
    row = {
        "run_id": run.run_id,
        "slug": report.slug,
        "title": report.title,
        "document": report.model_dump_json(),
        "statements": len(report.statements),
        "dropped": sum(report.dropped.values()),
    }
    connection.execute(statement("report/insert_report"), row)
    rows = [{"run_id": run.run_id, "path": path, "content": content} for path, content in sorted(files.items())]
    connection.execute(statement("report/insert_file"), rows)
