"""House rules for the production shape; each message says how to mend what it finds."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[3]
COMPOSE = (REPOSITORY / "docker-compose.yaml").read_text(encoding="utf-8")
DOCUMENT = yaml.safe_load(COMPOSE)
SERVICES: dict[str, Any] = DOCUMENT["services"]
DOCKERFILE = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
SECRET = re.compile(r"PASSWORD|SECRET|FERNET|TOKEN")
REQUIRED = re.compile(r"\$\{[A-Z_]+:\?[^}]+\}")
PRODUCT_FOLDERS = ("dags", "include", "plugins", "sql", "src")  # what the product reads when it runs

every_service = pytest.mark.parametrize("name", SERVICES)


def test_all_parts_of_the_production_shape_are_there() -> None:
    parts = {
        "postgres",
        "redis",
        "migrate",
        "api-server",
        "scheduler",
        "dag-processor",
        "triggerer",
        "worker",
        "jekyll",
    }
    assert set(SERVICES) == parts


@every_service
def test_a_service_says_whether_it_is_well(name: str) -> None:
    check = SERVICES[name].get("healthcheck", {})
    assert check.get("test") or (name == "migrate" and check == {"disable": True}), f"{name}: give it a healthcheck"


@every_service
def test_a_service_may_do_as_little_as_it_can(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"], f"{name}: cap_drop: [ALL]"
    assert "cap_add" not in service, f"{name}: run it as its own user, so that it needs no capability"
    assert "no-new-privileges:true" in service["security_opt"], f"{name}: security_opt: no-new-privileges"
    assert service["read_only"] is True, f"{name}: read_only: true; what must be written goes to tmpfs or a volume"
    assert any(each.startswith("/tmp:") for each in service["tmpfs"]), f"{name}: a tmpfs at /tmp with a size"
    assert not service.get("privileged"), f"{name}: never privileged"
    assert "network_mode" not in service, f"{name}: never the host's network"


@every_service
def test_a_service_has_limits(name: str) -> None:
    limits = SERVICES[name]["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}, f"{name}: deploy.resources.limits needs cpus, memory and pids"
    assert all("size=" in each for each in SERVICES[name]["tmpfs"]), f"{name}: a tmpfs takes memory; give it a size"


@every_service
def test_a_service_listens_on_loopback_only(name: str) -> None:
    for port in SERVICES[name].get("ports", []):
        assert port.startswith("127.0.0.1:"), f"{name}: {port}: publish on 127.0.0.1, put a proxy with TLS before it"


@every_service
def test_no_secret_has_a_default(name: str) -> None:
    for key, value in SERVICES[name].get("environment", {}).items():
        if SECRET.search(key):
            assert REQUIRED.fullmatch(str(value)), f"{name}: {key}: write ${{{key}:?say what to do}}"


@every_service
def test_no_image_is_taken_as_it_comes(name: str) -> None:
    image = SERVICES[name]["image"]
    tag = re.sub(r"\$\{[A-Z_]+:-(.*)\}", r"\1", image).rpartition(":")[2]
    assert tag not in ("", "latest"), f"{name}: name a version of {image}"


def test_no_secret_is_shipped() -> None:
    told = dict(line.split("=", 1) for line in _lines(".env.example"))
    assert {key: value for key, value in told.items() if SECRET.search(key) and value} == {}
    assert not [line for line in _lines("deploy/airflow.env") if SECRET.search(line)]


def test_every_variable_that_compose_requires_is_explained() -> None:
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE))
    assert required <= {line.split("=")[0] for line in _lines(".env.example")}


def test_the_image_has_all_that_runs_and_ends_as_nobody() -> None:
    for folder in PRODUCT_FOLDERS:
        if (REPOSITORY / folder).is_dir():
            assert re.search(rf"^COPY {folder} ", DOCKERFILE, re.MULTILINE), f"Dockerfile: COPY {folder}"
    for stage in DOCKERFILE.split("\nFROM ")[2:]:
        users = re.findall(r"^USER (\S+)", stage, re.MULTILINE)
        assert users == ["10001:10001"], "Dockerfile: each stage that runs ends as its own user"


def test_nothing_is_compiled_in_what_runs() -> None:
    for stage in DOCKERFILE.split("\nFROM ")[2:]:
        assert not re.search(r"\b(gcc|build-essential|pip install|uv pip)\b", stage), "Dockerfile: build in `build`"


def test_what_is_copied_reaches_the_builder() -> None:
    kept = [line[1:] for line in _lines(".dockerignore") if line.startswith("!")]
    copied = [
        line.split()[1:-1] for line in DOCKERFILE.splitlines() if line.startswith("COPY ") and "--from" not in line
    ]
    for source in [each for sources in copied for each in sources]:
        assert (REPOSITORY / source).exists(), f"Dockerfile: there is no {source}"
        assert any(source == each or source.startswith(f"{each}/") for each in kept), f".dockerignore: !{source}"


def _lines(name: str) -> list[str]:
    """The lines of a file that say something."""
    lines = (REPOSITORY / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
