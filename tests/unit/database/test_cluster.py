"""Where the embedded server lives: short sockets, private folders, clear words where it cannot."""

import importlib.util
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dawn_chorus.database import cluster
from dawn_chorus.database.cluster import SOCKET_PATH_LIMIT, Embedded
from dawn_chorus.errors import DatabaseError


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """A data folder whose path is too long for a socket; not made."""
    return tmp_path / ("d" * SOCKET_PATH_LIMIT) / "postgres"


@pytest.fixture
def place(deep: Path) -> Iterator[Path]:
    """Where the socket of ``deep`` goes; empty."""
    folder = cluster._socket_folder(deep, None)
    folder.rmdir()
    yield folder
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_socket_lies_beside_the_data_as_long_as_its_path_fits() -> None:
    longest = Path("/" + "d" * (SOCKET_PATH_LIMIT - 1))
    assert cluster._socket_folder(longest, None) == longest


def test_a_path_is_as_long_as_its_bytes(place: Path, tmp_path: Path) -> None:
    of_letters = Path("/" + "d" * 40)
    of_hanzi = Path("/" + "晨" * 40)
    assert cluster._socket_folder(of_letters, None) == of_letters
    short = cluster._socket_folder(of_hanzi, None)
    short.rmdir()
    assert short != of_hanzi


def test_the_short_place_is_private_and_the_same_every_time(place: Path, deep: Path) -> None:
    assert cluster._socket_folder(deep, None) == cluster._socket_folder(deep, None) == place
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert len(os.fsencode(place)) <= SOCKET_PATH_LIMIT


def test_two_installations_have_two_places(place: Path, deep: Path) -> None:
    other = cluster._socket_folder(deep.with_name("other"), None)
    other.rmdir()
    assert other != place


def test_a_link_in_its_place_is_not_followed(place: Path, deep: Path, tmp_path: Path) -> None:
    place.symlink_to(tmp_path)
    with pytest.raises(DatabaseError, match="is not a folder of ours") as caught:
        cluster._socket_folder(deep, None)
    assert "CHORUS_HOME" in caught.value.remedy


def test_a_file_in_its_place_is_not_taken(place: Path, deep: Path) -> None:
    place.write_text("")
    with pytest.raises(DatabaseError, match="is not a folder of ours"):
        cluster._socket_folder(deep, None)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_folder_of_somebody_else_is_not_taken(place: Path, deep: Path) -> None:
    place.mkdir()
    os.chown(place, 12345, -1)
    with pytest.raises(DatabaseError, match="is not a folder of ours"):
        cluster._socket_folder(deep, None)


@pytest.mark.parametrize("name", ["plain", "with space", "per%cent", "a&b=c", "晨"])
def test_an_address_leads_to_the_socket_whatever_its_folder_is_called(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    server = Embedded(tmp_path, tmp_path, folder, folder, folder / "server.log", None)
    url = sa.make_url(server.url("chorus"))
    assert dict(url.query) == {"host": str(folder), "port": "5432"}
    assert (url.drivername, url.username, url.host, url.database) == ("postgresql+psycopg2", "chorus", None, "chorus")


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError, match="file/home cannot be made: Not a directory") as caught:
        cluster.locate(tmp_path / "file" / "home")
    assert "CHORUS_HOME" in caught.value.remedy


def test_a_home_of_somebody_else_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(DatabaseError, match="cannot be written; it may be somebody else's") as caught:
        cluster.locate(tmp_path)
    assert "CHORUS_HOME" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DatabaseError, match="not installed") as caught:
        cluster.locate(tmp_path)
    assert "make setup" in caught.value.remedy


@pytest.mark.parametrize("failure", [FileNotFoundError(), subprocess.CalledProcessError(1, "useradd")])
def test_a_system_without_a_user_for_the_server_is_told_what_to_make(
    monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(cluster, "SYSTEM_USER", "nobody_of_that_name")
    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(DatabaseError, match="does not run as root") as caught:
        cluster._system_user()
    assert "nobody_of_that_name" in caught.value.remedy


def test_a_private_folder_is_closed_to_everybody_else(tmp_path: Path) -> None:
    cluster.make_private(tmp_path / "a" / "postgres", None)
    assert stat.S_IMODE((tmp_path / "a" / "postgres").stat().st_mode) == 0o700


def test_of_what_removed_homes_left_the_last_is_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    cluster._set_aside(data)  # nothing there is nothing to do
    for content in ("first", "second"):
        data.mkdir()
        (data / "PG_VERSION").write_text(content)
        cluster._set_aside(data)
        assert not data.exists()
    assert (tmp_path / "data.before" / "PG_VERSION").read_text() == "second"


def test_nothing_of_the_users_leads_the_server_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGDATA", "PGPORT", "PGHOST", "LD_PRELOAD", "LC_MESSAGES"):
        monkeypatch.setenv(name, "astray")
    assert set(cluster._environment()) == {"PATH", "LC_ALL", "TZ"}
