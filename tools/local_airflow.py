"""A local Airflow on the embedded Postgres: the environment that every way of running it here shares.

``up`` starts the UI, scheduler and DAG processor and waits until they are healthy; ``down`` ends exactly these; ``env``
prints the environment for a shell (``eval "$(python tools/local_airflow.py env)"``).
"""

import argparse
import contextlib
import json
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil

from dawn_chorus.database import embedded
from dawn_chorus.database.connect import DATABASE, reset
from dawn_chorus.database.prepare import create_database, prepare
from dawn_chorus.settings import DATABASE_VARIABLES, PROJECT, settings

METADATA = "airflow"  # name of Airflow's own database and of its login
PORT = int(os.environ.get("CHORUS_AIRFLOW_PORT") or "8080")
HEALTHY_WITHIN_SECONDS = 400  # measured 70-145 s on two shared cores, 280 s where six others shared them
STOPPED_WITHIN_SECONDS = 60
SAMPLE = PROJECT / "include" / "sample" / "twitter_ai"


def environment(server: embedded.Embedded) -> dict[str, str]:
    """What Airflow must be told, as environment variables; secrets are made once per installation."""
    home = server.home / "airflow"
    (home / "logs").mkdir(parents=True, exist_ok=True)
    options = {
        "CORE__DAGS_FOLDER": PROJECT / "dags",
        "CORE__PLUGINS_FOLDER": PROJECT / "plugins",
        "CORE__LOAD_EXAMPLES": False,
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": 2,  # two cores; eight slots were several times slower
        "CORE__FERNET_KEY": "",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin",
        "DATABASE__SQL_ALCHEMY_CONN": server.url(METADATA, METADATA),
        "API__HOST": "127.0.0.1",
        "API__PORT": PORT,
        "API__BASE_URL": f"http://127.0.0.1:{PORT}",
        "API__WORKERS": 1,
        "API__SECRET_KEY": _secret(home / "api_secret_key"),
        "API_AUTH__JWT_SECRET": _secret(home / "jwt_secret"),
        "CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{PORT}/execution/",
        "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": 30,
        "SCHEDULER__SCHEDULER_HEARTBEAT_SEC": 1,
        "TRIGGERER__CAPACITY": 10,
        "USAGE_DATA_COLLECTION__ENABLED": False,
        "LOGGING__LOGGING_LEVEL": "WARNING",
    }
    return {
        **os.environ,
        **{f"AIRFLOW__{key}": str(value) for key, value in options.items()},
        "AIRFLOW_HOME": str(home),
        "CHORUS_HOME": str(server.home),
        "CHORUS_DATABASE_URL": server.url(DATABASE),
        "OMP_NUM_THREADS": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONWARNINGS": "ignore",
    }


def _secret(path: Path) -> str:
    """A random key, kept in a file that only we can read; written aside first, so that it is never half a key."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(32))
        draft.rename(path)
    return path.read_text()


def ready(home: Path) -> tuple[embedded.Embedded, dict[str, str]]:
    """Start Postgres, prepare both databases; returns the server and Airflow's environment.

    A Postgres of the user's own is left alone: the demo must not write into it.
    """
    for variable in DATABASE_VARIABLES:
        if os.environ.pop(variable, None):
            print(f"{variable} is left aside: this runs on the embedded Postgres.", file=sys.stderr)
    reset()
    server = embedded.start(home)
    prepare()
    create_database(server, METADATA, METADATA)
    return server, environment(server)


def migrate_metadata(env: Mapping[str, str]) -> None:
    """Bring Airflow's own database up to date; quick when it is."""
    subprocess.run(["airflow", "db", "migrate"], env=dict(env), check=True, stdout=subprocess.DEVNULL)


