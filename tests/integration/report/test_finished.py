"""A finished report is checked once more from the database alone, whatever was done to its file."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dawn_chorus import cli
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.runs import Run
from dawn_chorus.errors import ChorusError
from dawn_chorus.report.escape import json_text
from dawn_chorus.report.finished import Finding, check_document, check_run
from dawn_chorus.report.stage import compose

from .conftest import BANK, KITE, VIEW, World

Statement = dict[str, Any]


@pytest.fixture
def run(world: World) -> Run:
    """A run with a report."""
    world.write(0, *KITE, *BANK, *VIEW)
    return world.analyse(0)


@pytest.fixture
def document(world: World, run: Run) -> dict[str, Any]:
    """Its report as it is published."""
    loaded: dict[str, Any] = json.loads(json_text(compose(world.read(run), world.channel).model_dump(mode="json")))
    return loaded


def checked(document: object) -> Finding:
    with transaction("analyst") as connection:
        return check_document(connection, document)


def test_what_was_published_stands_and_so_does_what_was_stored(
    world: World, run: Run, document: dict[str, Any]
) -> None:
    world.report(run)
    with transaction("analyst") as connection:
        stored = check_run(connection, run)
    assert stored.violations == ()
    assert (stored.statements, stored.cited) == (len(document["statements"]), len(document["statements"]))
    assert stored.are_counts_compared
    assert checked(document) == stored


def _quote(each: Statement) -> None:
    part = next(part for part in each["parts"] if part["kind"] == "quote")
    each["text"] = each["text"].replace(part["text"], "Nimbus Kite 2 is a fraud")
    part["text"] = "Nimbus Kite 2 is a fraud"


def _number(each: Statement) -> None:
    each["parts"].append({"kind": "number", "text": "777", "citation": None})
    each["numbers"].append({"value": 777, "source": "tweets"})
    each["text"] += "777"


TAMPERED: dict[str, tuple[Callable[[Statement], object], str]] = {
    "quotation": (_quote, "altered_quote"),
    "count": (_number, "wrong_count"),
    "citation": (lambda each: each["citations"].clear(), "uncited"),
    "tweet": (lambda each: each["citations"][0].update(tweet_id="42"), "unknown_tweet"),
    "link": (lambda each: each["citations"][0].update(url="https://x.com/evil/status/42"), "wrong_link"),
    "foreign key": (lambda each: each.update(html="<b>"), "malformed"),
    "text beside the parts": (lambda each: each.update(text="Nothing happened."), "malformed"),
}


def test_a_tampered_statement_is_found_and_no_other(document: dict[str, Any]) -> None:
    found = {}
    for what, (tamper, _) in TAMPERED.items():
        copy = deepcopy(document)
        tamper(next(each for each in copy["statements"] if each["section"] == "key_points"))
        found[what] = [(each.section, each.reason) for each in checked(copy).violations]
    assert found == {what: [("key_points", reason)] for what, (_, reason) in TAMPERED.items()}


def test_a_statement_on_a_tweet_that_was_forgotten_since_is_found(world: World, document: dict[str, Any]) -> None:
    world.forget_all_of("fay")
    assert {each.reason for each in checked(document).violations} >= {"unknown_tweet"}


def test_what_cannot_be_checked_is_one_clear_line(document: dict[str, Any]) -> None:
    for wrong in ([], {"slug": document["slug"]}, {"statements": []}):
        with pytest.raises(ChorusError, match="This is no report"):
            checked(wrong)
    with pytest.raises(ChorusError, match="has no run here"):
        checked(document | {"slug": "twitter_ai_20260101_20260101"})


def test_the_command_ends_with_1_where_a_statement_may_not_stand(
    world: World, tmp_path: Path, run: Run, document: dict[str, Any]
) -> None:
    world.report(run)
    path = tmp_path / "report.json"
    path.write_text(json.dumps(document))
    with transaction("analyst") as connection:
        runs.make_current(connection, run)
    chorus = CliRunner().invoke
    for what in ([str(path)], [str(run.run_id)], ["twitter_ai", "--from", "2026-03-02"]):
        assert chorus(cli.app, ["report", "check", *what]).exit_code == 0
    document["statements"][0]["citations"][0]["quote"] = "never said"
    path.write_text(json.dumps(document))
    told = chorus(cli.app, ["report", "check", str(path)])
    assert told.exit_code == 1
    assert "1 violations" in told.output
    assert "altered_quote in overview" in told.output
