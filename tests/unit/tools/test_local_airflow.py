"""The local Airflow's environment: loopback only, secrets of its own, and a process that is really ours."""

import importlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import sqlalchemy as sa

import local_airflow
from dawn_chorus.database.embedded import Embedded

SECRETS = ("AIRFLOW__API__SECRET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET")


@pytest.fixture
def server(tmp_path: Path) -> Embedded:
    """A server that does not run."""
    home = tmp_path / "home"
    return Embedded(home, home, home / "postgres", home / "postgres", home / "postgres" / "server.log", None)


def test_every_address_is_on_this_machine_alone(server: Embedded) -> None:
    env = local_airflow.environment(server)
    assert env["AIRFLOW__API__HOST"] == "127.0.0.1"
    addresses = [value for key, value in env.items() if key.startswith("AIRFLOW__") and "://" in value]
    assert len([address for address in addresses if address.startswith("http")]) == 2
    for address in addresses:
        assert address.startswith((f"http://127.0.0.1:{local_airflow.PORT}", "postgresql+psycopg2://airflow@/airflow?"))


def test_airflow_and_the_project_have_databases_of_their_own_on_one_server(server: Embedded) -> None:
    env = local_airflow.environment(server)
    theirs, ours = sa.make_url(env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]), sa.make_url(env["CHORUS_DATABASE_URL"])
    assert (theirs.database, theirs.username) == ("airflow", "airflow")
    assert (ours.database, ours.username) == ("chorus", "chorus")
    assert theirs.query["host"] == ours.query["host"] == str(server.socket)


def test_state_lies_in_the_installations_home(server: Embedded) -> None:
    env = local_airflow.environment(server)
    assert env["CHORUS_HOME"] == str(server.home)
    assert env["AIRFLOW_HOME"] == str(server.home / "airflow")
    assert (server.home / "airflow" / "logs").is_dir()


def test_programs_are_those_of_this_environment(server: Embedded) -> None:
    first, *_ = local_airflow.environment(server)["PATH"].split(os.pathsep)
    assert first == str(Path(sys.executable).parent)


def test_what_the_user_set_is_kept_unless_it_is_ours(server: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example")
    monkeypatch.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "True")
    env = local_airflow.environment(server)
    assert env["HTTP_PROXY"] == "http://proxy.example"
    assert env["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"


def test_secrets_are_made_once_for_each_installation_and_nobody_else_reads_them(
    server: Embedded, tmp_path: Path
) -> None:
    def secrets(home: Path) -> list[str]:
        env = local_airflow.environment(Embedded(home, home, home, home, home, None))
        return [env[name] for name in SECRETS]

    first, again, other = secrets(server.home), secrets(server.home), secrets(tmp_path / "other")
    assert first == again
    assert len({*first, *other}) == 4
    assert all(len(secret) > 30 for secret in first)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (server.home / "airflow").iterdir() if path.is_file()]
    assert modes == [0o600, 0o600]


def test_a_process_killed_while_making_a_secret_leaves_no_half_of_it(
    server: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(size: int) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("secrets.token_urlsafe", killed)
        with pytest.raises(KeyboardInterrupt):
            local_airflow.environment(server)
    monkeypatch.setattr(os, "getpid", lambda: 4711)  # the next process is another one
    assert len(local_airflow.environment(server)[SECRETS[0]]) > 30


@pytest.fixture
def reload(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    """Read the module again with a port in the environment."""

    def with_port(port: str) -> Any:
        monkeypatch.setenv("CHORUS_AIRFLOW_PORT", port)
        return importlib.reload(local_airflow)

    yield with_port
    monkeypatch.undo()
    importlib.reload(local_airflow)


@pytest.mark.parametrize(("text", "port"), [("8093", 8093), ("", 8080)])
def test_the_port_can_be_chosen(reload: Callable[[str], Any], server: Embedded, text: str, port: int) -> None:
    env = reload(text).environment(server)
    assert env["AIRFLOW__API__PORT"] == str(port)
    assert env["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == f"http://127.0.0.1:{port}/execution/"


# --- the process that was started ---


@pytest.fixture
def pid_file(tmp_path: Path) -> Path:
    """Where the number of the process group is kept, under a home."""
    (tmp_path / "airflow").mkdir()
    return tmp_path / "airflow" / "standalone.pid"


@pytest.mark.parametrize("content", [None, "", "12", "cut off", "-1"])
def test_what_was_never_started_cannot_be_stopped(
    tmp_path: Path, pid_file: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    def killpg(group: int, signal: int) -> None:
        assert signal == 0, "nothing may be ended"
        raise ProcessLookupError

    monkeypatch.setattr(os, "killpg", killpg)
    if content is not None:
        pid_file.write_text(content)
    with pytest.raises(SystemExit, match="make up"):
        local_airflow.down(tmp_path)


def test_a_process_of_somebody_else_that_has_our_number_is_left_alone(
    tmp_path: Path, pid_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killpg(group: int, signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "killpg", killpg)
    pid_file.write_text("12")
    with pytest.raises(SystemExit, match="is not running"):
        local_airflow.down(tmp_path)


def test_a_process_of_ours_that_is_not_airflow_is_left_alone(
    tmp_path: Path, pid_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "killpg", lambda *_: pytest.fail("signalled"))
    monkeypatch.setattr(local_airflow, "_commands", lambda group: iter([["editor", "post.md"]]))
    pid_file.write_text(str(os.getpgid(0)))
    with pytest.raises(SystemExit, match="is not running"):
        local_airflow.down(tmp_path)


def test_the_commands_of_a_process_group_are_told() -> None:
    assert psutil.Process().cmdline() in list(local_airflow._commands(os.getpgid(0)))


def test_what_runs_is_not_started_twice(tmp_path: Path, pid_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_airflow, "_commands", lambda group: iter([["/venv/bin/airflow", "standalone"]]))
    pid_file.write_text(str(os.getpgid(0)))
    with pytest.raises(SystemExit, match="make down"):
        local_airflow.up(tmp_path)


def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_airflow, "is_taken", lambda port: True)
    monkeypatch.setattr(local_airflow, "ready", lambda home: pytest.fail("started"))
    with pytest.raises(SystemExit, match=f"port {local_airflow.PORT}; choose another: CHORUS_AIRFLOW_PORT="):
        local_airflow.up(tmp_path)


# --- waiting ---


class Process:
    """A process that has ended with a code, or runs."""

    def __init__(self, code: int | None) -> None:
        self.code = code

    def poll(self) -> int | None:
        """The code, once it has ended."""
        return self.code


def test_waiting_ends_when_all_is_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([False, False, True])
    monkeypatch.setattr(local_airflow.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(local_airflow, "is_healthy", lambda: next(answers))
    local_airflow.wait_until_healthy(Process(None))  # type: ignore[arg-type]
    assert list(answers) == []


@pytest.mark.parametrize(("code", "told"), [(1, "ended while starting; its log says why"), (None, "make down")])
def test_a_start_that_fails_or_takes_too_long_is_told(
    monkeypatch: pytest.MonkeyPatch, code: int | None, told: str
) -> None:
    monkeypatch.setattr(local_airflow, "HEALTHY_WITHIN_SECONDS", 0.05)
    monkeypatch.setattr(local_airflow.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(local_airflow, "is_healthy", lambda: False)
    with pytest.raises(SystemExit, match=told):
        local_airflow.wait_until_healthy(Process(code))  # type: ignore[arg-type]
