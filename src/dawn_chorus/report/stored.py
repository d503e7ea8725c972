"""Reports as they are stored, and pages made of them: what is quick, since nothing is analysed or drawn."""

from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa
from pydantic import ValidationError

from dawn_chorus.channel import Channel, load_channel
from dawn_chorus.database import runs
from dawn_chorus.database.runs import Run
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.report.model import Report
from dawn_chorus.report.preview import preview
from dawn_chorus.settings import settings
from dawn_chorus.window import Window, parse_slug


def find_run(connection: sa.Connection, channel: Channel, window: Window) -> Run:
    """The run that counts for a window. Raises ChorusError where there is none."""
    run = runs.current_run(connection, channel, window)
    if run is None:
        raise ChorusError(
            f"{channel.name} {window} has no report.", remedy=f"Write it: chorus report {channel.name} --from DAY"
        )
    return run


def read_document(connection: sa.Connection, run: Run) -> object:
    """The report of a run as it was written. Raises ChorusError where it has none."""
    row = connection.execute(statement("report/read_document"), {"run_id": run.run_id}).one_or_none()
    if row is None:
        raise ChorusError(f"Run {run.run_id} has no report.", remedy=_remedy(run))
    return row.document


def write_page(connection: sa.Connection, run_id: int) -> Path:
    """Write a run's post as one HTML file under the preview folder; its path."""
    report = connection.execute(statement("publish/read_report"), {"run_id": run_id}).one()
    files = _files(connection, run_id)
    (post,) = (content.decode() for path, content in files.items() if path.startswith("_posts/"))
    return _write(report.slug, report.title, post, files)


def render_page(connection: sa.Connection, run: Run) -> Path:
    """The same as the templates of now render its report; its pictures stay as they were drawn.

    Raises ChorusError where it has no report, or one that other code wrote in another form.
    """
    from dawn_chorus.report.render import render_post

    try:
        report = Report.model_validate(read_document(connection, run))
    except ValidationError:
        what = f"The report of run {run.run_id} has another form than those of today."
        raise ChorusError(what, remedy=_remedy(run)) from None
    return _write(report.slug, report.title, render_post(report), _files(connection, run.run_id))


def _remedy(run: Run) -> str:
    return f"Write it: chorus report {run.channel} --from {run.window.first_day} --to {run.window.last_day}"


def _files(connection: sa.Connection, run_id: int) -> Mapping[str, bytes]:
    rows = connection.execute(statement("publish/read_files"), {"run_id": run_id})
    return {row.path: bytes(row.content) for row in rows}


def _write(slug: str, title: str, post: str, files: Mapping[str, bytes]) -> Path:
    channel, _ = parse_slug(slug)
    path = settings().preview / f"{slug}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(preview(post, title, load_channel(channel).language, files), encoding="utf-8")
    return path
