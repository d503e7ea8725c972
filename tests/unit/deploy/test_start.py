"""What a container is told."""

import json
import runpy
from pathlib import Path

import pytest
import sqlalchemy as sa

START = runpy.run_path(str(Path(__file__).resolve().parents[3] / "deploy" / "start.py"))
PARTS = {
    "POSTGRES_HOST": "postgres",
    "REDIS_HOST": "redis",
    "AIRFLOW_DATABASE_PASSWORD": "a@b/c:d%e #?",
    "CHORUS_DATABASE_PASSWORD": "f'g\"h",
    "REDIS_PASSWORD": "i~j+k/l=",
}


def test_a_password_may_hold_any_character() -> None:
    made = START["addresses"](PARTS)
    airflow = sa.make_url(made["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])
    chorus = sa.make_url(made["CHORUS_DATABASE_URL"])
    assert (airflow.password, airflow.host, airflow.database) == (
        PARTS["AIRFLOW_DATABASE_PASSWORD"],
        "postgres",
        "airflow",
    )
    assert (chorus.password, chorus.username) == (PARTS["CHORUS_DATABASE_PASSWORD"], "chorus")
    assert made["AIRFLOW__CELERY__BROKER_URL"] == "redis://:i~j%2Bk%2Fl%3D@redis:6379/0"


def test_an_address_that_is_given_whole_needs_no_parts() -> None:
    whole = dict.fromkeys(START["ADDRESSES"], "postgresql://elsewhere/one")
    assert START["addresses"](whole) == {}


def test_a_missing_part_is_named() -> None:
    with pytest.raises(KeyError, match="REDIS_PASSWORD"):
        START["addresses"]({key: value for key, value in PARTS.items() if key != "REDIS_PASSWORD"})


def test_only_its_owner_reads_the_logins(tmp_path: Path) -> None:
    path = tmp_path / "logins.json"
    path.write_text("of a container before")
    told = START["write_logins"]("pass word", path)
    assert json.loads(path.read_text()) == {"admin": "pass word"}
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(path) in told.values()
