"""Memory while files are read: what a process needs at its peak does not grow with them, whatever their form."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

FIRST_ID = 2_580_598_491_575_222_272  # noon of 2030-05-04 in Shanghai
FEW, MANY = 30_000, 150_000  # rows: 11 MB, more than is read at once, and 57 MB
GROWTH_MB = 16  # a buffer more or less, where the file has grown by 46

EXAMINE = """
import re, sys
from pathlib import Path
from zoneinfo import ZoneInfo
from dawn_chorus.ingest.examine import examine
from dawn_chorus.ingest.mapping import ColumnMapping, Columns
from dawn_chorus.ingest.reading import Reading
columns = Columns("id", "text", author_handle="who")
found = examine(Path(sys.argv[1]), "file", ZoneInfo("UTC"), readings=(Reading(ColumnMapping(columns)),))
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())  # getrusage would tell the parent's
print(found.accepted.total(), found.refused.total(), int(peak[1]) // 1024)
"""


def rows(number: int) -> Iterator[dict[str, Any]]:
    for n in range(number):
        yield {"id": str(FIRST_ID + n), "text": f"Plan {n} " + f"{n:x}" * 60, "who": "Brindle_Labs"}


def as_csv(path: Path, number: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "text", "who"])
        writer.writeheader()
        writer.writerows(rows(number))


def as_lines(path: Path, number: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows(number))


def as_refused_lines(path: Path, number: int) -> None:
    """Lines whose ids were floats."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row | {"id": 1.9e18}) + "\n" for row in rows(number))


def as_list(path: Path, number: int) -> None:
    path.write_text("[" + ",".join(map(json.dumps, rows(number))) + "]", encoding="utf-8")


def as_parquet(path: Path, number: int) -> None:
    pq.write_table(pa.Table.from_pylist(list(rows(number))), path, row_group_size=number, compression="none")


def peak_mb(path: Path, number: int) -> int:
    """The peak of a process that examines a file of so many rows."""
    done = subprocess.run([sys.executable, "-c", EXAMINE, str(path)], capture_output=True, text=True, check=True)
    accepted, refused, peak = map(int, done.stdout.split())
    assert sorted((accepted, refused)) == [0, number]
    return peak


@pytest.mark.parametrize("write", [as_csv, as_lines, as_refused_lines, as_list, as_parquet])
def test_the_peak_does_not_grow_with_the_file(tmp_path: Path, write: Callable[[Path, int], None]) -> None:
    peaks = []
    for number in (FEW, MANY):
        write(tmp_path / "file", number)
        peaks.append(peak_mb(tmp_path / "file", number))
    assert peaks[1] - peaks[0] < GROWTH_MB, f"{peaks} MB"
