"""The runbook is found by what the product says: each symptom that it quotes is written in the code."""

import re
from collections.abc import Iterator

import pytest
from tests.conftest import REPOSITORY

FOLDERS = ("src", "tools", "dags", "deploy", "include/templates")
LEAST = 6  # letters of a piece that tells something
NEXT_LITERAL = re.compile(r'"\s*\n\s*f?"')  # where a message goes on in the next line
# Where the quoted words stop being ours: "…", a number, a word in capitals, or one that the code fills in.
FILLED = ("yaml: key", "unavailable", "per_day", "looping", "start")
GAP = re.compile(rf"…|\b[A-Z]{{3,}}\b|\d+|\b(?:{'|'.join(FILLED)})\b")
TASKS = {"publish.publish_report", "publish.approve_report"}  # a group and a task, which stand apart in the code
AIRFLOWS = {"can't adapt type 'dict'", "heartbeat timeout", "Plugin 'dawn_chorus_timetables' already registered"}


def _symptoms() -> Iterator[str]:
    """What the first column of the table quotes, piece by piece."""
    runbook = (REPOSITORY / "docs" / "runbook.md").read_text(encoding="utf-8")
    table = runbook.partition("## By symptom")[2].partition("\n## ")[0]
    for row in re.findall(r"^\| (.+?) \| ", table, re.MULTILINE):
        for quoted in set(re.findall(r"`([^`]+)`", row)) - TASKS - AIRFLOWS:
            yield from (piece for part in GAP.split(quoted) if len(piece := part.strip(" .:,/()")) >= LEAST)


@pytest.fixture(scope="module")
def code() -> str:
    """All that the product may say."""
    kinds = (".py", ".yaml", ".env", ".sh", ".j2")
    paths = [path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*") if path.suffix in kinds]
    texts = [path.read_text(encoding="utf-8") for path in [*paths, REPOSITORY / "docker-compose.yaml"]]
    return NEXT_LITERAL.sub("", "\n".join(texts))


def test_every_symptom_that_the_runbook_quotes_is_said_somewhere(code: str) -> None:
    symptoms = set(_symptoms())
    assert len(symptoms) > 60
    assert sorted(piece for piece in symptoms if piece not in code) == []
