"""Settings: read from the environment, with defaults inside the checkout."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dawn_chorus.settings import PROJECT, Settings, settings

VARIABLES = ("CHORUS_HOME", "CHORUS_DATABASE_URL", "CHORUS_PROJECT", "AIRFLOW_CONN_DAWN_CHORUS")


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An environment that says nothing, and no settings remembered before or after."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_without_any_variable_state_lives_in_the_checkout_and_the_database_is_embedded() -> None:
    found = settings()
    assert found.home == PROJECT / ".local"
    assert found.database_url is None
    assert (found.include / "channels").is_dir()
    assert (found.sql / "migrations").is_dir()


@pytest.mark.parametrize("name", VARIABLES)
def test_an_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    expected = settings()
    settings.cache_clear()
    monkeypatch.setenv(name, "")
    assert settings() == expected


def test_home_may_be_relative_or_begin_with_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for text in ("state", "~/state"):
        monkeypatch.setenv("CHORUS_HOME", text)
        settings.cache_clear()
        assert settings().home == tmp_path / "state"


def test_another_project_brings_its_own_files_and_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHORUS_PROJECT", str(tmp_path))
    found = settings()
    assert (found.home, found.include, found.sql) == (tmp_path / ".local", tmp_path / "include", tmp_path / "sql")


def test_our_own_variable_names_the_database_before_the_airflow_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_DAWN_CHORUS", "postgres://theirs")
    assert settings().database_url == "postgres://theirs"
    settings.cache_clear()
    monkeypatch.setenv("CHORUS_DATABASE_URL", "postgres://ours")
    assert settings().database_url == "postgres://ours"


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({}, "CHORUS_DATABASE_URL"),
        ({"CHORUS_DATABASE_URL": "ours"}, "CHORUS_DATABASE_URL"),
        ({"AIRFLOW_CONN_DAWN_CHORUS": "theirs"}, "AIRFLOW_CONN_DAWN_CHORUS"),
        ({"CHORUS_DATABASE_URL": "", "AIRFLOW_CONN_DAWN_CHORUS": "theirs"}, "AIRFLOW_CONN_DAWN_CHORUS"),
        ({"CHORUS_DATABASE_URL": "ours", "AIRFLOW_CONN_DAWN_CHORUS": "theirs"}, "CHORUS_DATABASE_URL"),
    ],
)
def test_it_is_known_which_variable_to_blame(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], name: str
) -> None:
    for key, value in variables.items():
        monkeypatch.setenv(key, value)
    assert settings().database_variable == name


def test_an_address_with_a_password_is_in_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHORUS_DATABASE_URL", "postgresql://ada:Geh3im@db.example/chorus")
    assert "Geh3im" not in repr(settings())


def test_the_environment_is_read_once_a_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = settings()
    monkeypatch.setenv("CHORUS_HOME", str(tmp_path))
    assert settings() is before


@pytest.fixture
def installation(tmp_path: Path) -> Settings:
    """Settings of an invented installation."""
    return Settings(home=tmp_path / "home", database_url=None, include=tmp_path / "include", sql=tmp_path / "sql")


def test_state_has_its_folders_under_home(installation: Settings) -> None:
    folders = {installation.landing, installation.git_cache, installation.preview}
    assert len(folders) == 3
    assert all(folder.parent == installation.home for folder in folders)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("{home}/blog.git", "HOME/blog.git"),
        ("{include}/sample", "INCLUDE/sample"),
        ("ssh://git@blog.example/news.git", "ssh://git@blog.example/news.git"),
        ("{other}/{home}", "{other}/HOME"),
    ],
)
def test_locations_are_filled_in(installation: Settings, location: str, expected: str) -> None:
    expected = expected.replace("HOME", str(installation.home)).replace("INCLUDE", str(installation.include))
    assert installation.expand(location) == expected
