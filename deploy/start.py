"""What a container of the production image runs: a program, told its addresses and passwords by the environment.

An address is put together here, quoted, so that a password may hold any character; one that is given whole stays as it
is (a Postgres of your own with TLS). The login of the UI goes to a file that only this container sees. Health checks
begin here too, since they need the same addresses: ``start.py airflow jobs check …``.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

LOGINS = Path("/tmp/logins.json")  # noqa: S108 - a tmpfs of this container alone
ADMIN = "admin"
POSTGRES, REDIS = "{POSTGRES_HOST}:5432", "{REDIS_HOST}:{REDIS_PORT}"
AIRFLOW_DATABASE = f"postgresql+psycopg2://airflow:{{AIRFLOW_DATABASE_PASSWORD}}@{POSTGRES}/airflow"
ADDRESSES = {
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": AIRFLOW_DATABASE,
    "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{AIRFLOW_DATABASE}",
    "AIRFLOW__CELERY__BROKER_URL": f"redis://:{{REDIS_PASSWORD}}@{REDIS}/0",
    "CHORUS_DATABASE_URL": f"postgresql://chorus:{{CHORUS_DATABASE_PASSWORD}}@{POSTGRES}/chorus",
}


def addresses(given: Mapping[str, str]) -> dict[str, str]:
    """The addresses that ``given`` does not have whole, made of its parts; KeyError names a part that is missing."""
    parts = {"REDIS_PORT": "6379"} | {name: quote(value, safe="") for name, value in given.items()}
    return {name: form.format_map(parts) for name, form in ADDRESSES.items() if not given.get(name)}


def write_logins(password: str, path: Path = LOGINS) -> dict[str, str]:
    """Write the file of the UI's logins, which only its owner may read; what Airflow must be told of it."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({ADMIN: password}, file)
    return {
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{ADMIN}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(path),
    }


def main() -> None:
    """Become the program."""
    os.environ.update(addresses(os.environ))
    password = os.environ.pop("AIRFLOW_ADMIN_PASSWORD", None)
    if password:
        os.environ.update(write_logins(password))
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - no shell


if __name__ == "__main__":
    main()
