"""The sample's scripts as modules, one planned week, and its files as a reader sees them."""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[3] / "include" / "sample"
sys.path.insert(0, str(SAMPLE))  # they are scripts: their own folder is their path

import generate  # noqa: E402
from week import Week, plan  # noqa: E402


@pytest.fixture(scope="session")
def week() -> Week:
    """The week of the seed that the files on disk were made with."""
    return plan(generate.SEED)


@pytest.fixture(scope="session")
def contents(week: Week) -> dict[str, bytes]:
    """Every generated file."""
    return generate.files(week)


@pytest.fixture(scope="session")
def truth(contents: dict[str, bytes]) -> dict[str, Any]:
    """What the truth file says."""
    value: dict[str, Any] = json.loads(contents["truth.json"])
    return value


@pytest.fixture(scope="session")
def pages(contents: dict[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    """The response pages of each delivery."""
    return {
        name: [json.loads(line) for line in gzip.decompress(data).split(b"\n") if line]
        for name, data in contents.items()
        if name.endswith(".gz")
    }


@pytest.fixture(scope="session")
def good(pages: dict[str, list[dict[str, Any]]], truth: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The records of each delivery that are not broken, as delivered (with repeats)."""
    broken = {
        (file["name"], one["page"], one["index"]): one["fault"] for file in truth["files"] for one in file["rejected"]
    }
    return {
        name: [
            record
            for page, response in enumerate(responses)
            for index, record in enumerate(response["data"])
            if (name, page, index) not in broken
        ]
        for name, responses in pages.items()
    }
