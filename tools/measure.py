"""The measurements that this code must hold, as a short table; 1 and one line per breach, with its remedy, otherwise.

Counted over ``src dags plugins tools benchmarks include`` (``tests`` only for the ratio of test to code), by reading
syntax trees: nothing is imported. Lines of a function are those from ``def`` to its last, docstring included.
"""

import ast
import math
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure_texts import machine_problems, private_places, sql_name_problems, sql_problems

PROJECT = Path(__file__).resolve().parents[1]
CODE = ("src", "dags", "plugins", "tools", "benchmarks", "include")

FILE_LINES_P90 = 250
FUNCTION_LINES_MEDIAN = 10
FUNCTION_LINES_P90 = 35
DAG_LINES = 120
TEST_RATIO = (1.2, 1.8)  # lines of tests per line of code
SHOWN = 5  # offenders that a breach of a percentile names

TEXTS = {".py", ".sql", ".md", ".yaml", ".yml", ".toml", ".txt", ".j2", ".sh", ".example", ""}
FOLDERS = (*CODE, "tests", "sql", "docs", ".ci")


@dataclass(frozen=True)
class Measure:
    """One line of the table, and what breaches it."""

    name: str
    value: str
    limit: str
    breaches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Function:
    """One function; ``where`` reads ``path:line name``."""

    where: str
    lines: int
    is_typed: bool


@dataclass(frozen=True)
class Source:
    """One Python file. ``undocumented``: itself, its public classes and functions that lack a docstring."""

    path: str
    lines: int
    functions: tuple[Function, ...]
    undocumented: tuple[str, ...]


def read_source(path: Path, root: Path) -> Source:
    """Read one file. Raises SyntaxError."""
    text = path.read_text(encoding="utf-8")
    name, tree = str(path.relative_to(root)), ast.parse(text)
    found = list(_definitions(tree, is_public=True))
    functions = tuple(
        Function(
            f"{name}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1, _is_typed(node)
        )
        for node, _ in found
        if not isinstance(node, ast.ClassDef)
    )
    bare = [
        f"{name}:{node.lineno} {node.name}" for node, is_public in found if is_public and not ast.get_docstring(node)
    ]
    if not ast.get_docstring(tree):
        bare.insert(0, f"{name}:1 the module")
    return Source(name, text.count("\n"), functions, tuple(bare))


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _definitions(node: ast.AST, *, is_public: bool) -> Iterator[tuple[Definition, bool]]:
    """Every class and function below ``node``; public where no part of its dotted name is private or local."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Definition):
            is_visible = is_public and not child.name.startswith("_")
            yield child, is_visible
            yield from _definitions(child, is_public=is_visible and isinstance(child, ast.ClassDef))
        else:
            yield from _definitions(child, is_public=is_public)


def _is_typed(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether every argument but self and cls, and the result, has a type."""
    given = function.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    named = [each for each in arguments if each is not None and each.arg not in ("self", "cls")]
    return function.returns is not None and all(each.annotation is not None for each in named)


def percentile(values: Iterable[int], share: float) -> int:
    """Nearest-rank percentile, ``share`` 0..1; 0 for no values."""
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else 0


def measure(root: Path) -> list[Measure]:
    """All measurements of the checkout at ``root``."""
    sources = [read_source(path, root) for path in _files(root, CODE, {".py"})]
    code = sum(source.lines for source in sources)
    tests = sum(path.read_text(encoding="utf-8").count("\n") for path in _files(root, ("tests",), {".py"}))
    return [
        *_sizes(sources),
        *_shares(sources),
        _dags(sources),
        _ratio(tests, code),
        _statements(root),
        _machine(root),
    ]


def _sizes(sources: Sequence[Source]) -> list[Measure]:
    """How long files and functions are."""
    functions = [function for source in sources for function in source.functions]
    lines = [function.lines for function in functions]
    by_lines = [f"{each.where}: {each.lines} lines" for each in sorted(functions, key=lambda each: -each.lines)]
    files = [f"{each.path}: {each.lines} lines" for each in sorted(sources, key=lambda each: -each.lines)]
    long_file, long_function = "cut it by what its parts are about", "give its steps names of their own"
    return [
        Measure("Python files", str(len(sources)), ""),
        _limit("lines of a file, p90", percentile((s.lines for s in sources), 0.9), FILE_LINES_P90, files, long_file),
        _limit(
            "lines of a function, median",
            int(statistics.median(lines or [0])),
            FUNCTION_LINES_MEDIAN,
            by_lines,
            long_function,
        ),
        _limit("lines of a function, p90", percentile(lines, 0.9), FUNCTION_LINES_P90, by_lines, long_function),
    ]


