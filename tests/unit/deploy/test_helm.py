"""The values of the official chart say the same as the compose file."""

from pathlib import Path
from typing import Any

import yaml

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
VALUES: dict[str, Any] = yaml.safe_load((DEPLOY / "helm-values.yaml").read_text(encoding="utf-8"))
SHIPPED = dict(
    line.split("=", 1)
    for line in (DEPLOY / "airflow.env").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
OWN_WAYS = ("ENABLE_HEALTH_CHECK", "SCHEDULER_HEALTH_CHECK_SERVER_HOST", "SQL_ALCHEMY_POOL_SIZE", "EXECUTOR", "ENABLED")


def test_both_run_airflow_alike() -> None:
    given = {
        f"AIRFLOW__{section}__{key}".upper(): str(value)
        for section, options in VALUES["config"].items()
        if section != "metrics"
        for key, value in options.items()
    }
    assert given == {key: value for key, value in SHIPPED.items() if key.split("__")[2] not in OWN_WAYS}
    assert VALUES["executor"] == SHIPPED["AIRFLOW__CORE__EXECUTOR"]


def test_secrets_are_named_and_not_told() -> None:
    named = [VALUES[key] for key in VALUES if key.endswith("SecretName")] + list(VALUES["data"].values())
    assert len(named) == 5
    assert all(name.startswith("chorus-") for name in named)
    assert VALUES["createUserJob"]["enabled"] is False


def test_containers_are_hardened() -> None:
    containers = VALUES["securityContexts"]["containers"]
    assert containers["capabilities"]["drop"] == ["ALL"]
    assert containers["allowPrivilegeEscalation"] is False
    assert VALUES["securityContexts"]["pod"]["runAsNonRoot"] is True
    for part in ("workers", "scheduler", "apiServer", "dagProcessor", "triggerer"):
        assert set(VALUES[part]["resources"]["limits"]) == {"cpu", "memory"}, f"{part}: give it limits"
