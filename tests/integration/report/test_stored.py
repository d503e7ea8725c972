"""A written report is rendered again in the templates of now, and nothing of it changes."""

import shutil
from pathlib import Path

import pytest
from tests.project import REPOSITORY, make_project
from typer.testing import CliRunner

from dawn_chorus.cli import app
from dawn_chorus.database import runs
from dawn_chorus.database.connect import reset, transaction
from dawn_chorus.errors import ChorusError
from dawn_chorus.report.stored import render_page
from dawn_chorus.settings import settings

from .conftest import BANK, KITE, VIEW, World, day


@pytest.fixture
def written(world: World) -> runs.Run:
    """The run of a day with a report."""
    world.write(0, *KITE, *BANK, *VIEW)
    run = world.analyse(0)
    world.report(run)
    return run


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Chinese post's template in a project of its own, to be edited."""
    include = make_project(tmp_path / "project", "twitter_ai") / "include"
    (include / "templates").unlink()
    shutil.copytree(REPOSITORY / "include" / "templates", include / "templates")
    monkeypatch.setenv("CHORUS_PROJECT", str(tmp_path / "project"))
    reset()
    return include / "templates" / "zh" / "post.md.j2"


def preview(*more: str) -> str:
    done = CliRunner().invoke(app, ["report", "preview", "twitter_ai", "--from", str(day(0)), *more])
    assert done.exit_code == 0, done.output
    (page,) = settings().preview.glob("*.html")
    return page.read_text(encoding="utf-8")


def test_an_edit_of_a_template_shows_and_changes_nothing_else(world: World, written: runs.Run, edited: Path) -> None:
    files = "SELECT md5(string_agg(path || encode(content, 'hex'), ',' ORDER BY path)) FROM results.report_files"
    stored, before = world.rows(files, written), preview()
    edited.write_text(edited.read_text().replace('### {{ t("headings.overview") }}', "### Ahoy, readers"))
    after = preview()
    assert "<h3>Ahoy, readers</h3>" in after
    assert before.replace("<h3>主要话题与行业趋势概述</h3>", "<h3>Ahoy, readers</h3>") == after
    assert world.rows(files, written) == stored


@pytest.mark.parametrize(("flags", "shown"), [(("--open",), 1), (("--no-open",), 0), ((), 0)])
def test_the_browser_opens_where_it_is_asked_to(
    written: runs.Run, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...], shown: int
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    preview(*flags)
    assert [address.rsplit("_", 1)[-1] for address in opened] == ["20260302.html"] * shown


def test_a_report_that_is_not_there_or_of_another_form_says_what_to_do(world: World, written: runs.Run) -> None:
    with transaction("analyst") as connection:
        with pytest.raises(ChorusError, match="has no report") as caught:
            render_page(connection, runs.Run(written.run_id + 1, "twitter_ai", written.window, written.opened_at))
        assert caught.value.remedy == "Write it: chorus report twitter_ai --from 2026-03-02 --to 2026-03-02"
        connection.exec_driver_sql("UPDATE results.reports SET document = document - 'topics'")
        with pytest.raises(ChorusError, match="another form"):
            render_page(connection, written)
