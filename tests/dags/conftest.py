"""A private local Airflow: its own home, Postgres and port, driven as its users drive it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = REPOSITORY / "include" / "sample" / "twitter_ai"
BACKFILL_SECONDS = 500  # three days take one minute, and more than five beside six busy neighbours
TOOL = REPOSITORY / "tools" / "local_airflow.py"


@dataclass(frozen=True)
class Installation:
    """One installation; ``env`` is what its processes see."""

    home: Path
    env: Mapping[str, str]

    def python(self, code: str, timeout: float = 300) -> str:
        """Output of a Python program in the installation."""
        return self._run([sys.executable, "-c", code], timeout)

    def chorus(self, *arguments: str) -> str:
        """Output of the command line."""
        return self._run([str(Path(sys.executable).parent / "chorus"), *arguments], 300)

    def rows(self, query: str) -> list[list[Any]]:
        """Rows of a query on the project's database."""
        code = (
            "import json, sqlalchemy as sa; from dawn_chorus.database.connect import transaction\n"
            f"with transaction('reader') as c: rows = [list(row) for row in c.execute(sa.text({query!r}))]\n"
            "print(json.dumps(rows, default=str))"
        )
        return list(json.loads(self.python(code).splitlines()[-1]))

    def posts(self) -> list[str]:
        """Paths of the posts on the blog."""
        return [name for name in self.git("ls-tree", "-r", "--name-only", "main").split() if name.startswith("_posts/")]

    def commits(self) -> int:
        """Commits on the blog."""
        return int(self.git("rev-list", "--count", "main"))

    def git(self, *arguments: str) -> str:
        """Output of a git command in the blog's repository."""
        return self._run(["git", "-c", "safe.directory=*", "-C", str(self.home / "blog.git"), *arguments], 60)

    def _run(self, command: list[str], timeout: float) -> str:
        done = subprocess.run(command, env=dict(self.env), capture_output=True, text=True, timeout=timeout, check=False)
        assert done.returncode == 0, f"{command[:3]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """A bare installation; nothing runs in it yet but its Postgres."""
    with installed() as made:
        yield made


@contextmanager
def installed() -> Iterator[Installation]:
    """Make an installation, and take it away again."""
    folder = Path(tempfile.mkdtemp(prefix="chorus-airflow-"))
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    base = {**os.environ, "CHORUS_HOME": str(folder), "CHORUS_AIRFLOW_PORT": port}
    code = (
        "import json, local_airflow, pathlib, time, sys\n"
        f"_, env = local_airflow.ready(pathlib.Path({str(folder)!r}))\n"
        "local_airflow.migrate_metadata(env); print(json.dumps(env), flush=True); sys.stdin.read()"
    )
    base["PYTHONPATH"] = str(TOOL.parent)
    holder = subprocess.Popen([sys.executable, "-c", code], env=base, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdin is not None
    env = json.loads(holder.stdout.readline())
    yield Installation(folder, env)
    holder.communicate(timeout=60)
    shutil.rmtree(folder, ignore_errors=True)


class Airflow:
    """The REST API of a running Airflow, as an administrator."""

    def __init__(self, installation: Installation) -> None:
        port = installation.env["CHORUS_AIRFLOW_PORT"]
        self.url = f"http://127.0.0.1:{port}"
        passwords = installation.home / "airflow" / "simple_auth_manager_passwords.json.generated"
        self.password = json.loads(passwords.read_text())["admin"]
        login = {"username": "admin", "password": self.password}
        self._token = self._ask("POST", "/auth/token", login)["access_token"]

    def get(self, path: str) -> Any:
        """Read a resource."""
        return self._ask("GET", f"/api/v2{path}")

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Make a resource."""
        return self._ask("POST", f"/api/v2{path}", body)

    def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        """Change a resource."""
        return self._ask("PATCH", f"/api/v2{path}", body)

    def backfill(
        self, dag_id: str, first_day: str, last_day: str, conf: Mapping[str, Any], reprocess: str
    ) -> list[Any]:
        """Backfill days and wait for the end; the runs."""
        request = {
            "dag_id": dag_id,
            "from_date": f"{first_day}T00:00:00Z",
            "to_date": f"{last_day}T00:00:00Z",
            "dag_run_conf": conf,
            "max_active_runs": 1,
            "reprocess_behavior": reprocess,
        }
        backfill = self.post("/backfills", request)
        deadline = time.monotonic() + BACKFILL_SECONDS
        while time.monotonic() < deadline:
            if self.get(f"/backfills/{backfill['id']}")["completed_at"]:
                return list(self.get(f"/dags/{dag_id}/dagRuns?run_type=backfill&limit=100")["dag_runs"])
            time.sleep(1)
        pytest.fail(f"the backfill did not end within {BACKFILL_SECONDS} s")

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if hasattr(self, "_token"):
            headers["Authorization"] = f"Bearer {self._token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)


@contextmanager
def running(installation: Installation) -> Iterator[Airflow]:
    """A running Airflow with a real scheduler and LocalExecutor; stopped afterwards."""
    verb = f"import runpy, sys; sys.argv = ['', '{{}}']; runpy.run_path({str(TOOL)!r}, run_name='__main__')"
    installation.python(verb.format("up"), timeout=500)
    try:
        yield Airflow(installation)
    finally:
        installation.python(verb.format("down"))


@pytest.fixture
def airflow(installation: Installation) -> Iterator[Airflow]:
    """A running Airflow of this test's own."""
    with running(installation) as api:
        yield api


@pytest.fixture(scope="session")
def sample() -> str:
    """The folder of the sample week, without the late file."""
    return str(SAMPLE)