def _limit(name: str, value: int, limit: int, largest: Sequence[str], remedy: str) -> Measure:
    """A measure that must not exceed ``limit``; a breach names the largest offenders."""
    breaches = [f"{each}: {remedy}" for each in largest[:SHOWN]] if value > limit else []
    return Measure(name, str(value), f"≤ {limit}", tuple(breaches))


def _shares(sources: Sequence[Source]) -> list[Measure]:
    """What must be true of everything."""
    functions = [function for source in sources for function in source.functions]
    untyped = [f"{each.where}: annotate every argument and the result" for each in functions if not each.is_typed]
    bare = [
        f"{each}: say shapes, units and errors in a docstring" for source in sources for each in source.undocumented
    ]
    typed = f"{len(functions) - len(untyped)} of {len(functions)}"
    return [
        Measure("functions fully typed", typed, "all", tuple(untyped)),
        Measure("modules, public classes and functions without docstring", str(len(bare)), "0", tuple(bare)),
    ]


def _dags(sources: Sequence[Source]) -> Measure:
    """DAG files only wire."""
    dags = [source for source in sources if source.path.startswith("dags/")]
    breaches = [
        f"{each.path}: {each.lines} lines: move logic into src/dawn_chorus" for each in dags if each.lines > DAG_LINES
    ]
    return Measure(
        "lines of a DAG file, most", str(max((d.lines for d in dags), default=0)), f"≤ {DAG_LINES}", tuple(breaches)
    )


def _ratio(tests: int, code: int) -> Measure:
    """Lines of tests per line of code."""
    ratio, (low, high) = tests / max(1, code), TEST_RATIO
    breaches = (
        [] if low <= ratio <= high else [f"tests: {tests} lines for {code} of code: test more, or cut what repeats"]
    )
    return Measure("test lines per line of code", f"{ratio:.2f}", f"{low}-{high}", tuple(breaches))


def _statements(root: Path) -> Measure:
    """SQL files are named for what they do and hold one statement under a header that names its parameters."""
    paths = list(_files(root, ("sql",), {".sql"}))
    breaches = [f"{path.relative_to(root)}: {problem}" for path in paths for problem in _sql_problems(path)]
    return Measure("SQL files in breach of their form", f"{len(breaches)} of {len(paths)}", "0", tuple(breaches))


def _sql_problems(path: Path) -> Iterator[str]:
    """What is wrong with the name and the form of one SQL file."""
    is_migration = path.parent.name == "migrations"
    if not is_migration:
        yield from sql_name_problems(path.stem)
    yield from sql_problems(path.read_text(encoding="utf-8"), is_migration=is_migration)


def _machine(root: Path) -> Measure:
    """Nothing names a folder of the machine it was written on, or the address of a package index."""
    private = private_places(root)
    breaches = [
        f"{path.relative_to(root)}:{problem}"
        for path in _files(root, FOLDERS, TEXTS)
        for problem in machine_problems(path.read_text(encoding="utf-8", errors="replace"), private)
    ]
    return Measure("lines that name this machine or a package index", str(len(breaches)), "0", tuple(breaches))


def _files(root: Path, folders: Sequence[str], suffixes: set[str]) -> Iterator[Path]:
    """Files below ``folders`` with one of ``suffixes``, and for texts those in ``root`` itself too, in order."""
    below = [path for folder in folders for path in sorted((root / folder).rglob("*"))]
    beside = sorted(root.iterdir()) if suffixes is TEXTS else []
    for path in [*below, *beside]:
        is_ours = "__pycache__" not in path.parts and not any(part.endswith(".egg-info") for part in path.parts)
        if is_ours and path.suffix in suffixes and path.is_file():
            yield path


def show(measures: Sequence[Measure], write: Callable[[str], object] = print) -> bool:
    """Print the table and the breaches; whether there are none."""
    width = max(len(each.name) for each in measures)
    for each in measures:
        write(f"{'✗' if each.breaches else '✓'} {each.name:{width}}  {each.value:>12}  {each.limit}")
    breaches = [breach for each in measures for breach in each.breaches]
    for breach in breaches:
        write(f"  {breach}")
    return not breaches


def main() -> None:
    """Measure this checkout."""
    sys.exit(0 if show(measure(PROJECT)) else 1)


if __name__ == "__main__":
    main()
