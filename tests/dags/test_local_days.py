"""The days of a backfill, by whatever clock its bounds were written."""

import datetime as dt
import json
import subprocess
import sys
from typing import Any
from zoneinfo import ZoneInfo

import pytest

FIRST, LAST = dt.date(2026, 3, 2), dt.date(2026, 3, 4)
DAYS = ["2026-03-02", "2026-03-03", "2026-03-04"]
ZONES = ("UTC", "Asia/Shanghai", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kolkata", "Etc/GMT+11", "Etc/GMT-12")
LAST_MOMENT = dt.timedelta(days=1) - dt.timedelta(milliseconds=1)
KEYS = """
import datetime as dt, json, sys, warnings
warnings.simplefilter("ignore")
from airflow.serialization.decoders import decode_timetable
from airflow.serialization.encoders import encode_timetable
from dawn_chorus_airflow.local_days import LocalDays
made = LocalDays("0 0 * * *", timezone="Asia/Shanghai", run_offset=-1, key_format="%Y-%m-%d")
known = decode_timetable(encode_timetable(made))
assert type(known) is LocalDays
def keys(first, last):
    first, last = dt.datetime.fromisoformat(first), dt.datetime.fromisoformat(last)
    return [info.partition_key for info in known.iter_partition_dagrun_infos(earliest=first, latest=last)]
print(json.dumps([keys(*bounds) for bounds in json.loads(sys.argv[1])]))
"""


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The days that a scheduler would run, by how their bounds were written."""
    asked = list(_bounds())
    command = [sys.executable, "-c", KEYS, json.dumps([bounds for _, bounds in asked])]
    env = {"AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow")), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip([name for name, _ in asked], json.loads(done.stdout.splitlines()[-1]), strict=True))


def _bounds() -> Any:
    """Names and bounds: midnights and last moments of each zone, sent in UTC by a form or written with their zone."""
    for zone in ZONES:
        first, last = (dt.datetime.combine(day, dt.time(), ZoneInfo(zone)) for day in (FIRST, LAST))
        for end, bound in (("midnight", last), ("last moment", last + LAST_MOMENT)):
            yield f"{zone} {end} in UTC", [each.astimezone(dt.UTC).isoformat() for each in (first, bound)]
            yield f"{zone} {end} with zone", [each.isoformat() for each in (first, bound)]


@pytest.mark.parametrize("written", [name for name, _ in _bounds()])
def test_the_days_that_were_written_are_run_newest_first_and_no_other(keys: dict[str, list[str]], written: str) -> None:
    assert keys[written] == DAYS[::-1]
