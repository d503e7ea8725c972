"""`chorus doctor` and `chorus blog init` on a real database and a real repository."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from dawn_chorus import cli
from dawn_chorus.channel import load_channel
from dawn_chorus.database import connect, embedded
from dawn_chorus.doctor import installation
from dawn_chorus.errors import ChorusError
from dawn_chorus.publish.git import init_remote
from dawn_chorus.report import wordcloud


def chorus(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli.app, arguments)


@pytest.mark.usefixtures("database")
def test_a_good_installation_is_well_line_by_line(home: Path) -> None:
    found = chorus("doctor", "twitter_ai")
    assert found.exit_code == 0
    lines = found.output.splitlines()
    assert [line.split()[0] for line in lines] == ["well"] * len(lines)
    assert [line.split()[1].strip(":") for line in lines] == ["git", "font", "disk", "Postgres", "twitter_ai"]


@pytest.mark.usefixtures("database")
def test_a_checkout_that_disagrees_is_wrong(home: Path, tmp_path: Path) -> None:
    assert chorus("blog", "init", str(tmp_path / "site"), "twitter_ai").exit_code == 0
    config = tmp_path / "site" / "_config.yml"
    config.write_text(config.read_text().replace('baseurl: ""', "baseurl: /elsewhere"))
    found = chorus("doctor", "twitter_ai", "--blog", str(tmp_path / "site"))
    assert found.exit_code == 1
    assert "wrong    twitter_ai blog: baseurl is '/elsewhere'" in found.output


@pytest.mark.usefixtures("database")
def test_a_folder_that_is_no_blog_is_wrong(home: Path, tmp_path: Path) -> None:
    found = chorus("doctor", "twitter_ai", "--blog", str(tmp_path))
    assert (found.exit_code, "has no _config.yml" in found.output) == (1, True)


def test_a_blog_is_begun_for_every_channel_and_finished_where_something_is_missing(home: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert "files written" in chorus("blog", "init", str(site)).output
    assert {path.stem for path in (site / "channels").iterdir()} == {"twitter_ai", "twitter_finance"}
    (site / "search.html").unlink()
    assert chorus("blog", "init", str(site)).output.startswith("1 files written")


@pytest.mark.usefixtures("database")
def test_a_login_that_may_not_work_as_a_role_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_may_be", lambda role: role != "loader")
    (finding,) = installation._postgres()
    assert (finding.state, "chorus_loader" in finding.words) == ("wrong", True)


def test_a_superuser_is_doubtful(
    database: sa.Engine, postgres: embedded.Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHORUS_DATABASE_URL", postgres.url(str(database.url.database), embedded.SUPERUSER))
    connect.reset()
    (finding,) = installation._postgres()
    assert (finding.state, finding.words) == ("doubtful", "the login is a superuser")


def test_a_postgres_that_does_not_answer_is_wrong(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHORUS_DATABASE_URL", "postgresql://chorus@127.0.0.1:9/chorus")
    connect.reset()
    (finding,) = installation._postgres()
    assert finding.state == "wrong"
    assert "cannot be reached" in finding.words


@pytest.mark.parametrize(("free", "state"), [(10**8, "wrong"), (2 * 10**9, "doubtful"), (10**11, "well")])
def test_the_disk_must_have_room(home: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    usage = type(installation.shutil.disk_usage("/"))
    monkeypatch.setattr(installation.shutil, "disk_usage", lambda _: usage(10**12, 10**12 - free, free))
    assert installation._disk().state == state


def test_a_machine_without_git_or_font_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> Path:
        raise ChorusError("The font is missing.", remedy="Install it.")

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(wordcloud, "font", lost)
    found = [
        installation._guarded(name, look) for name, look in (("git", installation._git), ("font", installation._font))
    ]
    assert [each.state for each in found] == ["wrong", "wrong"]


CHANNEL = """
name: twitter_tides
title: 潮汐领域
short_title: Twitter Tides
start_date: "2025-01-01"
sources: [{name: search, kind: x_api, query: tides}]
blog: {remote: REMOTE, connection: news_host}
"""


@pytest.mark.usefixtures("database")
def test_credentials_are_found_or_missed_and_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dawn_chorus.channel import read_channel

    init_remote(tmp_path / "blog.git", "main")
    path = tmp_path / "twitter_tides.yaml"
    path.write_text(CHANNEL.replace("REMOTE", "https://127.0.0.1:9/ada/news.git"))
    channel = read_channel(path)
    monkeypatch.setenv("AIRFLOW_CONN_X_API", "https://:sparrow-sparrow-1@api.x.com")
    monkeypatch.delenv("AIRFLOW_CONN_NEWS_HOST", raising=False)
    before = [each.line for each in installation._credentials(channel)]
    assert [line.split()[0] for line in before] == ["well", "wrong"]
    monkeypatch.setenv("AIRFLOW_CONN_NEWS_HOST", "https://:sparrow-sparrow-2@")
    lines = [each.line for each in (*installation._credentials(channel), *installation._blog(channel, None))]
    assert [line.split()[0] for line in lines] == ["well", "well", "wrong"]
    assert "sparrow-sparrow" not in "".join(before + lines)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("", "doubtful"),
        ("https://:sparrow-sparrow-1@api.example.com/v1?model=thrush", "well"),
        ("https://:sparrow-sparrow-1@api.example.com/v1", "wrong"),
    ],
)
def test_the_connection_of_a_language_model_is_looked_at_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, given: str, word: str
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_LLM", given)
    channel = load_channel("twitter_ai").model_copy(update={"writer": "llm"})
    (line,) = [each.line for each in installation._credentials(channel)]
    assert line.split()[0] == word
    assert "sparrow" not in line
