"""The parts of docker-compose.yaml as processes of this machine: same commands, same settings, no containers."""

import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import psutil
import pytest
import yaml
from tests.conftest import REPOSITORY, require_binary
from tests.dags.conftest import Installation

START = REPOSITORY / "deploy" / "start.py"
COMPOSE = REPOSITORY / "docker-compose.yaml"


class Topology:
    """Parts by name, such as ``scheduler`` and ``worker-1``; each is a session of its own with a log."""

    def __init__(self, installation: Installation) -> None:
        self.folder = installation.home / "parts"
        self.folder.mkdir()
        self._ports = {"redis": free_port(), "health": free_port()}
        self._password = secrets.token_urlsafe(20)
        self.env = {**installation.env, **shipped_settings(), **self._own_settings(installation.env)}
        self._services = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
        self._parts: dict[str, subprocess.Popen[bytes]] = {}

    def _own_settings(self, env: Mapping[str, str]) -> dict[str, str]:
        """What is another one here than in containers: addresses."""
        return {
            "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{env['AIRFLOW__DATABASE__SQL_ALCHEMY_CONN']}",
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(self._ports["health"]),
            "REDIS_HOST": "127.0.0.1",
            "REDIS_PORT": str(self._ports["redis"]),
            "REDIS_PASSWORD": self._password,
        }

    def start(self, name: str) -> None:
        """Start a part, or start it again."""
        log = (self.folder / f"{name}.log").open("ab")
        self._parts[name] = subprocess.Popen(
            self._command(name), env=self.env, stdout=log, stderr=log, start_new_session=True, cwd=self.folder
        )
        log.close()

    def _command(self, name: str) -> list[str]:
        service = name.partition("-1")[0].partition("-2")[0]
        if service == "redis":
            return self._redis()
        words = [word.replace("0.0.0.0", "127.0.0.1") for word in self._services[service]["command"]]
        if service == "api-server":
            words[words.index("--port") + 1] = self.env["AIRFLOW__API__PORT"]
        if service == "worker":
            words += ["--celery-hostname", f"{name}@%h", "--pid", str(self.folder / f"{name}.pid")]
        return [sys.executable, str(START), *words]

    def _redis(self) -> list[str]:
        data = self.folder / "redis"
        data.mkdir(exist_ok=True)
        shipped = (REPOSITORY / "deploy" / "redis.conf").read_text(encoding="utf-8")
        (data / "broker.conf").write_text(f'{shipped}requirepass "{self._password}"\n')
        port = str(self._ports["redis"])
        program = require_binary("redis-server")
        return [program, str(data / "broker.conf"), "--dir", str(data), "--port", port, "--bind", "127.0.0.1"]

    def kill(self, name: str) -> None:
        """SIGKILL a part with all its children, wherever they went."""
        part = self._parts.pop(name)
        family = self._family(part)
        for process in family:
            if process.is_running():
                process.kill()
        psutil.wait_procs(family, timeout=10)
        part.wait(timeout=10)

    def is_at_work(self, name: str) -> bool:
        """Whether a worker runs a task at this moment."""
        worker = psutil.Process(self._parts[name].pid)
        try:
            return any(child.children() for child in worker.children())
        except psutil.NoSuchProcess:
            return False

    def close(self) -> None:
        """End all parts: politely, then not."""
        families = [process for part in self._parts.values() for process in self._family(part)]
        for part in self._parts.values():
            part.send_signal(signal.SIGTERM)
        _, alive = psutil.wait_procs(families, timeout=20)
        for process in alive:
            process.kill()
        for part in self._parts.values():
            part.wait(timeout=10)

    def tail(self, name: str) -> str:
        """The end of a part's log."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def _family(self, part: "subprocess.Popen[bytes]") -> list[psutil.Process]:
        try:
            head = psutil.Process(part.pid)
            return [head, *head.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


def shipped_settings() -> dict[str, str]:
    """Airflow's settings as the production shape ships them."""
    lines = (REPOSITORY / "deploy" / "airflow.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(holds: Callable[[], Any], within: float, otherwise: Callable[[], str]) -> Any:
    """Ask twice a second until the answer counts as true, and give it; fail with words after ``within`` seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if answer := holds():
                return answer
        except OSError:  # a server that is not up yet, or was struck
            pass
        time.sleep(0.5)
    return pytest.fail(otherwise())
