"""The form of SQL files, and what no committed file may name."""

import re
from pathlib import Path

import pytest

from measure_texts import VERBS, machine_problems, private_places, sql_name_problems, sql_problems

HEADER = "-- Purpose: read a day.\n-- Parameters: channel, day\n-- Re-run: safe.\n"
BODY = "SELECT text FROM facts.tweets WHERE channel = :channel AND day = :day;\n"
PRIVATE = private_places(Path("/garage/bird/checkout"))


def _problems(text: str, *, is_migration: bool = False) -> list[str]:
    return list(sql_problems(text, is_migration=is_migration))


@pytest.mark.parametrize(
    "text",
    [
        HEADER + BODY,
        HEADER + BODY.rstrip(";\n"),
        HEADER.replace("read a day.\n", "read a day,\n--   and another.\n") + BODY,
        HEADER.replace("day\n", "day,\n--   and nothing else\n", 1) + BODY,
        HEADER + "-- a note; with a semicolon\nSELECT 1;",
        HEADER + "SELECT ';', 'it''s; :not_one', $$a;b :nor_this$$, '12:30'::time /* ; */;",
        HEADER.replace("channel, day", "every column of facts.tweets") + BODY,
        "-- Purpose: p.\n-- Parameters: none\n-- Re-run: safe.\nSELECT now();\n",
    ],
)
def test_a_well_formed_file_has_no_problem(text: str) -> None:
    assert _problems(text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (BODY, "begin with the lines -- Purpose, Parameters and Re-run"),
        (HEADER.replace("-- Re-run: safe.\n", "") + BODY, "begin with"),
        (HEADER.replace("read a day.", "") + BODY, "begin with"),
        ("\n" + HEADER + BODY, "begin with"),
        (HEADER + BODY + BODY, "holds 2 statements: one statement per file"),
        (HEADER, "holds 0 statements"),
        (HEADER.replace(", day", "") + BODY, "uses :day: name it under -- Parameters"),
    ],
)
def test_a_problem_says_how_to_mend_it(text: str, problem: str) -> None:
    (found,) = _problems(text)
    assert found.startswith(problem)


@pytest.mark.parametrize("name", ["read_ranks", "is_stage_done", "swap_day"])
def test_a_file_is_named_for_what_it_does(name: str) -> None:
    assert list(sql_name_problems(name)) == []


@pytest.mark.parametrize("name", ["ranks", "read", "read_", "fetch_ranks", "tweets_of_days"])
def test_any_other_name_is_refused(name: str) -> None:
    (problem,) = sql_name_problems(name)
    assert "docs/naming.md" in problem


def test_the_verbs_are_those_that_the_grammar_explains() -> None:
    naming = (Path(__file__).parents[3] / "docs" / "naming.md").read_text(encoding="utf-8")
    table = naming.partition("| verb | what it does |")[2].partition("\n\n")[0]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    assert {verb for cell in cells for verb in re.findall(r"`(\w+)`", cell)} == VERBS


def test_a_migration_may_hold_many_statements_and_has_no_parameters() -> None:
    header = "-- Purpose: the roles.\n-- Re-run: never.\n"
    assert _problems(header + BODY + BODY, is_migration=True) == []
    (found,) = _problems(BODY, is_migration=True)
    assert found.startswith("begin with the lines -- Purpose and Re-run")


@pytest.mark.parametrize(
    "line",
    [
        "path = '/garage/bird/checkout/src'",
        "see /garage/bird/notes.md",
        "cd /garage/bird",
        "open('/" + "home/ada/tweets.json')",
        "open('/" + "Users/ada/tweets.json')",
        "cat /" + "root/.profile",
    ],
)
def test_a_folder_of_somebodys_machine_is_found(line: str) -> None:
    (problem,) = machine_problems(f"first\n{line}\n", PRIVATE)
    assert problem == "2: names a folder of somebody's machine: make it relative"


@pytest.mark.parametrize(
    "line",
    [
        "https://blog.example/garage/bird/checkout",
        "src/garage/bird/checkout",
        "{home}/garage/bird",
        "/garage/birds",
        "/var/lib/dawn-chorus and /tmp/x and a private home (/root)",
        "../shared/data",
    ],
)
def test_other_paths_are_left_alone(line: str) -> None:
    assert list(machine_problems(line, PRIVATE)) == []


def test_a_checkout_in_a_common_folder_does_not_forbid_that_folder() -> None:
    private = private_places(Path("/tmp/garage"))
    assert list(machine_problems("sockets may lie in /tmp/other", private)) == []
    assert list(machine_problems("as in /tmp/garage/src", private)) != []


@pytest.mark.parametrize(
    "option",
    ["--index-url ", "pip install --extra-index-url=", 'index-url = "', "registry=", "--find-links '", "registry: "],
)
def test_a_package_index_is_found(option: str) -> None:
    (problem,) = machine_problems(f"{option}https://packages.example/simple", PRIVATE)
    assert "names a package index" in problem


def test_ordinary_addresses_are_no_package_index() -> None:
    assert list(machine_problems("see https://example.org/registry and --index-url in the manual", PRIVATE)) == []
