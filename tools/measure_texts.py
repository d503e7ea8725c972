"""Rules for texts: the form of an SQL file, and what no committed file may name."""

import re
from collections.abc import Iterator
from pathlib import Path

# The verbs of docs/naming.md, which says what each does.
VERBS = frozenset(
    [
        *("read", "find", "count", "is", "show"),
        *("insert", "write", "delete", "drop"),
        *("open", "begin", "make", "mark", "stage", "key", "swap", "lock", "limit"),
    ]
)

# Folders that a checkout may lie in and that a document may name all the same; any other one is this machine's own.
COMMON = frozenset({"/", "/app", "/home", "/opt", "/root", "/src", "/srv", "/tmp", "/usr", "/var"})  # noqa: S108
_PRIVATE = (r"/home/[a-z]\w*/", r"/Users/[a-z]\w*/", r"/root/[\w.]")
_INDEX = re.compile(
    r"(?:--(?:extra-)?index-url|--find-links|\bindex-url\b|\bregistry)[\s=:]*['\"]?https?://", re.IGNORECASE
)

_PURPOSE, _PARAMETERS, _RERUN, _MORE = (
    r"-- Purpose: \S.*\n",
    r"-- Parameters: (.+)\n",
    r"-- Re-run: \S",
    r"(?:--   .*\n)*",
)
_HEADER = re.compile(f"{_PURPOSE}{_MORE}{_PARAMETERS}{_MORE}{_RERUN}")
_MIGRATION_HEADER = re.compile(f"{_PURPOSE}{_MORE}{_RERUN}")
_NOISE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$", re.DOTALL)
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


def sql_problems(text: str, *, is_migration: bool) -> Iterator[str]:
    """What is wrong with the form of one SQL file, each with its remedy."""
    header = (_MIGRATION_HEADER if is_migration else _HEADER).match(text)
    if header is None:
        names = "Purpose and Re-run" if is_migration else "Purpose, Parameters and Re-run"
        yield f"begin with the lines -- {names}: …; indent what goes on in a second line by three"
    if is_migration:
        return
    body = _NOISE.sub("''", text)
    count = sum(bool(part.strip(" '\n\t")) for part in body.split(";"))
    if count != 1:
        yield f"holds {count} statements: one statement per file"
    if header is not None and "every column" not in header[1]:
        unnamed = sorted(set(_PARAMETER.findall(body)) - set(re.findall(r"\w+", header[1])))
        yield from (f"uses :{name}: name it under -- Parameters" for name in unnamed)


def sql_name_problems(stem: str) -> Iterator[str]:
    """What is wrong with the name of one SQL file, with its remedy."""
    verb, _, noun = stem.partition("_")
    if verb not in VERBS or not noun:
        yield "name it verb_noun, with a verb of docs/naming.md"


def private_places(root: Path) -> re.Pattern[str]:
    """Matches the checkout's own folder, the one it lies in, and anybody's home folder, at the start of a path."""
    own = {str(place) for place in (root, root.parent)} - COMMON
    places = [*(rf"{re.escape(place)}(?![\w-])" for place in sorted(own, key=len, reverse=True)), *_PRIVATE]
    return re.compile(rf"(?<![\w.~}}/-])(?:{'|'.join(places)})")


def machine_problems(text: str, private: re.Pattern[str]) -> Iterator[str]:
    """Lines that name this machine or the address of a package index, as ``number: problem: remedy``."""
    for number, line in enumerate(text.split("\n"), 1):
        if private.search(line):
            yield f"{number}: names a folder of somebody's machine: make it relative"
        if _INDEX.search(line):
            yield f"{number}: names a package index: leave that to the installer's configuration"
