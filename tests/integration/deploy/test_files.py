"""What the production shape is made of, tried with real programs: linters, Postgres, Redis, Jekyll."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from tests.chaos.topology import free_port, wait_until
from tests.conftest import REPOSITORY, require_binary

from dawn_chorus.database import embedded

PROGRAMS = Path(sys.executable).parent
CONTAINER = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}


@pytest.mark.parametrize(
    "command",
    [
        ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yaml"],
        ["hadolint", "--failure-threshold", "style", "Dockerfile"],
    ],
    ids=lambda command: command[0],
)
def test_a_linter_has_nothing_to_say(command: list[str]) -> None:
    done = subprocess.run(
        [str(PROGRAMS / command[0]), *command[1:]], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def empty_server() -> Iterator[embedded.Embedded]:
    """A Postgres of this test's own, as a new volume makes one."""
    folder = Path(tempfile.mkdtemp(prefix="chorus-logins-"))
    folder.chmod(0o755)
    yield embedded.start(folder)
    embedded.release(folder)
    shutil.rmtree(folder, ignore_errors=True)


def test_a_new_postgres_gets_logins_that_may_do_no_more_than_they_must(empty_server: embedded.Embedded) -> None:
    passwords = {"AIRFLOW_DATABASE_PASSWORD": "a'b\\c", "CHORUS_DATABASE_PASSWORD": 'd"e; DROP ROLE airflow'}
    reach = {"PGHOST": str(empty_server.socket), "PGPORT": "5432", "POSTGRES_USER": embedded.SUPERUSER}
    path = f"{empty_server.binaries}:{os.environ['PATH']}"
    script = REPOSITORY / "deploy" / "postgres" / "logins.sh"
    subprocess.run(["bash", str(script)], env=CONTAINER | passwords | reach | {"PATH": path}, check=True)

    found = "SELECT rolname, rolsuper, rolcreaterole FROM pg_roles WHERE rolname IN ('airflow', 'chorus') ORDER BY 1"
    with sa.create_engine(empty_server.url("postgres", embedded.SUPERUSER)).connect() as connection:
        roles = connection.execute(sa.text(found)).all()
    assert [tuple(role) for role in roles] == [("airflow", False, False), ("chorus", False, True)]
    with pytest.raises(sa.exc.OperationalError, match="permission denied"):
        sa.create_engine(empty_server.url("chorus", "airflow")).connect()


def test_jekyll_shows_the_blog_and_what_is_new_on_it(tmp_path: Path) -> None:
    require_binary("jekyll")
    port, blog = free_port(), tmp_path / "blog"
    _commit(blog, "The first one")
    env = CONTAINER | {"BLOG_REMOTE": f"file://{blog}", "SHOW_PORT": str(port), "SHOW_EVERY": "1"}
    env |= {"SHOW_FOLDER": str(tmp_path / "show"), "HOME": str(tmp_path)}
    script = str(REPOSITORY / "deploy" / "jekyll" / "show.sh")
    shown = subprocess.Popen(["sh", script], env=env, start_new_session=True)
    try:
        for text in ("The first one", "The second one"):
            _commit(blog, text)
            wait_until(lambda text=text: text in _page(port), 60, lambda text=text: f"{text} is not shown")
    finally:
        os.killpg(shown.pid, signal.SIGTERM)
        shown.wait(timeout=20)


def _commit(blog: Path, text: str) -> None:
    blog.mkdir(exist_ok=True)
    (blog / "index.html").write_text(f"---\n---\n{text}")
    git = ["git", "-C", str(blog), "-c", "user.name=A", "-c", "user.email=a@localhost"]
    for words in (["init", "--quiet", "--initial-branch", "main"], ["add", "."], ["commit", "--quiet", "-m", text]):
        subprocess.run([*git, *words, *(["--allow-empty"] if words[0] == "commit" else [])], check=True)


def _page(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
        return str(answer.read().decode())


def test_the_broker_wants_its_password_and_forgets_no_order_when_it_dies(tmp_path: Path) -> None:
    program, port = require_binary("redis-server"), str(free_port())
    service = yaml.safe_load((REPOSITORY / "docker-compose.yaml").read_text(encoding="utf-8"))["services"]["redis"]
    (command,) = service["command"]
    here = {"/etc/broker.conf": str(REPOSITORY / "deploy" / "redis.conf"), "/tmp/redis.conf": f"{tmp_path}/redis.conf"}
    for there, path in {**here, "/data": str(tmp_path), '--bind "*"': f"--bind 127.0.0.1 --port {port}"}.items():
        command = command.replace(there, path)
    command = command.replace("$$", "$").replace("redis-server ", f"{program} ")
    env = CONTAINER | {"REDIS_PASSWORD": "s~e+c/r=t"}

    def broker() -> "subprocess.Popen[bytes]":
        started = subprocess.Popen(["sh", "-c", command], env=env, stdout=subprocess.DEVNULL)
        wait_until(lambda: ask("PING") == "PONG", 20, lambda: "redis does not answer")
        return started

    def ask(*words: str, password: str = env["REDIS_PASSWORD"]) -> str:
        cli = [require_binary("redis-cli"), "-p", port, *words]
        return subprocess.run(
            cli, env=CONTAINER | {"REDISCLI_AUTH": password}, capture_output=True, text=True, check=False
        ).stdout.strip()

    first = broker()
    assert "NOAUTH" in ask("PING", password="")
    assert ask("LPUSH", "orders", "one") == "1"
    first.kill()
    first.wait(timeout=10)
    second = broker()
    assert ask("LRANGE", "orders", "0", "-1") == "one"
    second.terminate()
    second.wait(timeout=10)