def up(home: Path) -> None:
    """Start everything and wait until it is healthy."""
    pid_file = home / "airflow" / "standalone.pid"
    if _alive(pid_file):
        sys.exit("Airflow is running already; stop it with: make down")
    if is_taken(PORT):
        sys.exit(f"Something else listens on port {PORT}; choose another: CHORUS_AIRFLOW_PORT={PORT + 1} make up")
    _, env = ready(home)
    migrate_metadata(env)
    log = home / "airflow" / "standalone.log"
    print(f"Starting Airflow (log: {log}) …", flush=True)
    holder = [sys.executable, __file__, "hold"]
    with log.open("w") as output:
        process = subprocess.Popen(holder, env=env, stdout=output, stderr=output, start_new_session=True)
    pid_file.write_text(str(process.pid))
    wait_until_healthy(process)
    password = json.loads((home / "airflow" / "simple_auth_manager_passwords.json.generated").read_text())["admin"]
    print(f"Airflow UI: http://127.0.0.1:{PORT}   user admin, password {password}")
    print(f"What became of each day: http://127.0.0.1:{PORT}/dawn-chorus/ (Dawn Chorus in the navigation)")
    print(f"For the sample week: make demo before, or a backfill of 2026-03-02 to 2026-03-08 with Data {SAMPLE}")
    print("Stop it with: make down")


def hold() -> None:
    """Run Airflow as the leader of its own session, holding a share of Postgres for as long as it lives."""
    embedded.start(settings().home)
    process = subprocess.Popen(["airflow", "standalone"])
    signal.signal(signal.SIGTERM, lambda *_: process.send_signal(signal.SIGTERM))
    sys.exit(process.wait())


def wait_until_healthy(process: "subprocess.Popen[bytes]") -> None:
    """Wait for scheduler, metadata database and DAG processor; exits with a remedy when they do not come."""
    deadline = time.monotonic() + HEALTHY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit("Airflow ended while starting; its log says why.")
        if is_healthy():
            return
        time.sleep(1)
    sys.exit(f"Airflow was not healthy within {HEALTHY_WITHIN_SECONDS} s; its log says why. End it with: make down")


def is_taken(port: int) -> bool:
    """Whether somebody listens on a port of this machine's loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_healthy() -> bool:
    """Whether all parts answer healthy."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api/v2/monitor/health", timeout=5) as answer:
            parts = json.load(answer)
            return all(parts[part]["status"] == "healthy" for part in ("metadatabase", "scheduler", "dag_processor"))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def down(home: Path) -> None:
    """End the processes that ``up`` started, by their process group."""
    pid_file = home / "airflow" / "standalone.pid"
    if not _alive(pid_file):
        sys.exit("Airflow is not running; start it with: make up")
    group = int(pid_file.read_text())
    os.killpg(group, signal.SIGTERM)
    deadline = time.monotonic() + STOPPED_WITHIN_SECONDS
    while _group_alive(group) and time.monotonic() < deadline:
        time.sleep(0.2)
    if _group_alive(group):
        os.killpg(group, signal.SIGKILL)
    pid_file.unlink()
    print("Airflow and its Postgres are stopped.")


def _alive(pid_file: Path) -> bool:
    """Whether the process group in the file lives and is Airflow's; a file that was cut short names none."""
    text = pid_file.read_text() if pid_file.exists() else ""
    return text.isdecimal() and any("airflow" in word for command in _commands(int(text)) for word in command)


def _commands(group: int) -> Iterator[list[str]]:
    """The commands of a process group's members: its number may have become somebody else's since."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if os.getpgid(process.pid) == group:
                yield process.cmdline()


def _group_alive(group: int) -> bool:
    """Whether a process group of ours lives; one of somebody else has only the number that ours once had."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=("up", "down", "env", "hold"))
    verb = parser.parse_args().verb
    home = settings().home
    if verb == "env":
        env = environment(embedded.locate(home))
        print("\n".join(f"export {key}={shlex.quote(env[key])}" for key in env if os.environ.get(key) != env[key]))
    elif verb == "hold":
        hold()
    else:
        {"up": up, "down": down}[verb](home)


if __name__ == "__main__":
    main()
