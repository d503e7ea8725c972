"""The measurements: each counts what it says, and each breach says how to mend it."""

from collections.abc import Callable
from pathlib import Path

import pytest

import measure

GOOD = '"""A module."""\n\n\ndef sing(day: int, *songs: str, **how: bool) -> str:\n    """Sing."""\n    return ""\n'

Checkout = Callable[..., Path]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A small checkout; ``{path: text}`` adds to it. One good module and tests enough for it."""

    def _checkout(files: dict[str, str] | None = None) -> Path:
        # Nine lines of tests for six of code: a ratio of 1.5.
        for name, text in {"src/good.py": GOOD, "tests/test_good.py": "#\n" * 9, **(files or {})}.items():
            path = tmp_path / "checkout" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "checkout"

    return _checkout


def _measured(root: Path, name: str) -> measure.Measure:
    (found,) = [each for each in measure.measure(root) if each.name.startswith(name)]
    return found


def _module(*functions: str) -> str:
    return '"""A module."""\n\n' + "\n\n".join(functions) + "\n"


def _function(lines: int, name: str = "work") -> str:
    return f'def {name}() -> None:\n    """Work."""\n' + "\n".join(["    pass"] * (lines - 2))


def test_a_good_checkout_has_no_breach(checkout: Checkout) -> None:
    said: list[str] = []
    assert measure.show(measure.measure(checkout()), said.append)
    assert all(line.startswith("✓") for line in said)


def test_a_breach_is_marked_and_explained(checkout: Checkout) -> None:
    said: list[str] = []
    assert not measure.show(measure.measure(checkout({"src/bare.py": "A = 1\n"})), said.append)
    assert any(line.startswith("✗ modules") for line in said)
    assert said[-1] == "  src/bare.py:1 the module: say shapes, units and errors in a docstring"


@pytest.mark.parametrize("folder", ["src/deep/er", "dags", "plugins", "tools", "benchmarks", "include/sample"])
def test_every_folder_of_code_is_read(checkout: Checkout, folder: str) -> None:
    assert _measured(checkout({f"{folder}/x.py": "A = 1\n"}), "modules").breaches


def test_what_is_built_is_not_read(checkout: Checkout) -> None:
    built = {"src/__pycache__/x.py": "A = 1\n", "src/x.egg-info/y.py": "A = 1\n", ".venv/z.py": "A = 1\n"}
    assert not _measured(checkout(built), "modules").breaches


def test_a_function_is_as_long_as_its_lines_with_docstring(checkout: Checkout) -> None:
    source = measure.read_source(checkout({"src/x.py": _module(_function(17))}) / "src/x.py", checkout())
    assert [(each.where, each.lines) for each in source.functions] == [("src/x.py:3 work", 17)]


def test_the_median_and_the_percentile_of_functions_are_held(checkout: Checkout) -> None:
    short = [_function(5, f"short_{number}") for number in range(20)]
    root = checkout({"src/x.py": _module(*short, _function(80, "long"))})
    assert not _measured(root, "lines of a function, p90").breaches, "one long function among many is allowed"
    root = checkout({"src/y.py": _module(*[_function(40, f"long_{number}") for number in range(9)])})
    p90 = _measured(root, "lines of a function, p90")
    assert p90.value == "40"
    assert p90.breaches[0] == "src/x.py:123 long: 80 lines: give its steps names of their own"
    assert len(p90.breaches) == measure.SHOWN
    root = checkout({"src/x.py": _module(*[_function(11, f"middling_{number}") for number in range(40)])})
    assert _measured(root, "lines of a function, median").breaches


def test_long_files_are_named(checkout: Checkout) -> None:
    root = checkout({"src/long.py": '"""A module."""\n' + "A = 1\n" * 300})
    assert _measured(root, "lines of a file").breaches[0].startswith("src/long.py: 301 lines: cut it")


@pytest.mark.parametrize(
    "signature",
    ["(day) -> None", "(day: int)", "(*days) -> None", "(**days) -> None", "(*, day) -> None", "(day, /) -> None"],
)
def test_a_function_without_all_its_types_is_named(checkout: Checkout, signature: str) -> None:
    root = checkout({"src/x.py": _module(f'def work{signature}:\n    """Work."""')})
    typed = _measured(root, "functions fully typed")
    assert typed.value == "1 of 2"
    assert typed.breaches == ("src/x.py:3 work: annotate every argument and the result",)


def test_self_and_cls_need_no_type(checkout: Checkout) -> None:
    body = 'class Bird:\n    """A bird."""\n\n    def sing(self) -> None:\n        """Sing."""'
    assert not _measured(checkout({"src/x.py": _module(body)}), "functions fully typed").breaches


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("def work() -> None: ...", "src/x.py:3 work"),
        ("async def work() -> None: ...", "src/x.py:3 work"),
        ("class Bird: ...", "src/x.py:3 Bird"),
        ('class Bird:\n    """A bird."""\n\n    def sing(self) -> None: ...', "src/x.py:6 sing"),
        ("if True:\n    def work() -> None: ...", "src/x.py:4 work"),
        ("def _work() -> None: ...", None),
        ('class Bird:\n    """A bird."""\n\n    def __len__(self) -> int: ...', None),
        ("class _Bird:\n    def sing(self) -> None: ...", None),
        ('def work() -> None:\n    """Work."""\n    def inner() -> None: ...', None),
    ],
)
def test_what_is_public_needs_a_docstring(checkout: Checkout, code: str, missing: str | None) -> None:
    breaches = _measured(checkout({"src/x.py": _module(code)}), "modules").breaches
    assert [each.split(": ")[0] for each in breaches] == ([missing] if missing else [])


def test_dag_files_only_wire(checkout: Checkout) -> None:
    long = '"""A DAG."""\n' + "A = 1\n" * 120
    root = checkout({"dags/channels.py": long, "src/y.py": long, "tests/test_more.py": "#\n" * 250})
    assert _measured(root, "lines of a DAG file").breaches == (
        "dags/channels.py: 121 lines: move logic into src/dawn_chorus",
    )


def test_sql_files_are_held_to_their_form_and_name_but_migrations_need_no_verb(checkout: Checkout) -> None:
    header = "-- Purpose: p.\n-- Parameters: none\n-- Re-run: safe.\n"
    files = {
        "sql/runs/read_day.sql": f"{header}SELECT 1;\n",
        "sql/runs/day.sql": f"{header}SELECT 1; SELECT 2;\n",
        "sql/migrations/0001_day.sql": "-- Purpose: p.\n-- Re-run: never.\nSELECT 1; SELECT 2;\n",
    }
    assert _measured(checkout(files), "SQL files").breaches == (
        "sql/runs/day.sql: name it verb_noun, with a verb of docs/naming.md",
        "sql/runs/day.sql: holds 2 statements: one statement per file",
    )


def test_a_line_that_names_this_checkout_is_found_in_any_folder_of_texts(checkout: Checkout) -> None:
    root = checkout()
    for name in ("docs/guide.md", ".ci/run", "README.md"):
        checkout({name: f"first\nsee {root}/src\n"})
    breaches = _measured(root, "lines that name this machine").breaches
    assert sorted(each.split(": ")[0] for each in breaches) == [".ci/run:2", "README.md:2", "docs/guide.md:2"]


@pytest.mark.parametrize(("lines", "is_breach"), [(7, True), (8, False), (10, False), (11, True)])
def test_the_ratio_of_tests_to_code_has_two_ends(checkout: Checkout, lines: int, is_breach: bool) -> None:
    root = checkout({"tests/test_good.py": "#\n" * lines})
    assert bool(_measured(root, "test lines").breaches) is is_breach


def test_a_file_that_is_no_python_is_not_passed_over(checkout: Checkout) -> None:
    with pytest.raises(SyntaxError):
        measure.measure(checkout({"src/x.py": "def ("}))


@pytest.mark.parametrize(("share", "expected"), [(0.9, 9), (0.5, 5), (1, 10), (0.01, 1)])
def test_percentiles_are_values_that_occur(share: float, expected: int) -> None:
    assert measure.percentile(range(10, 0, -1), share) == expected
    assert measure.percentile([], share) == 0
